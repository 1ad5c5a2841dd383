package dev.seckill.infra.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.infra.process.OneOffCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A certificate authority of one folder, made by the JDK's {@code keytool}: what it signs is good for a trial, since its own
 * key lies in that folder too. Elliptic curve P-256 unless it says otherwise. Not thread-safe.
 */
public final class CertificateAuthority {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DAYS = 30;
    private static final String SELF = "ca";
    private static final List<String> ELLIPTIC = List.of("-keyalg", "EC", "-groupname", "secp256r1");
    private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");
    private static final char[] PASSWORD = IssuedCertificate.PASSWORD.toCharArray();

    private final Path folder;
    private final String name;

    private CertificateAuthority(Path folder, String name) {
        this.folder = folder.toAbsolutePath().normalize();
        this.name = name;
    }

    /** A new one in this folder, which is made if it is missing; one that was there is forgotten. */
    public static CertificateAuthority in(Path folder) {
        return in(folder, "Throw-away CA");
    }

    /** The same with a name of its own, for two that must not be taken for each other. */
    public static CertificateAuthority in(Path folder, String name) {
        CertificateAuthority made = new CertificateAuthority(folder, name);
        made.make();
        return made;
    }

    private void make() {
        try {
            PrivateFiles.folder(folder);
            Files.deleteIfExists(all());
            List<String> more = new ArrayList<>(ELLIPTIC);
            more.addAll(List.of("-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign,cRLSign"));
            keytool(SELF, "CN=" + name, more.toArray(String[]::new));
            KeyStore store = read();
            Files.write(
                    certificate(),
                    pem("CERTIFICATE", encoded(store.getCertificate(SELF))).getBytes(US_ASCII));
            KeyStore trusted = emptyStore();
            trusted.setCertificateEntry(SELF, store.getCertificate(SELF));
            write(trusted, trustStore());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool's store cannot be used", e);
        }
    }

    /** PEM, what a client has to trust. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** The same as PKCS #12, opened by {@link IssuedCertificate#PASSWORD}. */
    public Path trustStore() {
        return folder.resolve("ca.p12");
    }

    /** For a server of this machine, and a client that shows it: {@code localhost} and both loopback addresses. */
    public IssuedCertificate server(String file) {
        return issue(file, "localhost", List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"), 0);
    }

    /** The same with an RSA key, for a server whose OpenSSL is too old for elliptic curves, as that of MySQL 8.0.15. */
    public IssuedCertificate serverWithRsa(String file) {
        return issue(file, "localhost", List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"), 0, RSA);
    }

    /** For a server of another name, which no address of this machine has. */
    public IssuedCertificate elsewhere(String file) {
        return issue(file, "elsewhere.invalid", List.of("dns:elsewhere.invalid"), 0);
    }

    /** The same with an RSA key. */
    public IssuedCertificate elsewhereWithRsa(String file) {
        return issue(file, "elsewhere.invalid", List.of("dns:elsewhere.invalid"), 0, RSA);
    }

    /** As {@link #server}, but it is over since ten days. */
    public IssuedCertificate expired(String file) {
        return issue(file, "localhost", List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"), DAYS + 10);
    }

    /** As {@link #serverWithRsa}, but it is over since ten days. */
    public IssuedCertificate expiredWithRsa(String file) {
        return issue(file, "localhost", List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"), DAYS + 10, RSA);
    }

    /** For a client of this name, which is no server. */
    public IssuedCertificate client(String file, String client) {
        return issue(file, client, List.of(), 0);
    }

    /**
     * Signs a certificate for a new key.
     *
     * @param file what the names of its files begin with
     * @param subject its common name
     * @param names what {@code keytool} takes as alternative names
     * @param startedDaysAgo since when it is valid
     */
    private IssuedCertificate issue(String file, String subject, List<String> names, int startedDaysAgo) {
        return issue(file, subject, names, startedDaysAgo, ELLIPTIC);
    }

    private IssuedCertificate issue(
            String file, String subject, List<String> names, int startedDaysAgo, List<String> kindOfKey) {
        List<String> more = new ArrayList<>(kindOfKey);
        more.addAll(List.of("-signer", SELF, "-startdate", "-" + startedDaysAgo + "d"));
        more.addAll(List.of("-ext", "ku:critical=digitalSignature,keyEncipherment"));
        more.addAll(List.of("-ext", names.isEmpty() ? "eku=clientAuth" : "eku=serverAuth,clientAuth"));
        if (!names.isEmpty()) {
            more.addAll(List.of("-ext", "san=" + String.join(",", names)));
        }
        try {
            keytool(file, "CN=" + subject, more.toArray(String[]::new));
            return export(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool's store cannot be used", e);
        }
    }

    private IssuedCertificate export(String file) throws IOException, GeneralSecurityException {
        KeyStore.PrivateKeyEntry entry =
                (KeyStore.PrivateKeyEntry) read().getEntry(file, new PasswordProtection(PASSWORD));
        String chain = Stream.of(entry.getCertificateChain())
                .map(certificate -> pem("CERTIFICATE", encoded(certificate)))
                .collect(Collectors.joining());
        String key = pem("PRIVATE KEY", entry.getPrivateKey().getEncoded());
        KeyStore store = emptyStore();
        store.setKeyEntry(file, entry.getPrivateKey(), PASSWORD, entry.getCertificateChain());
        return new IssuedCertificate(
                Files.write(folder.resolve(file + ".pem"), chain.getBytes(US_ASCII)),
                PrivateFiles.write(folder.resolve(file + "-key.pem"), key),
                PrivateFiles.write(folder.resolve(file + "-bundle.pem"), key + chain),
                write(store, folder.resolve(file + ".p12")));
    }

    private void keytool(String alias, String subject, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                subject,
                "-validity",
                Integer.toString(DAYS),
                "-storetype",
                "PKCS12",
                "-keystore",
                all().toString(),
                "-storepass",
                IssuedCertificate.PASSWORD));
        command.addAll(List.of(more));
        OneOffCommand.run("keytool", command, PATIENCE);
    }

    /** Where all its keys are, its own among them; the folder is for its owner alone. */
    private Path all() {
        return folder.resolve("all.p12");
    }

    private KeyStore read() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(all())) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Path write(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(PrivateFiles.empty(file))) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + kind + "-----\n";
    }
}

package dev.seckill.model.tls;

import dev.seckill.model.settings.FileRights;
import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom a client trusts and what it shows. The files are read once, when the program starts.
 *
 * @param trusted certificates of the CAs that it trusts; empty: those that the JVM does
 * @param own what it shows to a server that asks; null: nothing
 */
public record ClientTls(List<X509Certificate> trusted, Identity own) {

    /** Copies the list. */
    public ClientTls {
        trusted = List.copyOf(trusted);
    }

    /**
     * From the files that settings name.
     *
     * @param ca own CA
     * @param certificate what is shown; needs the key
     * @param key that of the certificate
     * @return null if no file is given, or a problem was added
     */
    public static ClientTls read(NamedFile ca, NamedFile certificate, NamedFile key, Problems problems) {
        if (certificate.isGiven() != key.isGiven()) {
            problems.add((certificate.isGiven() ? certificate : key).setting() + ": needs "
                    + (certificate.isGiven() ? key : certificate).setting());
            return null;
        }
        boolean isOwn = certificate.isGiven();
        if (!ca.isGiven() && !isOwn) {
            return null;
        }
        List<X509Certificate> trusted = ca.isGiven() ? ca.read(ClientTls::certificates, problems) : List.of();
        Identity own = isOwn ? own(certificate, key, problems) : null;
        return trusted == null || isOwn && own == null ? null : new ClientTls(trusted, own);
    }

    /** From the file of an own CA alone; null if none is given, or a problem was added. */
    public static ClientTls read(NamedFile ca, Problems problems) {
        NamedFile none = new NamedFile("", null);
        return read(ca, none, none, problems);
    }

    private static Identity own(NamedFile certificate, NamedFile key, Problems problems) {
        List<X509Certificate> chain = certificate.read(ClientTls::certificates, problems);
        return chain == null ? null : key.read(path -> own(chain, path), problems);
    }

    private static Identity own(List<X509Certificate> chain, Path key) {
        FileRights.requirePrivate(key);
        return new Identity(chain, PemFile.read(key).key());
    }

    private static List<X509Certificate> certificates(Path file) {
        return PemFile.read(file).certificates();
    }

    /** The CAs as a key store of certificates; only if there are any. */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("ca-" + i, trusted.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory is a part of every JDK", e);
        }
    }

    /** When the first of the certificates in its files expires. */
    public Instant expires() {
        return Stream.concat(trusted.stream(), own == null ? Stream.empty() : own.chain().stream())
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Makes connections; host names are not its part, who uses it has to ask for that. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is a part of every JDK", e);
        }
    }

    /** Judges the certificates of servers by the CAs; only if there are any. */
    public X509TrustManager trustManager() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trustStore());
            return (X509TrustManager) factory.getTrustManagers()[0]; // of X.509 there is one, and it is the only kind
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is a part of every JDK", e);
        }
    }

    private TrustManager[] trust() {
        return trusted.isEmpty() ? null : new TrustManager[] {trustManager()};
    }

    private KeyManager[] keys() throws GeneralSecurityException {
        if (own == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own.keyStore(), Identity.KEY_STORE_PASSWORD.toCharArray());
        return factory.getKeyManagers();
    }

    /** For the line that tells the settings. */
    @Override
    public String toString() {
        return "ClientTls[trusted=" + (trusted.isEmpty() ? "the JVM's" : trusted.size() + " of its own") + ", own="
                + own + ']';
    }
}

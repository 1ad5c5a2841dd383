package dev.seckill.consumer.store;

import dev.seckill.model.tls.ClientTls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Objects;

/**
 * The CAs that may have signed MySQL's certificate, in a form that its driver takes: it reads key stores, not PEM, and from
 * files alone. The file holds certificates, no secret, and goes with the program.
 */
public final class BookTrust {

    private static final String PASSWORD = "no secret";

    private final ClientTls tls;
    private final Path file;

    /**
     * Writes the file.
     *
     * @throws UncheckedIOException if no temporary file can be written
     */
    public BookTrust(ClientTls tls) {
        this.tls = Objects.requireNonNull(tls, "tls");
        try {
            file = Files.createTempFile("order-book-ca", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                tls.trustStore().store(out, PASSWORD.toCharArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("mysql: no temporary file for --mysql-ca", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PKCS #12 is a part of every JDK", e);
        }
    }

    /** Has the driver trust them and nobody else, and the host's name be held against the certificate. */
    void addTo(UrlProperties url) {
        url.orElse("sslMode", "VERIFY_IDENTITY")
                .set("trustCertificateKeyStoreUrl", file.toUri())
                .set("trustCertificateKeyStoreType", "PKCS12")
                .set("trustCertificateKeyStorePassword", PASSWORD)
                .set("fallbackToSystemTrustStore", "false");
    }

    Instant expires() {
        return tls.expires();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BookTrust trust && trust.tls.equals(tls);
    }

    @Override
    public int hashCode() {
        return tls.hashCode();
    }

    @Override
    public String toString() {
        return tls.toString();
    }
}

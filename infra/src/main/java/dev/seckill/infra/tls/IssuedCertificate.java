package dev.seckill.infra.tls;

import java.nio.file.Path;

/**
 * A certificate with its key, in the forms that servers and clients take. The files that hold the key are for their owner
 * alone.
 *
 * @param certificate PEM, the certificate and then that of the CA
 * @param key PEM, PKCS #8, not encrypted
 * @param bundle PEM, the key and then the certificates, as Kafka takes them in one file
 * @param keyStore PKCS #12 with all of it, opened by {@link #PASSWORD}
 */
public record IssuedCertificate(Path certificate, Path key, Path bundle, Path keyStore) {

    /** Opens the key stores; no secret, since the same key lies beside them in PEM. */
    public static final String PASSWORD = "throw-away";
}

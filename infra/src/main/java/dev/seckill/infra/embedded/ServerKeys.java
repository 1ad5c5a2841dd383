package dev.seckill.infra.embedded;

import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.Trust;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * What a server shows to its clients.
 *
 * @param authority the CA's certificate in PEM, which clients trust
 * @param certificate the server's own
 * @param trust for a client
 */
record ServerKeys(Path authority, IssuedCertificate certificate, SSLContext trust) {

    /** @param certificate signed by the authority */
    static ServerKeys of(CertificateAuthority authority, IssuedCertificate certificate) {
        return new ServerKeys(authority.certificate(), certificate, Trust.in(authority.certificate()));
    }
}

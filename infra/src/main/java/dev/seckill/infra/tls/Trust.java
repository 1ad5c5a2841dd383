package dev.seckill.infra.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in servers whose certificates one CA has signed. */
public final class Trust {

    private Trust() {}

    /**
     * For clients that are given it; they trust nobody else.
     *
     * @param authority the CA's certificate in PEM
     * @throws IllegalStateException if there is no certificate in that file
     */
    public static SSLContext in(Path authority) {
        try (InputStream file = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("can't trust " + authority, e);
        }
    }

    /** For all clients that this JVM makes from now on and that are given nothing else; only for a JVM that is a command. */
    public static void ofThisJvm(CertificateAuthority authority) {
        SSLContext.setDefault(in(authority.certificate()));
        System.setProperty("javax.net.ssl.trustStore", authority.trustStore().toString());
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
        System.setProperty("javax.net.ssl.trustStorePassword", IssuedCertificate.PASSWORD);
    }
}

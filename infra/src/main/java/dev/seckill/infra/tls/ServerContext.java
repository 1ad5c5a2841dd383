package dev.seckill.infra.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a server shows to those who connect. */
public final class ServerContext {

    private static final char[] PASSWORD = IssuedCertificate.PASSWORD.toCharArray();

    private ServerContext() {}

    /** @param keyStore PKCS #12, opened by {@link IssuedCertificate#PASSWORD} */
    public static SSLContext of(Path keyStore) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(keyStore.toFile(), PASSWORD), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no TLS with " + keyStore, e);
        }
    }
}

package dev.seckill.api.redis;

import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.Identity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** TLS to every Redis, as Jedis takes it: the certificate must be for the host's name, always. */
final class RedisTls {

    private static final char[] PASSWORD = Identity.KEY_STORE_PASSWORD.toCharArray();

    private RedisTls() {}

    /** @param tls whom to trust and what to show; null: whom the JVM trusts, and nothing */
    static SslOptions options(ClientTls tls) {
        SslOptions.Builder options = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
        if (tls != null && !tls.trusted().isEmpty()) {
            byte[] trusted = bytes(tls.trustStore());
            options.trustStoreType("PKCS12").truststore(() -> new ByteArrayInputStream(trusted), PASSWORD);
        }
        if (tls != null && tls.own() != null) {
            byte[] own = bytes(tls.own().keyStore());
            options.keyStoreType("PKCS12").keystore(() -> new ByteArrayInputStream(own), PASSWORD);
        }
        return options.build();
    }

    /** Of a key store that stays in memory. */
    private static byte[] bytes(KeyStore store) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, PASSWORD);
            return bytes.toByteArray();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a key store in memory can be written", e);
        }
    }
}

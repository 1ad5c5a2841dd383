package dev.seckill.model.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * Who one is: a certificate with those of its issuers behind it, and the key that belongs to it.
 *
 * @param chain the own certificate first, then each issuer's as far as they are sent along
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {

    /** Of the key within {@link #keyStore}, which is in memory only. */
    public static final String KEY_STORE_PASSWORD = "in memory";

    private static final byte[] SIGNED = {1, 2, 3};

    /**
     * Checks that they belong together.
     *
     * @throws IllegalArgumentException if they do not, or the certificates are not in order; words about the key's file
     */
    public Identity {
        chain = List.copyOf(chain);
        Objects.requireNonNull(key, "key");
        if (!belongs(key, chain.get(0))) {
            throw new IllegalArgumentException("holds a key that does not belong to the (first) certificate");
        }
    }

    /** The own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The same as a key store, for servers that take one. */
    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, KEY_STORE_PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
            return store;
        } catch (KeyStoreException e) {
            throw new IllegalArgumentException(
                    "holds certificates that do not follow each other: the own one first, then its issuer's", e);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store in memory is a part of every JDK", e);
        }
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SIGNED);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SIGNED);
            return signature.verify(signed);
        } catch (GeneralSecurityException anotherKindOfKey) {
            return false;
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "Identity[certificate=" + certificate().getSubjectX500Principal() + ", until="
                + certificate().getNotAfter().toInstant() + ']';
    }
}

package dev.seckill.api.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** EdDSA on the curve Ed25519 as the JDK has it; the library's own needs a further one. Thread-safe. */
final class Ed25519 {

    private static final String NAME = "Ed25519";
    private static final int KEY_BYTES = 32;
    /** What stands before the key itself in its DER form (RFC 8410). */
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519() {}

    /** @throws JOSEException if it is no key of this curve */
    static JWSVerifier verifier(OctetKeyPair key) throws JOSEException {
        try {
            PublicKey decoded = KeyFactory.getInstance(NAME)
                    .generatePublic(new X509EncodedKeySpec(der(key, PUBLIC_PREFIX, key.getDecodedX())));
            return new Verifier(decoded);
        } catch (GeneralSecurityException e) {
            throw new JOSEException("no public key of Ed25519", e);
        }
    }

    /** @throws JOSEException if it is no private key of this curve */
    static JWSSigner signer(OctetKeyPair key) throws JOSEException {
        try {
            PrivateKey decoded = KeyFactory.getInstance(NAME)
                    .generatePrivate(new PKCS8EncodedKeySpec(der(key, PRIVATE_PREFIX, key.getDecodedD())));
            return new Signer(decoded);
        } catch (GeneralSecurityException e) {
            throw new JOSEException("no private key of Ed25519", e);
        }
    }

    private static byte[] der(OctetKeyPair key, byte[] prefix, byte[] bytes) throws JOSEException {
        if (!Curve.Ed25519.equals(key.getCurve()) || bytes == null || bytes.length != KEY_BYTES) {
            throw new JOSEException("no key of Ed25519");
        }
        byte[] der = new byte[prefix.length + KEY_BYTES];
        System.arraycopy(prefix, 0, der, 0, prefix.length);
        System.arraycopy(bytes, 0, der, prefix.length, KEY_BYTES);
        return der;
    }

    private static final class Verifier extends BaseJWSProvider implements JWSVerifier {

        private final PublicKey key;

        Verifier(PublicKey key) {
            super(Set.of(JWSAlgorithm.EdDSA));
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
            try {
                Signature check = Signature.getInstance(NAME);
                check.initVerify(key);
                check.update(signed);
                return check.verify(signature.decode());
            } catch (SignatureException malformed) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new JOSEException(e.getMessage(), e);
            }
        }
    }

    private static final class Signer extends BaseJWSProvider implements JWSSigner {

        private final PrivateKey key;

        Signer(PrivateKey key) {
            super(Set.of(JWSAlgorithm.EdDSA));
            this.key = key;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
            try {
                Signature signature = Signature.getInstance(NAME);
                signature.initSign(key);
                signature.update(input);
                return Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new JOSEException(e.getMessage(), e);
            }
        }
    }
}

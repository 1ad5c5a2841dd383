package dev.seckill.api.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.seckill.api.config.Secret;
import dev.seckill.api.config.TokenAlgorithm;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys with which tokens may be signed, each for one algorithm alone. A public key is never the secret of HS256, and
 * what a token brings along is no key at all.
 */
final class TokenKeys {

    /** Keys that are tried for one token: those of its name, or all of its algorithm if it names none. */
    private static final int TRIED_MAX = 8;

    private static final int RSA_BITS_MIN = 2048;

    private final List<TokenKey> keys;

    /** @param id the key's name; null if it has none */
    private record TokenKey(String id, TokenAlgorithm algorithm, JWSVerifier verifier) {

        boolean mayHaveSigned(TokenAlgorithm named, String keyId) {
            return algorithm == named && (keyId == null || id == null || id.equals(keyId));
        }
    }

    private TokenKeys(List<TokenKey> keys) {
        this.keys = List.copyOf(keys);
    }

    static TokenKeys ofSecret(Secret secret) {
        try {
            JWSVerifier verifier = new MACVerifier(secret.value().getBytes(UTF_8));
            return new TokenKeys(List.of(new TokenKey(null, TokenAlgorithm.HS256, verifier)));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret is too short", e);
        }
    }

    /**
     * The public keys of a JWK Set that are good for one of the algorithms; the others are left out.
     *
     * @throws IllegalArgumentException if it is no such set, or has no key that is good
     */
    static TokenKeys ofJwkSet(String json) {
        List<TokenKey> keys = new ArrayList<>();
        try {
            for (JWK key : JWKSet.parse(json).getKeys()) {
                TokenKey good = good(key);
                if (good != null) {
                    keys.add(good);
                }
            }
        } catch (ParseException | JOSEException | RuntimeException e) { // whatever somebody else's server sends
            throw new IllegalArgumentException("no JWK Set", e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key for RS256 (2048 bits or more), ES256 or EdDSA (Ed25519)");
        }
        return new TokenKeys(keys);
    }

    private static TokenKey good(JWK key) throws JOSEException {
        if (key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse())) {
            return null;
        }
        TokenKey good = null;
        if (key instanceof RSAKey rsa && rsa.size() >= RSA_BITS_MIN) {
            good = new TokenKey(key.getKeyID(), TokenAlgorithm.RS256, new RSASSAVerifier(rsa));
        } else if (key instanceof ECKey curve && Curve.P_256.equals(curve.getCurve())) {
            good = new TokenKey(key.getKeyID(), TokenAlgorithm.ES256, new ECDSAVerifier(curve));
        } else if (key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
            good = new TokenKey(key.getKeyID(), TokenAlgorithm.EDDSA, Ed25519.verifier(pair));
        }
        boolean isForIt = good != null
                && (key.getAlgorithm() == null
                        || key.getAlgorithm().getName().equals(good.algorithm().wireName()));
        return isForIt ? good : null;
    }

    /** The verifiers for a token that names this algorithm and this key, which may be null; empty if there is none. */
    List<JWSVerifier> verifiers(TokenAlgorithm algorithm, String keyId) {
        return keys.stream()
                .filter(key -> key.mayHaveSigned(algorithm, keyId))
                .limit(TRIED_MAX)
                .map(TokenKey::verifier)
                .toList();
    }

    int size() {
        return keys.size();
    }
}

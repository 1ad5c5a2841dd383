package dev.seckill.api.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.seckill.api.config.Secret;
import dev.seckill.model.BuyerId;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Signs tokens such as a shop signs for its buyers: for tests and load. */
public final class TokenMint {

    private final JWSHeader header;
    private final JWSSigner signer;
    private final Clock clock;

    private TokenMint(JWSHeader header, JWSSigner signer, Clock clock) {
        this.header = header;
        this.signer = signer;
        this.clock = clock;
    }

    /** Signs with HS256. */
    public static TokenMint ofSecret(Secret secret, Clock clock) {
        try {
            return new TokenMint(
                    new JWSHeader(JWSAlgorithm.HS256),
                    new MACSigner(secret.value().getBytes(UTF_8)),
                    clock);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret is too short", e);
        }
    }

    /**
     * Signs with what the key is for: RS256, ES256 or EdDSA.
     *
     * @param json a private key as a JWK
     * @throws IllegalArgumentException if it is none of these
     */
    public static TokenMint ofPrivateKey(String json, Clock clock) {
        try {
            JWK key = JWK.parse(json);
            if (!key.isPrivate()) {
                throw new IllegalArgumentException("the key is not private");
            }
            if (key instanceof RSAKey rsa) {
                return of(JWSAlgorithm.RS256, key, new RSASSASigner(rsa), clock);
            } else if (key instanceof ECKey curve) {
                return of(JWSAlgorithm.ES256, key, new ECDSASigner(curve), clock);
            } else if (key instanceof OctetKeyPair pair) {
                return of(JWSAlgorithm.EdDSA, key, Ed25519.signer(pair), clock);
            }
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException("no private key of RS256, ES256 or EdDSA (Ed25519)", e);
        }
        throw new IllegalArgumentException("no private key of RS256, ES256 or EdDSA (Ed25519)");
    }

    private static TokenMint of(JWSAlgorithm algorithm, JWK key, JWSSigner signer, Clock clock) {
        JWSHeader header =
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
        return new TokenMint(header, signer, clock);
    }

    /**
     * A token that is good from now on.
     *
     * @param issuer null: it does not say
     * @param audience null: it does not say
     */
    public String token(BuyerId buyer, Duration lifetime, String issuer, String audience) {
        Instant now = clock.instant();
        return token(new JWTClaimsSet.Builder()
                .subject(buyer.value())
                .issuer(issuer)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .build());
    }

    /** A token that says what it is told to. */
    String token(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the key cannot sign with " + header.getAlgorithm(), e);
        }
        return token.serialize();
    }
}

package dev.seckill.api.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.seckill.api.config.BuyerTokens;
import dev.seckill.api.config.TokenAlgorithm;
import dev.seckill.model.BuyerId;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Finds the buyer of a request in its signed token. Keys from elsewhere are read in the background; a request never waits
 * for them. Thread-safe.
 */
final class BuyerTokenCheck implements AutoCloseable {

    private final BuyerTokens settings;
    private final InstantSource clock;
    private final TokenKeys ofSecret;
    private final RefreshedKeys refreshed;
    private volatile Loaded loaded;

    /** Public keys with the tokens that they are known to have signed. */
    private record Loaded(TokenKeys keys, TokenCache cache) {}

    /** Begins to read the keys. */
    BuyerTokenCheck(BuyerTokens settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.ofSecret = ofSecret(settings);
        if (settings.keys() == null) {
            this.loaded = loaded(null);
            this.refreshed = null;
        } else {
            this.refreshed = new RefreshedKeys(
                    source(settings.keys()), settings.keys().refresh(), keys -> loaded = loaded(keys));
        }
    }

    /** Has these public keys for ever. */
    BuyerTokenCheck(BuyerTokens settings, InstantSource clock, TokenKeys keys) {
        this.settings = settings;
        this.clock = clock;
        this.ofSecret = ofSecret(settings);
        this.loaded = loaded(keys);
        this.refreshed = null;
    }

    private static TokenKeys ofSecret(BuyerTokens settings) {
        return settings.secret() == null ? null : TokenKeys.ofSecret(settings.secret());
    }

    private Loaded loaded(TokenKeys keys) {
        return new Loaded(keys, new TokenCache(settings.cacheMax()));
    }

    private static KeySource source(BuyerTokens.Keys keys) {
        return keys.isUrl()
                ? new UrlKeySource(URI.create(keys.place()), keys.timeout(), keys.bytesMax())
                : new FileKeySource(Path.of(keys.place()), keys.bytesMax());
    }

    /** Whether the keys are there. */
    boolean isReady() {
        return loaded != null;
    }

    /**
     * A token as it came.
     *
     * @param digest what it is known by
     */
    record Presented(String token, byte[] digest) {}

    /**
     * The token of whoever asks, without a look at what it says.
     *
     * @throws BadTokenException if there is none that could be good
     */
    Presented presented(Caller caller) throws BadTokenException {
        String token = BearerToken.of(caller, settings.bytesMax());
        return new Presented(token, TokenCache.digest(token));
    }

    /** Whether {@link #buyer} takes no longer than other things that are done for a request. */
    boolean isQuick(Presented presented) {
        return settings.keys() == null || loaded.cache.get(presented.digest) != null;
    }

    /**
     * Who holds the token.
     *
     * @throws BadTokenException if it is not good
     */
    BuyerId buyer(Presented presented) throws BadTokenException {
        Loaded with = loaded;
        KnownToken known = with.cache.get(presented.digest);
        if (known == null) {
            known = checked(presented.token, with.keys);
            with.cache.put(presented.digest, known);
        }
        Instant now = clock.instant();
        if (!now.isBefore(known.expires().plus(settings.clockSkew()))) {
            throw new BadTokenException("The token has expired.");
        }
        if (known.notBefore() != null && now.isBefore(known.notBefore().minus(settings.clockSkew()))) {
            throw new BadTokenException("The token is not good yet.");
        }
        return known.buyer();
    }

    private KnownToken checked(String text, TokenKeys keys) throws BadTokenException {
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (!isSigned(token, keys)) {
                throw new BadTokenException("The token is not signed as it has to be here.");
            }
            return read(token.getJWTClaimsSet());
        } catch (ParseException | JOSEException | RuntimeException e) { // whatever a stranger sends
            throw new BadTokenException("The token cannot be read.");
        }
    }

    private boolean isSigned(SignedJWT token, TokenKeys keys) throws JOSEException {
        JWSHeader header = token.getHeader();
        Optional<TokenAlgorithm> algorithm =
                TokenAlgorithm.of(header.getAlgorithm().getName());
        if (algorithm.isEmpty()
                || !settings.algorithms().contains(algorithm.get())
                || header.getCriticalParams() != null) {
            return false;
        }
        TokenKeys having = algorithm.get() == TokenAlgorithm.HS256 ? ofSecret : keys;
        List<JWSVerifier> verifiers = having.verifiers(algorithm.get(), header.getKeyID());
        if (verifiers.isEmpty() && refreshed != null) {
            refreshed.missed();
        }
        for (JWSVerifier verifier : verifiers) {
            if (verifier.verify(header, token.getSigningInput(), token.getSignature())) {
                return true;
            }
        }
        return false;
    }

    private KnownToken read(JWTClaimsSet claims) throws BadTokenException {
        if (settings.issuer() != null && !settings.issuer().equals(claims.getIssuer())) {
            throw new BadTokenException("The token is from another issuer.");
        }
        if (settings.audience() != null && !claims.getAudience().contains(settings.audience())) {
            throw new BadTokenException("The token is for another audience.");
        }
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw new BadTokenException("The token does not say when it expires (exp).");
        }
        Date notBefore = claims.getNotBeforeTime();
        try {
            return new KnownToken(
                    new BuyerId(claims.getSubject()),
                    notBefore == null ? null : notBefore.toInstant(),
                    expires.toInstant());
        } catch (IllegalArgumentException e) {
            throw new BadTokenException("The token's subject (sub) cannot be a buyer.");
        }
    }

    @Override
    public void close() {
        if (refreshed != null) {
            refreshed.close();
        }
    }
}

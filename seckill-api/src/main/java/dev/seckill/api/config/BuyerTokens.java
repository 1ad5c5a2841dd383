package dev.seckill.api.config;

import java.time.Duration;
import java.util.Set;

/**
 * Whose signed tokens say who buys.
 *
 * @param keys where the public keys are; null if there are none
 * @param secret for HS256; null if there is none
 * @param algorithms those of which a token may be signed with one
 * @param issuer who must have issued a token; null: anybody who can sign it
 * @param audience for whom it must be; null: it need not say
 * @param clockSkew how far the clock of who issues it may be off
 * @param bytesMax of a token
 * @param cacheMax tokens whose signature is known to be good
 * @param waitingMax tokens that may wait for the check of a signature by a public key
 */
public record BuyerTokens(
        Keys keys,
        Secret secret,
        Set<TokenAlgorithm> algorithms,
        String issuer,
        String audience,
        Duration clockSkew,
        int bytesMax,
        int cacheMax,
        int waitingMax) {

    /**
     * A JWK Set.
     *
     * @param place a file, or a URL of HTTP
     * @param refresh how often it is read
     * @param timeout bound on reading it
     * @param bytesMax of it
     */
    public record Keys(String place, Duration refresh, Duration timeout, int bytesMax) {

        /** Whether a server has it. */
        public boolean isUrl() {
            return place.startsWith("http://") || place.startsWith("https://");
        }
    }
}

package dev.seckill.api.config;

import dev.seckill.model.settings.NotBlank;
import dev.seckill.model.settings.Problems;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose signed tokens say who buys. */
final class BuyerTokenOptions {

    private static final Set<TokenAlgorithm> OF_PUBLIC_KEYS =
            EnumSet.of(TokenAlgorithm.RS256, TokenAlgorithm.ES256, TokenAlgorithm.EDDSA);

    @Option(
            names = "--buyer-jwks",
            defaultValue = "${env:BUYER_JWKS:-" + Option.NULL_VALUE + "}",
            converter = NotBlank.class,
            description =
                    "Public keys (a JWK Set) of those who sign buyers' tokens, as a file or a URL of https or http;"
                            + " with it, or a secret, who buys is what the token says.")
    String keys;

    @Option(
            names = "--buyer-jwks-refresh",
            defaultValue = "${env:BUYER_JWKS_REFRESH:-5m}",
            description =
                    "How often they are read again; ten times as often at most while tokens name keys that are not"
                            + " among them. [1s..24h]")
    Duration refresh;

    @Option(
            names = "--buyer-jwks-timeout",
            defaultValue = "${env:BUYER_JWKS_TIMEOUT:-5s}",
            description = "Bound on reading them from a URL. [100ms..1m]")
    Duration timeout;

    @Option(
            names = "--buyer-jwks-max",
            defaultValue = "${env:BUYER_JWKS_MAX:-65536}",
            description = "Longest JWK Set in bytes. [100..1048576]")
    int keysBytesMax;

    @Mixin
    BuyerSecretOptions secret;

    @Option(
            names = "--buyer-algorithms",
            defaultValue = "${env:BUYER_ALGORITHMS:-" + Option.NULL_VALUE + "}",
            converter = TokenAlgorithm.Some.Converter.class,
            description =
                    "How tokens may be signed: some of RS256, ES256, EdDSA, HS256, separated by commas; none: HS256"
                            + " if there is a secret, the others if there are public keys.")
    TokenAlgorithm.Some algorithms;

    @Option(
            names = "--buyer-clock-skew",
            defaultValue = "${env:BUYER_CLOCK_SKEW:-30s}",
            description = "How far the clock of who issues tokens may be off. [0ms..10m]")
    Duration clockSkew;

    @Option(
            names = "--buyer-token-max",
            defaultValue = "${env:BUYER_TOKEN_MAX:-4096}",
            description = "Longest token in bytes; past it 401. [256..8192]")
    int bytesMax;

    @Option(
            names = "--buyer-token-cache",
            defaultValue = "${env:BUYER_TOKEN_CACHE:-10000}",
            description = "Tokens whose signature is not checked again; 0: none. [0..1000000]")
    int cacheMax;

    @Option(
            names = "--buyer-tokens-max",
            defaultValue = "${env:BUYER_TOKENS_MAX:-1000}",
            description = "Tokens that may wait until their signature is checked by a public key, which half of the"
                    + " processors do; past it 503. [1..100000]")
    int waitingMax;

    /** Null if nobody signs tokens, or a problem was added. */
    BuyerTokens toSettings(Problems problems) {
        Secret shared = secret.secret(problems);
        boolean isShared = secret.secret != null || secret.secretFile != null;
        if (keys == null && !isShared) {
            if (algorithms != null) {
                problems.add("--buyer-algorithms (BUYER_ALGORITHMS): there is no --buyer-jwks and no secret");
            }
            return null;
        }
        BuyerTokens.Keys publicKeys = keys == null ? null : new BuyerTokens.Keys(keys, refresh, timeout, keysBytesMax);
        if (publicKeys != null && !(publicKeys.isUrl() ? isUrl(keys) : Files.isReadable(Path.of(keys)))) {
            problems.add("--buyer-jwks (BUYER_JWKS): '" + keys + "' is neither a file that can be read nor a URL");
        }
        return new BuyerTokens(
                publicKeys,
                shared,
                algorithms(isShared, problems),
                secret.issuer,
                secret.audience,
                clockSkew,
                bytesMax,
                cacheMax,
                waitingMax);
    }

    private Set<TokenAlgorithm> algorithms(boolean isShared, Problems problems) {
        Set<TokenAlgorithm> possible = EnumSet.noneOf(TokenAlgorithm.class);
        if (keys != null) {
            possible.addAll(OF_PUBLIC_KEYS);
        }
        if (isShared) {
            possible.add(TokenAlgorithm.HS256);
        }
        if (algorithms == null) {
            return Set.copyOf(possible);
        }
        for (TokenAlgorithm algorithm : algorithms.algorithms()) {
            if (!possible.contains(algorithm)) {
                problems.add("--buyer-algorithms (BUYER_ALGORITHMS): " + algorithm + " needs "
                        + (OF_PUBLIC_KEYS.contains(algorithm)
                                ? "--buyer-jwks"
                                : "BUYER_SECRET or --buyer-secret-file"));
            }
        }
        return algorithms.algorithms();
    }

    private static boolean isUrl(String url) {
        try {
            return URI.create(url).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

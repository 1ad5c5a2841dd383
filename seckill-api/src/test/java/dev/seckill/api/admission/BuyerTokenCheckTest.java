package dev.seckill.api.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.seckill.api.config.BuyerTokens;
import dev.seckill.api.config.Secret;
import dev.seckill.api.config.TokenAlgorithm;
import dev.seckill.model.BuyerId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BuyerTokenCheckTest {

    private static final Secret SECRET = new Secret("a secret of more than 32 bytes in all");
    private static final Instant NOW = Instant.parse("2026-12-24T18:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final BuyerId ANN = new BuyerId("ann");
    private static final RSAKey RSA = SigningKeys.rsa("r");
    private static final ECKey EC = SigningKeys.ec("e");
    private static final OctetKeyPair ED25519 = SigningKeys.ed25519("d");
    private static final TokenKeys PUBLISHED = TokenKeys.ofJwkSet(SigningKeys.published(RSA, EC, ED25519));
    private static final TokenMint SHARED = TokenMint.ofSecret(SECRET, CLOCK);

    private Instant now = NOW;

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void whoHoldsATokenThatIsSignedIsItsBuyer(TokenAlgorithm algorithm) throws Exception {
        BuyerTokenCheck check = check(EnumSet.of(algorithm));
        String token = mint(algorithm).token(ANN, Duration.ofHours(1), null, null);

        assertThat(buyer(check, token)).isEqualTo(ANN);
        assertThat(buyer(check, token)).as("from the cache").isEqualTo(ANN);
        assertThat(buyer(check, token(algorithm, "Änne  \uD83D\uDE97"))).isEqualTo(new BuyerId("Änne  \uD83D\uDE97"));
    }

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void anAlgorithmThatIsNotConfiguredIsNotTaken(TokenAlgorithm algorithm) {
        BuyerTokenCheck check = check(EnumSet.complementOf(EnumSet.of(algorithm)));

        assertRefused(check, token(algorithm, "ann"), "The token is not signed as it has to be here.");
    }

    @ParameterizedTest
    @EnumSource(TokenAlgorithm.class)
    void aTokenWithAnotherBuyerOrSignatureIsRefused(TokenAlgorithm algorithm) {
        BuyerTokenCheck check = check(EnumSet.allOf(TokenAlgorithm.class));
        String[] mine = token(algorithm, "ann").split("\\.");
        String[] others = token(algorithm, "bob").split("\\.");

        assertRefused(check, mine[0] + "." + others[1] + "." + mine[2], "not signed");
        assertRefused(check, mine[0] + "." + mine[1] + "." + others[2], "not signed");
        assertRefused(check, mine[0] + "." + mine[1] + ".AAAA", "not signed");
        assertRefused(check, mine[0] + "." + mine[1] + ".", "The token cannot be read.");
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() throws Exception {
        BuyerTokenCheck check = check(EnumSet.allOf(TokenAlgorithm.class));

        for (JWK key : List.of(SigningKeys.rsa("r"), SigningKeys.ec("e"), SigningKeys.ed25519("d"))) {
            assertRefused(check, mint(key).token(ANN, Duration.ofHours(1), null, null), "not signed");
        }
        TokenMint stranger = TokenMint.ofSecret(new Secret("another secret of more than 32 bytes"), CLOCK);
        assertRefused(check, stranger.token(ANN, Duration.ofHours(1), null, null), "not signed");
    }

    /** The public key is known to everybody, so it must not do as a secret. */
    @Test
    void aPublicKeyIsNoSecret() throws Exception {
        BuyerTokenCheck check = check(EnumSet.allOf(TokenAlgorithm.class));
        for (byte[] known : List.of(
                RSA.toRSAPublicKey().getEncoded(),
                RSA.toPublicJWK().toJSONString().getBytes(UTF_8),
                RSA.getModulus().decode())) {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r").build(), claims("ann"));
            token.sign(new MACSigner(known));
            assertRefused(check, token.serialize(), "not signed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "nOnE", ""})
    void aTokenThatNobodySignedIsRefused(String algorithm) {
        BuyerTokenCheck check = check(EnumSet.allOf(TokenAlgorithm.class));
        String header = Base64URL.encode("{\"alg\":\"" + algorithm + "\"}").toString();
        String claims = Base64URL.encode(claims("ann").toString()).toString();

        assertRefused(check, header + "." + claims + ".", "The token");
        assertRefused(check, header + "." + claims + ".AAAA", "The token");
    }

    @Test
    void theKeyThatATokenBringsAlongIsNoKey() throws Exception {
        RSAKey own = SigningKeys.rsa("own");
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .jwk(own.toPublicJWK())
                        .keyID("own")
                        .build(),
                claims("ann"));
        token.sign(new RSASSASigner(own));

        assertRefused(check(EnumSet.allOf(TokenAlgorithm.class)), token.serialize(), "not signed");
    }

    @Test
    void aTokenThatAsksForMoreThanIsUnderstoodIsRefused() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .criticalParams(Set.of("mood"))
                        .customParam("mood", "good")
                        .build(),
                claims("ann"));
        token.sign(new MACSigner(SECRET.value()));

        assertRefused(check(EnumSet.allOf(TokenAlgorithm.class)), token.serialize(), "not signed");
    }

    @Test
    void aTokenIsGoodFromItsBeginningToItsEndAndALittleLonger() throws Exception {
        BuyerTokenCheck check = check(EnumSet.allOf(TokenAlgorithm.class));
        String token = SHARED.token(new JWTClaimsSet.Builder(claims("ann"))
                .notBeforeTime(Date.from(NOW.plusSeconds(60)))
                .build());

        now = NOW.plusSeconds(60).minusSeconds(30).minusMillis(1);
        assertRefused(check, token, "The token is not good yet.");
        now = NOW.plusSeconds(60).minusSeconds(30);
        assertThat(buyer(check, token)).isEqualTo(ANN);
        now = NOW.plusSeconds(3600).plusSeconds(30).minusMillis(1);
        assertThat(buyer(check, token)).isEqualTo(ANN);
        now = NOW.plusSeconds(3600).plusSeconds(30);
        assertRefused(check, token, "The token has expired.");
    }

    @Test
    void aTokenThatNeverExpiresIsRefused() {
        String token = SHARED.token(new JWTClaimsSet.Builder().subject("ann").build());

        assertRefused(check(EnumSet.allOf(TokenAlgorithm.class)), token, "does not say when it expires");
    }

    @Test
    void issuerAndAudienceMustBeTheConfiguredOnes() throws Exception {
        BuyerTokenCheck check =
                new BuyerTokenCheck(settings(EnumSet.of(TokenAlgorithm.HS256), "shop", "sale"), () -> now, PUBLISHED);
        Duration hour = Duration.ofHours(1);

        assertThat(buyer(check, SHARED.token(ANN, hour, "shop", "sale"))).isEqualTo(ANN);
        assertThat(buyer(
                        check,
                        SHARED.token(new JWTClaimsSet.Builder(claims("ann"))
                                .issuer("shop")
                                .audience(List.of("other", "sale"))
                                .build())))
                .isEqualTo(ANN);
        assertRefused(check, SHARED.token(ANN, hour, "other", "sale"), "another issuer");
        assertRefused(check, SHARED.token(ANN, hour, null, "sale"), "another issuer");
        assertRefused(check, SHARED.token(ANN, hour, "shop", "other"), "another audience");
        assertRefused(check, SHARED.token(ANN, hour, "shop", null), "another audience");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\nb"})
    void aSubjectThatCannotBeABuyerIsRefused(String subject) {
        BuyerTokenCheck check = check(EnumSet.allOf(TokenAlgorithm.class));

        assertRefused(check, SHARED.token(claims(subject)), "cannot be a buyer");
        assertRefused(check, SHARED.token(claims("x".repeat(129))), "cannot be a buyer");
        assertRefused(check, SHARED.token(claims(null)), "cannot be a buyer");
    }

    @Test
    void aHeaderThatIsNotOneBearerTokenIsRefused() {
        BuyerTokenCheck check = check(EnumSet.allOf(TokenAlgorithm.class));
        String token = token(TokenAlgorithm.HS256, "ann");

        assertRefused(check, List.of(), "The request has no token");
        assertRefused(check, List.of("Bearer " + token, "Bearer " + token), "is not Bearer TOKEN");
        assertRefused(check, List.of("Basic YTpi"), "is not Bearer TOKEN");
        assertRefused(check, List.of(token), "is not Bearer TOKEN");
        assertRefused(check, List.of("Bearer"), "is not Bearer TOKEN");
        assertRefused(check, List.of("Bearer "), "cannot be read");
        assertRefused(check, List.of("Bearer " + token + " x"), "cannot be read");
        assertRefused(check, List.of("Bearer " + token + "é"), "cannot be read");
        assertRefused(check, List.of("Bearer " + "x".repeat(4097)), "cannot be read");
        assertThat(List.of("bearer " + token, "BEARER   " + token))
                .allSatisfy(value -> assertThat(buyer(check, List.of(value))).isEqualTo(ANN));
    }

    @Test
    void noNoiseIsMoreThanARefusal() {
        BuyerTokenCheck check = check(EnumSet.allOf(TokenAlgorithm.class));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] good = token(TokenAlgorithm.HS256, "ann").split("\\.");
        List<String> headers = List.of(
                "{}",
                "[]",
                "1",
                "{\"alg\":1}",
                "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                "[".repeat(3000),
                "{\"alg\":\"HS256\",\"alg\":\"none\"}",
                "{\"alg\":\"RS256\",\"kid\":{}}",
                "{\"alg\":\"ES256\",\"x5c\":[1]}",
                "{\"alg\":\"dir\",\"enc\":\"A128GCM\"}",
                "\u0000",
                "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\"}}");

        for (int i = 0; i < 20_000; i++) {
            String text = String.join(".", good);
            StringBuilder token = new StringBuilder(text);
            switch (random.nextInt(4)) {
                case 0 -> token.setCharAt(random.nextInt(text.length()), (char) ('-' + random.nextInt(80)));
                case 1 -> token.delete(random.nextInt(text.length()), text.length());
                case 2 -> token.insert(random.nextInt(text.length()), random.nextInt(4) == 0 ? "." : "A");
                default ->
                    token.replace(
                            0,
                            good[0].length(),
                            Base64URL.encode(headers.get(random.nextInt(headers.size())))
                                    .toString());
            }
            try {
                // The last bits of a signature mean nothing.
                assertThat(buyer(check, token.toString())).isEqualTo(ANN);
                assertThat(token.substring(0, text.length() - 1)).isEqualTo(text.substring(0, text.length() - 1));
            } catch (BadTokenException refused) {
                assertThat(refused).hasMessageStartingWith("The token");
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + token, e);
            }
        }
    }

    private BuyerTokenCheck check(Set<TokenAlgorithm> algorithms) {
        return new BuyerTokenCheck(settings(algorithms, null, null), () -> now, PUBLISHED);
    }

    private static BuyerTokens settings(Set<TokenAlgorithm> algorithms, String issuer, String audience) {
        return new BuyerTokens(null, SECRET, algorithms, issuer, audience, Duration.ofSeconds(30), 4096, 100, 1000);
    }

    private static TokenMint mint(TokenAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> mint(RSA);
            case ES256 -> mint(EC);
            case EDDSA -> mint(ED25519);
            case HS256 -> SHARED;
        };
    }

    private static TokenMint mint(JWK key) {
        return TokenMint.ofPrivateKey(key.toJSONString(), CLOCK);
    }

    private static String token(TokenAlgorithm algorithm, String buyer) {
        return mint(algorithm).token(claims(buyer));
    }

    private static JWTClaimsSet claims(String buyer) {
        return new JWTClaimsSet.Builder()
                .subject(buyer)
                .expirationTime(Date.from(NOW.plusSeconds(3600)))
                .build();
    }

    private static BuyerId buyer(BuyerTokenCheck check, String token) throws BadTokenException {
        return buyer(check, List.of("Bearer " + token));
    }

    private static BuyerId buyer(BuyerTokenCheck check, List<String> authorization) throws BadTokenException {
        return check.buyer(check.presented(new FakeCaller("1.2.3.4", Map.of("Authorization", authorization))));
    }

    private static void assertRefused(BuyerTokenCheck check, String token, String why) {
        assertRefused(check, List.of("Bearer " + token), why);
    }

    private static void assertRefused(BuyerTokenCheck check, List<String> authorization, String why) {
        assertThatThrownBy(() -> buyer(check, authorization))
                .isInstanceOf(BadTokenException.class)
                .hasMessageContaining(why);
    }
}

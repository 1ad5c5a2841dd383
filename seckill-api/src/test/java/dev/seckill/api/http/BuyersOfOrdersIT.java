package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.seckill.api.admission.TokenMint;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.BuyerTokens;
import dev.seckill.api.config.Rate;
import dev.seckill.api.config.Rates;
import dev.seckill.api.config.Secret;
import dev.seckill.api.config.TokenAlgorithm;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.BuyerId;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may order, on a real server, with decisions that the test makes. Each reply is held against the contract. */
@Timeout(300)
final class BuyersOfOrdersIT {

    private static final Rates NO_RATES = new Rates(null, null, 64, 0);
    private static final Secret SECRET = new Secret("a secret of more than 32 bytes in all");
    private static final TokenMint SHARED = TokenMint.ofSecret(SECRET, Clock.systemUTC());
    private static final String TWO = "{\"quantity\":2}";

    private Shop shop;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void theBuyerIsTheOneOfTheToken() {
        open(tokens(null, TokenAlgorithm.HS256), NO_RATES);

        shop.order(TWO, "Authorization", token(SHARED, "ann"));
        shop.order("{\"buyer\":\"ann\"}", "Authorization", token(SHARED, "ann"));

        assertThat(shop.decisions.requests).hasSize(2);
        assertThat(shop.decisions.purchase().buyer()).isEqualTo(new BuyerId("ann"));
    }

    @Test
    void aBodyThatNamesAnotherBuyerThanTheTokenIsRefused() {
        open(tokens(null, TokenAlgorithm.HS256), NO_RATES);

        HttpResponse<String> reply = shop.order("{\"buyer\":\"bob\"}", "Authorization", token(SHARED, "ann"));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("\"field\":\"buyer\"");
        assertThat(shop.decisions.requests).isEmpty();
        assertCounted("invalid", 1);
    }

    @Test
    void whoHasNoGoodTokenIsTold() {
        open(tokens(null, TokenAlgorithm.HS256), NO_RATES);

        for (String[] headers : List.of(new String[] {}, new String[] {"Authorization", "Bearer x.y.z"}, new String[] {
            "Authorization", "Basic YTpi"
        })) {
            HttpResponse<String> reply = shop.order("{\"buyer\":\"ann\"}", headers);

            assertThat(reply.statusCode()).isEqualTo(401);
            assertThat(reply.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        assertThat(shop.decisions.requests).isEmpty();
        assertCounted("unauthorized", 3);
    }

    @Test
    void aBuyerWhoAsksTooOftenIsTold() {
        open(null, new Rates(new Rate(2, Duration.ofHours(1)), null, 64, 0));
        List<Integer> statuses = Arrays.asList(ask("ann"), ask("ann"), ask("bob"), ask("ann"));

        assertThat(statuses).containsExactly(201, 201, 201, 429);
        assertThat(shop.order("{\"buyer\":\"ann\"}").headers().firstValue("Retry-After"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1000, 1800));
        assertThat(shop.decisions.requests).hasSize(3);
        assertCounted("too_many_requests", 2);
    }

    /** The signature is checked while the body is read; whichever of them fails, it counts once. */
    @Test
    void aRequestIsCountedOnceWhateverIsWrongWithIt() throws Exception {
        ECKey published = new ECKeyGenerator(Curve.P_256).generate();
        ECKey unknown = new ECKeyGenerator(Curve.P_256).generate();
        Path file = Files.writeString(folder.resolve("keys.json"), new JWKSet(published).toString(true));
        open(tokens(file, TokenAlgorithm.ES256), NO_RATES);

        for (ECKey key : List.of(published, unknown)) {
            TokenMint mint = TokenMint.ofPrivateKey(key.toJSONString(), Clock.systemUTC());
            for (String body : List.of(TWO, "{\"quantity\":0}", " ".repeat(30_000))) {
                shop.order(body, "Authorization", token(mint, "ann"));
            }
        }

        assertThat(shop.decisions.requests).hasSize(1);
        double answered = shop.metrics
                .scrape()
                .lines()
                .filter(line -> line.startsWith("seckill_requests_answered_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        assertThat(answered).isEqualTo(6);
        assertThat(shop.metrics.scrape()).contains("seckill_requests_received_total 6.0");
    }

    private void open(BuyerTokens tokens, Rates rates) {
        shop = new Shop(Duration.ofSeconds(30), Shop.TOKENS, new AdmissionSettings(tokens, rates)).awaitKeys();
        shop.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED));
    }

    private static BuyerTokens tokens(Path keys, TokenAlgorithm algorithm) {
        return new BuyerTokens(
                keys == null
                        ? null
                        : new BuyerTokens.Keys(keys.toString(), Duration.ofHours(1), Duration.ofSeconds(5), 10_000),
                SECRET,
                Set.of(algorithm),
                null,
                null,
                Duration.ZERO,
                4096,
                100,
                100);
    }

    private static String token(TokenMint mint, String buyer) {
        return "Bearer " + mint.token(new BuyerId(buyer), Duration.ofHours(1), null, null);
    }

    private int ask(String buyer) {
        return shop.order("{\"buyer\":\"" + buyer + "\"}").statusCode();
    }

    private void assertCounted(String outcome, int times) {
        assertThat(shop.metrics.scrape())
                .contains("seckill_requests_answered_total{outcome=\"" + outcome + "\"} " + times + ".0");
    }
}

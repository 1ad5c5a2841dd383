package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.api.admission.TokenMint;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.BuyerTokens;
import dev.seckill.api.config.Rate;
import dev.seckill.api.config.Rates;
import dev.seckill.api.config.Secret;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.config.TokenAlgorithm;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.OrderChange;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.BuyerId;
import dev.seckill.model.event.OrderState;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of orders, on a real server, with decisions that the test makes. Each reply is held against the contract. */
@Timeout(300)
final class OrderChangesIT {

    private static final String ORDER = "/api/sales/cars/orders/" + FakeDecisions.ORDER;
    private static final Secret SECRET = new Secret("a secret of more than 32 bytes in all");
    private static final TokenMint MINT = TokenMint.ofSecret(SECRET, Clock.systemUTC());
    private static final List<String> ALL = List.of("confirm", "extend", "cancel");

    private Shop shop = new Shop(Duration.ofSeconds(30), Shop.TOKENS);

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aChangeAnswersWhatTheOrderIsLikeAfterIt() throws IOException {
        shop.decisions.answer(FakeDecisions.changed(Outcome.CHANGED, OrderState.CONFIRMED, ""));

        HttpResponse<String> reply = byShop("confirm", null);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(json(reply)).isEqualTo(JsonMapper.builder().build().readTree("""
                        {"orderId":"019ae000-0000-7000-8000-000000000001","sale":"cars","state":"CONFIRMED","quantity":2,
                         "buyer":"ann","decidedAt":"2026-11-29T11:59:00.123Z","heldUntil":null,
                         "at":"2026-11-29T12:00:00.123Z","expired":false,"late":false}"""));
        assertThat(reply.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void theOneWhoAsksIsToldToTheSale() {
        shop.decisions.answer(FakeDecisions.changed(Outcome.CHANGED, OrderState.HELD, ""));

        byShop("confirm", null);
        byShop("extend", null);
        byShop("extend", "{}");
        byShop("extend", "{\"until\":null}");
        byShop("extend", "{\"until\":\"2026-12-24T19:00:00+01:00\"}");
        byShop("cancel", null);
        ask("confirm", null, Shop.TOKEN);
        ask("cancel", "whatever", Shop.TOKEN);

        Instant until = Instant.parse("2026-12-24T18:00:00Z");
        assertThat(shop.decisions.requests)
                .containsExactly(
                        new OrderChange.Confirm(FakeDecisions.ORDER, "pay"),
                        new OrderChange.Extend(FakeDecisions.ORDER, "pay", null, null),
                        new OrderChange.Extend(FakeDecisions.ORDER, "pay", null, null),
                        new OrderChange.Extend(FakeDecisions.ORDER, "pay", null, null),
                        new OrderChange.Extend(FakeDecisions.ORDER, "pay", until, null),
                        new OrderChange.Cancel(FakeDecisions.ORDER, "pay", null),
                        new OrderChange.Confirm(FakeDecisions.ORDER, "ann"),
                        new OrderChange.Cancel(FakeDecisions.ORDER, "ann", null));
        assertThat(shop.decisions.asked).allMatch(asked -> asked.startsWith("cars "));
        assertThat(shop.metrics.scrape())
                .contains("seckill_order_changes_received_total 8.0")
                .contains("seckill_order_changes_answered_total{outcome=\"changed\"} 8.0")
                .contains("seckill_requests_received_total 0.0");
    }

    @Test
    void aChangeThatWasMadeBeforeSaysSo() {
        shop.decisions.answer(FakeDecisions.changed(Outcome.UNCHANGED, OrderState.RELEASED, ""));
        HttpResponse<String> reply = byShop("cancel", null);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void aChangeWhoseEventIsNotLoggedYetIsPending() {
        for (Outcome outcome : List.of(Outcome.CHANGED, Outcome.UNCHANGED)) {
            shop.decisions.answer(FakeDecisions.changed(outcome, OrderState.CONFIRMED, ""), false);
            ALL.forEach(change -> assertThat(byShop(change, null).statusCode()).isEqualTo(202));
        }
    }

    @Test
    void aPaymentAfterTheReleaseIsLateAndSaysWhen() {
        shop.decisions.answer(FakeDecisions.changed(Outcome.LATE, OrderState.RELEASED, "It had expired."));

        JsonNode problem = assertProblem(byShop("confirm", null), 409, "/docs#late");

        assertThat(problem.get("state").asText()).isEqualTo("RELEASED");
        assertThat(problem.get("at").asText()).isEqualTo("2026-11-29T12:00:00.123Z");
        assertThat(problem.get("detail").asText()).isEqualTo("It had expired.");
    }

    @Test
    void aChangeThatTheOrderDoesNotTakeSaysWhatItIs() {
        shop.decisions.answer(FakeDecisions.changed(Outcome.REFUSED, OrderState.CONFIRMED, "It is sold."));
        for (String change : ALL) {
            JsonNode problem = assertProblem(byShop(change, null), 409, "/docs#order-refused");
            assertThat(problem.get("state").asText()).isEqualTo("CONFIRMED");
        }
    }

    @Test
    void whatIsNotThereOrCannotBeUsedHasAProblemOfItsOwn() {
        shop.decisions.answer(Decision.refused(Outcome.UNKNOWN_ORDER, ""));
        ALL.forEach(change -> assertProblem(byShop(change, null), 404, "/docs#unknown-order"));
        shop.decisions.answer(Decision.refused(Outcome.OVERLOADED, "Too much at once."));
        ALL.forEach(change -> assertProblem(byShop(change, null), 503, "/docs#overloaded"));
        shop.decisions.answer(
                new Decision(Outcome.REFUSED, null, FakeDecisions.seen(SaleState.Phase.HALTED), "The sale is halted."));
        ALL.forEach(change -> assertProblem(byShop(change, null), 503, "/docs#unavailable"));
        shop.decisions.answer(Decision.refused(Outcome.UNKNOWN_SALE, ""));
        shop.decisions.view = new SaleView(null, false, null);
        ALL.forEach(change -> assertProblem(byShop(change, null), 404, "/docs#unknown-sale"));
    }

    @Test
    void whatNobodyDecidesIsUnavailableAfterTheAnswerWait() {
        shop.close();
        shop = new Shop(Duration.ofMillis(100), Shop.TOKENS);
        ALL.forEach(change -> assertProblem(byShop(change, null), 503, "/docs#unavailable"));
    }

    @ParameterizedTest
    @CsvSource({
        "orderId, cars, 019AE000-0000-7000-8000-000000000001",
        "orderId, cars, 019ae000-0000-4000-8000-000000000001",
        "orderId, cars, 1",
        "orderId, cars, %C3%A4",
        "orderId, cars, {}",
        "sale, -x, 019ae000-0000-7000-8000-000000000001",
        "sale, a%20b, 019ae000-0000-7000-8000-000000000001"
    })
    void aPathThatNamesNoOrderIsRefused(String field, String sale, String order) {
        for (String change : ALL) {
            String path = "/api/sales/" + sale + "/orders/" + order.replace("{}", "%7B%7D") + "/" + change;
            assertInvalid(shop.change("POST", path, null), field);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "until; {\"until\":\"tomorrow\"}",
                "until; {\"until\":1766599200000}",
                "until; {\"until\":\"2026-12-24T18:00:00.0001Z\"}",
                "until; {\"until\":true}",
                "until; {\"until\":{}}",
                "seconds; {\"seconds\":1}",
                "body; []",
                "body; {"
            })
    void anExtensionThatIsNoneIsRefused(String field, String body) {
        assertInvalid(byShop("extend", body), field);
    }

    @Test
    void anExtensionThatIsNoJsonIsRefused() {
        String[] headers = {"Authorization", "Bearer " + Shop.SHOP_TOKEN, "Content-Type", "text/plain"};
        assertProblem(shop.send("POST", ORDER + "/extend", "{}", headers), 415, "/docs#invalid-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer no-such-token-here", "Basic b3BlbmVkLWJ5LXNlc2FtZS0x", "Bearer a.b.c"})
    void nobodyChangesAnOrderWithoutAToken(String authorization) {
        String[] header = authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};
        for (String change : ALL) {
            HttpResponse<String> reply = shop.send("POST", ORDER + "/" + change, null, header);
            assertProblem(reply, 401, "/docs#unauthorized");
            assertThat(reply.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        assertThat(shop.decisions.requests).isEmpty();
        assertThat(shop.metrics.scrape())
                .contains("seckill_order_changes_answered_total{outcome=\"unauthorized\"} 3.0");
    }

    @Test
    void aShopChangesNoSale() {
        String[] header = {"Authorization", "Bearer " + Shop.SHOP_TOKEN};
        assertProblem(shop.send("POST", "/api/sales/cars/pause", null, header), 401, "/docs#unauthorized");
        assertThat(shop.decisions.requests).isEmpty();
    }

    @Test
    void withoutTokensThereAreNoSuchRoutes() {
        shop.close();
        shop = new Shop(Duration.ofSeconds(30), StaffTokens.NONE);
        ALL.forEach(change ->
                assertThat(ask(change, null, Shop.SHOP_TOKEN).statusCode()).isEqualTo(404));
        assertThat(shop.decisions.requests).isEmpty();
    }

    @Test
    void aBuyerMayCancelAndExtendAnOrderOfTheirOwn() {
        withBuyers(Shop.TOKENS, NO_RATES);
        shop.decisions.answer(FakeDecisions.changed(Outcome.CHANGED, OrderState.RELEASED, ""));

        assertThat(ask("cancel", null, token("ann")).statusCode()).isEqualTo(200);
        assertThat(ask("extend", null, token("ann")).statusCode()).isEqualTo(200);
        assertThat(byShop("cancel", null).statusCode()).isEqualTo(200);

        assertThat(shop.decisions.requests)
                .containsExactly(
                        new OrderChange.Cancel(FakeDecisions.ORDER, "buyer", new BuyerId("ann")),
                        new OrderChange.Extend(FakeDecisions.ORDER, "buyer", null, new BuyerId("ann")),
                        new OrderChange.Cancel(FakeDecisions.ORDER, "pay", null));
    }

    @Test
    void aBuyerConfirmsNothing() {
        withBuyers(Shop.TOKENS, NO_RATES);
        assertProblem(ask("confirm", null, token("ann")), 401, "/docs#unauthorized");
        shop.close();
        withBuyers(StaffTokens.NONE, NO_RATES);
        shop.decisions.answer(FakeDecisions.changed(Outcome.CHANGED, OrderState.RELEASED, ""));
        assertThat(ask("confirm", null, token("ann")).statusCode()).isEqualTo(404);
        assertThat(ask("cancel", null, token("ann")).statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverHasNoGoodTokenIsNoBuyer() {
        withBuyers(Shop.TOKENS, NO_RATES);
        for (String token : List.of("a.b.c", token("ann") + "x", "no-such-token-here")) {
            assertProblem(ask("cancel", null, token), 401, "/docs#unauthorized");
        }
        assertThat(shop.decisions.requests).isEmpty();
        assertThat(shop.metrics.scrape())
                .contains("seckill_order_changes_answered_total{outcome=\"unauthorized\"} 3.0")
                .contains("seckill_requests_answered_total{outcome=\"unauthorized\"} 0.0");
    }

    /** The shop's payment callbacks all come from one address. */
    @Test
    void aBuyerWhoAsksTooOftenIsToldAndAShopIsNot() {
        withBuyers(Shop.TOKENS, new Rates(new Rate(1, Duration.ofHours(1)), new Rate(3, Duration.ofHours(1)), 64, 0));
        shop.decisions.answer(FakeDecisions.changed(Outcome.UNCHANGED, OrderState.RELEASED, ""));
        for (int i = 0; i < 10; i++) {
            assertThat(byShop("confirm", null).statusCode()).isEqualTo(200);
        }
        assertThat(ask("cancel", null, token("ann")).statusCode()).isEqualTo(200);
        assertProblem(ask("cancel", null, token("ann")), 429, "/docs#too-many-requests");
        assertThat(ask("cancel", null, token("bob")).statusCode()).isEqualTo(200);
        assertProblem(ask("cancel", null, token("eve")), 429, "/docs#too-many-requests");
        assertThat(shop.metrics.scrape())
                .contains("seckill_order_changes_answered_total{outcome=\"too_many_requests\"} 2.0")
                .contains("seckill_order_changes_received_total 14.0");
    }

    private static final Rates NO_RATES = new Rates(null, null, 64, 0);

    private void withBuyers(StaffTokens staff, Rates rates) {
        shop.close();
        BuyerTokens tokens =
                new BuyerTokens(null, SECRET, Set.of(TokenAlgorithm.HS256), null, null, Duration.ZERO, 4096, 100, 100);
        shop = new Shop(Duration.ofSeconds(30), staff, new AdmissionSettings(tokens, rates)).awaitKeys();
    }

    private static String token(String buyer) {
        return MINT.token(new BuyerId(buyer), Duration.ofHours(1), null, null);
    }

    private HttpResponse<String> byShop(String change, String body) {
        return ask(change, body, Shop.SHOP_TOKEN);
    }

    private HttpResponse<String> ask(String change, String body, String token) {
        return shop.send("POST", ORDER + "/" + change, body, "Authorization", "Bearer " + token);
    }

    private void assertInvalid(HttpResponse<String> reply, String field) {
        assertThat(assertProblem(reply, 400, "/docs#invalid-request")
                        .path("field")
                        .asText())
                .isEqualTo(field);
        assertThat(shop.decisions.requests).isEmpty();
    }

    private static JsonNode assertProblem(HttpResponse<String> reply, int status, String type) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(json(reply).get("type").asText()).isEqualTo(type);
        assertThat(reply.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503 || status == 429);
        return json(reply);
    }

    private static JsonNode json(HttpResponse<String> reply) {
        try {
            return JsonMapper.builder().build().readTree(reply.body());
        } catch (IOException e) {
            throw new AssertionError(reply.body(), e);
        }
    }
}

package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.admission.TokenMint;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.BuyerTokens;
import dev.seckill.api.config.PageSettings;
import dev.seckill.api.config.Rate;
import dev.seckill.api.config.Rates;
import dev.seckill.api.config.Secret;
import dev.seckill.api.config.TokenAlgorithm;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.BuyerId;
import dev.seckill.model.SaleId;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Buying by the form of a page, as a browser without JavaScript does. */
@Timeout(300)
final class BuyFormIT {

    private final PageSite site = new PageSite(new PageSettings(true, List.of()), AdmissionSettings.OPEN, null, true);
    private String cookie;

    @BeforeEach
    void openThePage() {
        site.answer("Cars", SaleState.Phase.OPEN, 95);
        cookie = cookies(site.get("/sales/cars")).get(0).replaceFirst(";.*", "");
        site.decisions.requests.clear();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aPageGivesACookieThatNoScriptReadsAndNoOtherSiteSends() {
        List<String> given = cookies(site.get("/sales/cars"));

        assertThat(given)
                .singleElement()
                .asString()
                .startsWith("seckill_buyer=")
                .contains("; HttpOnly", "; SameSite=Lax");
        assertThat(given.get(0)).contains("; Path=/;").doesNotContain("Secure");
        assertThat(cookies(site.get("/sales/cars", "X-Forwarded-Proto", "https"))
                        .get(0))
                .endsWith("; Secure");
        assertThat(cookies(site.get("/sales/cars", "Cookie", cookie))).isEmpty();
    }

    @Test
    void anOrderEndsOnAPageThatSaysSoAndCanBeReloaded() {
        site.decisions.answer(FakeDecisions.heldOrder(Outcome.ACCEPTED));

        HttpResponse<byte[]> reply = send("order=1&quantity=2");

        assertThat(reply.statusCode()).isEqualTo(303);
        assertThat(header(reply, "Location")).isEqualTo("/sales/cars/outcome");
        assertThat(cookies(reply))
                .singleElement()
                .asString()
                .contains("; Path=/sales/cars/outcome;", "; HttpOnly", "; SameSite=Lax");
        site.answer("Cars", SaleState.Phase.OPEN, 95);
        for (int i = 0; i < 2; i++) {
            String page = outcome(reply);
            assertThat(page)
                    .contains(
                            "data-outcome=\"accepted\"",
                            FakeDecisions.ORDER.toString(),
                            "<dd id=\"order-quantity\">2</dd>",
                            "href=\"/api/sales/cars/orders/" + FakeDecisions.ORDER + "/receipt\"")
                    .contains("2026-11-29 12:10:00 UTC");
        }
        assertThat(purchases()).hasSize(1);
        assertThat(purchases().get(0).quantity()).isEqualTo(2);
        assertThat(site.metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"accepted\"} 1.0");
    }

    @Test
    void aFormThatIsSentTwiceHasTheSameKeyAndAnotherOneAnother() {
        site.decisions.answer(FakeDecisions.order(Outcome.REPLAYED));
        send("order=1");
        send("order=1");
        send("order=2");
        String mine = cookie;
        cookie = "seckill_buyer=" + "x".repeat(24);
        send("order=1");

        List<Purchase> all = purchases();
        assertThat(all.get(1)).isEqualTo(all.get(0));
        assertThat(all.get(2).buyer()).isEqualTo(all.get(0).buyer());
        assertThat(all.get(2).key()).isNotEqualTo(all.get(0).key());
        assertThat(all.get(3).buyer()).isNotEqualTo(all.get(0).buyer());
        assertThat(all.get(3).key()).isNotEqualTo(all.get(0).key());
        assertThat(all.get(0).toString()).doesNotContain(mine.substring("seckill_buyer=".length()));
    }

    @ParameterizedTest
    @CsvSource({
        "SOLD_OUT, sold_out",
        "NOT_ENOUGH, not_enough",
        "LIMIT_REACHED, limit_reached",
        "KEY_REUSED, key_reused",
        "OVERLOADED, busy"
    })
    void eachDecisionHasItsOwnWords(Outcome outcome, String word) {
        site.decisions.answer(FakeDecisions.seen(outcome, "No."));
        HttpResponse<byte[]> reply = send("order=1");
        site.answer("Cars", SaleState.Phase.OPEN, 95);

        assertThat(outcome(reply)).contains("data-outcome=\"" + word + "\"");
    }

    @ParameterizedTest
    @CsvSource({"OPEN, not_open", "PAUSED, paused", "CLOSED, closed", "HALTED, busy"})
    void aSaleThatIsNotOpenSaysHow(SaleState.Phase phase, String word) {
        site.decisions.answer(new Decision(Outcome.NOT_OPEN, null, FakeDecisions.seen(phase), "No."));

        assertThat(outcome(send("order=1"))).contains("data-outcome=\"" + word + "\"");
    }

    @Test
    void whatIsNotDecidedCanBeSentAgain() {
        site.decisions.reply = CompletableFuture.failedFuture(
                new StockUnavailableException(new SaleId("cars"), "Redis is away", null));

        assertThat(outcome(send("order=3&quantity=2")))
                .contains("data-outcome=\"busy\"")
                .contains("name=\"order\" value=\"3\"", "<option selected>2</option>");
        assertThat(site.metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"failed\"} 1.0");
    }

    @Test
    void anUnknownSaleIsSaidToBeNone() {
        site.decisions.view = new SaleView(null, false, null);
        site.decisions.answer(Decision.refused(Outcome.UNKNOWN_SALE, "No."));

        assertThat(outcome(send("order=1"))).contains("data-outcome=\"unknown_sale\"");
    }

    @Test
    void anOrderThatTheLogHasNotAcknowledgedIsSafeNevertheless() {
        site.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED), false);

        assertThat(outcome(send("order=1"))).contains("data-outcome=\"accepted\"", FakeDecisions.ORDER.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"order=0", "order=x", "quantity=0", "quantity=99999999999", "order=%zz", "order=1001"})
    void aFormThatThePageDoesNotSendBuysNothing(String body) {
        assertThat(outcome(send(body))).contains("data-outcome=\"refused\"");
        assertThat(purchases()).isEmpty();
        assertThat(site.metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"invalid\"} 1.0");
    }

    @Test
    void aBodyThatIsTooLongBuysNothing() {
        HttpResponse<byte[]> reply = send("x=" + "y".repeat(20_000));

        assertThat(outcome(reply)).contains("data-outcome=\"refused\"");
        assertThat(purchases()).isEmpty();
    }

    @Test
    void aBrowserWithoutItsCookieIsAskedToSendItAgain() {
        HttpResponse<byte[]> reply = site.send(
                "POST",
                "/sales/cars/buy",
                "order=1",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                site.origin());

        assertThat(reply.statusCode()).isEqualTo(303);
        assertThat(cookies(reply)).hasSize(2).anySatisfy(set -> assertThat(set).startsWith("seckill_buyer="));
        assertThat(outcome(reply)).contains("data-outcome=\"resend\"");
        assertThat(text(site.get("/sales/cars/outcome"))).contains("data-outcome=\"no_cookie\"");
        assertThat(purchases()).isEmpty();
    }

    @Test
    void aFormFromAnotherSiteBuysNothing() {
        List<List<String>> foreign = List.of(
                List.of("Origin", "https://evil.example"),
                List.of("Origin", "null"),
                List.of("Sec-Fetch-Site", "cross-site", "Origin", site.origin()),
                List.of("Sec-Fetch-Site", "same-site"),
                List.of("Sec-Fetch-Site", "none"),
                List.of());
        for (List<String> headers : foreign) {
            List<String> all = new ArrayList<>(headers);
            all.addAll(List.of("Cookie", cookie, "Content-Type", "application/x-www-form-urlencoded"));
            HttpResponse<byte[]> reply = site.send("POST", "/sales/cars/buy", "order=1", all.toArray(String[]::new));

            assertThat(reply.statusCode()).as(headers.toString()).isEqualTo(403);
            assertThat(text(reply)).contains("did not come from here");
        }
        assertThat(purchases()).isEmpty();
    }

    @Test
    void whatIsNoFormBuysNothing() {
        HttpResponse<byte[]> reply = site.send(
                "POST",
                "/sales/cars/buy",
                "{}",
                "Cookie",
                cookie,
                "Content-Type",
                "text/plain",
                "Origin",
                site.origin());

        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(purchases()).isEmpty();
    }

    @Test
    void whereBuyersHaveTokensTheFormBringsOne() {
        Secret secret = new Secret("a secret of more than 32 bytes in all");
        BuyerTokens tokens =
                new BuyerTokens(null, secret, Set.of(TokenAlgorithm.HS256), null, null, Duration.ZERO, 4096, 10, 10);
        try (PageSite signed = new PageSite(
                new PageSettings(true, List.of()), new AdmissionSettings(tokens, new Rates(null, null, 64, 0)), null)) {
            signed.answer("Cars", SaleState.Phase.OPEN, 95);
            assertThat(text(signed.get("/sales/cars"))).contains("name=\"token\"");
            signed.decisions.requests.clear();
            signed.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED));
            String good = TokenMint.ofSecret(secret, Clock.systemUTC())
                    .token(new BuyerId("ann"), Duration.ofMinutes(5), null, null);

            assertThat(cookies(send(signed, "order=1&token=bad")).get(0)).contains("UNAUTHORIZED~1~1");
            assertThat(cookies(send(signed, "order=1")).get(0)).contains("UNAUTHORIZED~");
            assertThat(cookies(send(signed, "order=1&token=" + good)).get(0)).contains("ACCEPTED~1~2");
            assertThat(signed.decisions.purchase().buyer()).isEqualTo(new BuyerId("ann"));
            assertThat(signed.metrics.scrape())
                    .contains("seckill_requests_answered_total{outcome=\"unauthorized\"} 2.0");
        }
    }

    @Test
    void whoAsksTooOftenMayAskAgainLater() {
        Rates rates = new Rates(null, new Rate(1, Duration.ofHours(1)), 64, 0);
        try (PageSite limited =
                new PageSite(new PageSettings(true, List.of()), new AdmissionSettings(null, rates), null)) {
            limited.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED));
            send(limited, "order=1");

            assertThat(cookies(send(limited, "order=1")).get(0)).contains("BUSY~");
            assertThat(limited.metrics.scrape())
                    .contains("seckill_requests_answered_total{outcome=\"too_many_requests\"} 1.0");
        }
    }

    @Test
    void noLinkMakesTheOutcomePageSayAnything() {
        HttpResponse<byte[]> page = site.get("/sales/cars/outcome?outcome=accepted", "Cookie", cookie);

        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(header(page, "Location")).endsWith("/sales/cars");
        assertThat(header(site.get("/sales/cars/buy"), "Location")).endsWith("/sales/cars");
    }

    private HttpResponse<byte[]> send(String body) {
        return send(site, body);
    }

    private HttpResponse<byte[]> send(PageSite to, String body) {
        return to.send(
                "POST",
                "/sales/cars/buy",
                body,
                "Cookie",
                cookie,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Sec-Fetch-Site",
                "same-origin");
    }

    /** The page that a browser shows next. */
    private String outcome(HttpResponse<byte[]> reply) {
        String kept = String.join(
                "; ",
                cookies(reply).stream().map(set -> set.replaceFirst(";.*", "")).toList());
        HttpResponse<byte[]> page = site.get(header(reply, "Location"), "Cookie", kept);
        assertThat(page.statusCode()).isEqualTo(200);
        return text(page);
    }

    private List<Purchase> purchases() {
        return site.decisions.requests.stream()
                .filter(Purchase.class::isInstance)
                .map(Purchase.class::cast)
                .toList();
    }

    private static List<String> cookies(HttpResponse<?> reply) {
        return reply.headers().allValues("Set-Cookie");
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> reply) {
        return new String(reply.body(), UTF_8);
    }
}

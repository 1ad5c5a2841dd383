package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.admission.TokenMint;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.BuyerTokens;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.Rates;
import dev.seckill.api.config.Secret;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.config.TokenAlgorithm;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.BuyerId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that are passed on to a consumer which the test makes. Each reply is held against the contract. */
@Timeout(300)
final class OrderBookIT {

    private static final Secret SECRET = new Secret("a secret of more than 32 bytes in all");
    private static final TokenMint MINT = TokenMint.ofSecret(SECRET, Clock.systemUTC());
    private static final AdmissionSettings BUYERS = new AdmissionSettings(
            new BuyerTokens(null, SECRET, Set.of(TokenAlgorithm.HS256), null, null, Duration.ZERO, 4096, 100, 100),
            new Rates(null, null, 64, 0));
    private static final String SALE = "/api/sales/cars";
    private static final String ORDER = SALE + "/orders/" + FakeDecisions.ORDER;
    private static final String JSON = "application/json";
    private static final List<String> ALL =
            List.of(ORDER, SALE + "/orders", SALE + "/orders.csv", SALE + "/events", SALE + "/report", SALE + "/audit");
    private static final String ANNS = """
            {"orderId":"019ae000-0000-7000-8000-000000000001","sale":"cars","seq":3,"state":"CONFIRMED","buyer":"ann",
            "item":"car","quantity":2,"decidedAt":"2026-11-29T12:00:00.123Z","heldUntil":null,
            "settledAt":"2026-11-29T12:00:00.123Z","no":4,"storedAt":"2026-11-29T12:00:00.456Z"}""";

    private static final String REPORT = """
            {"sale":"cars","madeAt":"2026-11-29T12:00:01Z","definition":{"name":"Cars","item":"car","opensAt":null,
            "closesAt":null,"perBuyer":1,"perOrder":2},"state":"OPEN",
            "check":{"sound":false,"events":3,"lastNo":4,"missing":1,"inFlight":0,"givenUp":0,"allotment":97,"left":95,
            "held":0,"confirmed":2,"released":0,"overdue":0,
            "findings":[{"what":"missing","count":1,"first":["2"]}]},
            "accepted":{"orders":1,"units":2},"held":{"orders":0,"units":0},
            "confirmed":{"orders":1,"units":2},"released":{"orders":0,"units":0},
            "releasedBecause":{"cancelled":0,"expired":0},"late":0,"extended":0,
            "journal":{"no":4,"left":95,"at":"2026-11-29T12:00:00.123Z"},
            "curve":{"stepSeconds":1,"steps":[{"at":"2026-11-29T12:00:00Z","orders":1,"units":2}]},
            "decidedToRowMillis":{"orders":1,"p50":333,"max":333},
            "buyers":{"count":1,"most":[{"buyerHash":"5f","orders":1,"units":2}]}}""";

    private static final String AUDIT = """
            {"sale":"cars","madeAt":"2026-11-29T12:00:01Z","sound":true,"lookFirst":[],"findings":[],
            "figures":{"verdict":"PASS"}}""";

    private FakeBook book;
    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        book = new FakeBook();
        open(Duration.ofSeconds(30), 8);
    }

    private void open(Duration wait, int max) {
        open(Shop.TOKENS, BUYERS, book.settings(wait, max));
    }

    private void open(StaffTokens staff, AdmissionSettings admission, OrderBookSettings settings) {
        if (shop != null) {
            shop.close();
        }
        shop = new Shop(Duration.ofSeconds(30), staff, admission, settings);
        shop.decisions.answer(FakeDecisions.seen(Outcome.SEEN, ""));
    }

    @AfterEach
    void close() {
        book.close();
        shop.close();
    }

    @Test
    void aReadIsPassedOnWithTheApisOwnTokenAndNeverWithTheAskers() {
        book.answer(200, JSON, "{\"orders\":[" + ANNS + "],\"next\":null}");
        HttpResponse<String> reply = get(SALE + "/orders?limit=5&after=007&after=7", Shop.SHOP_TOKEN);
        assertProblem(reply, 400, "/docs#invalid-request");

        reply = get(SALE + "/orders?limit=5&x=y", Shop.SHOP_TOKEN);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).contains("\"seq\":3");
        book.answer(200, JSON, "{\"events\":[],\"next\":null}");
        get(SALE + "/events?after=7", Shop.TOKEN);
        get(SALE + "/events?about=sale", Shop.TOKEN);
        book.answer(200, JSON, REPORT);
        get(SALE + "/report", Shop.SHOP_TOKEN);
        get(SALE + "/report?buyers=hashed", Shop.SHOP_TOKEN);
        get(SALE + "/report?buyers=plain", Shop.TOKEN);
        book.answer(200, "text/csv; charset=utf-8", "orderId\r\n");
        assertThat(get(SALE + "/orders.csv", Shop.SHOP_TOKEN).body()).isEqualTo("orderId\r\n");

        String token = " Bearer " + FakeBook.TOKEN;
        assertThat(book.asked)
                .containsExactly(
                        "GET " + SALE + "/orders?after=0&limit=5" + token,
                        "GET " + SALE + "/events?after=7&limit=100" + token,
                        "GET " + SALE + "/events?after=0&limit=100&about=sale" + token,
                        "GET " + SALE + "/report" + token,
                        "GET " + SALE + "/report" + token,
                        "GET " + SALE + "/report?buyers=plain" + token,
                        "GET " + SALE + "/orders.csv" + token);
        awaitCounted("seckill_reads_received_total 8.0");
        awaitCounted("seckill_reads_answered_total{outcome=\"seen\"} 7.0");
    }

    @Test
    void aBuyerReadsAnOrderOfTheirOwnAndNoOther() {
        book.answer(200, JSON, ANNS);

        assertThat(get(ORDER, Shop.SHOP_TOKEN).body()).isEqualTo(ANNS);
        assertThat(get(ORDER, Shop.TOKEN).body()).isEqualTo(ANNS);
        assertThat(get(ORDER, token("ann")).body()).isEqualTo(ANNS);
        assertProblem(get(ORDER, token("bob")), 404, "/docs#unknown-order");
        book.answer(200, JSON, ANNS.replace("\"ann\"", "null"));
        assertProblem(get(ORDER, token("ann")), 404, "/docs#unknown-order");

        for (String path : ALL.subList(1, ALL.size())) {
            assertProblem(get(path, token("ann")), 401, "/docs#unauthorized");
        }
        assertThat(book.asked).hasSize(5).allMatch(asked -> asked.endsWith(" Bearer " + FakeBook.TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer no-such-token-here", "Bearer the-book-is-open", "Basic YTpi"})
    void nobodyReadsWithoutAToken(String authorization) {
        String[] header = authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};
        for (String path : ALL) {
            assertProblem(shop.send("GET", path, null, header), 401, "/docs#unauthorized");
        }
        assertThat(book.asked).isEmpty();
        awaitCounted("seckill_reads_answered_total{outcome=\"unauthorized\"} 6.0");
    }

    @Test
    void aShopDoesNotReadBuyersNamesInTheReport() {
        assertProblem(get(SALE + "/report?buyers=plain", Shop.SHOP_TOKEN), 403, "about:blank");
        assertThat(book.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "after, /orders?after=-1",
        "after, /orders?after=x",
        "after, /orders?after=",
        "after, /events?after=1000000000000001",
        "after, /events?after=99999999999999999999",
        "limit, /orders?limit=0",
        "limit, /orders?limit=1001",
        "limit, /events?limit=+1",
        "limit, /events?limit=1&limit=1",
        "about, /events?about=orders",
        "limit, /events?limit=1%0d%0aX:y",
        "buyers, /report?buyers=all",
        "orderId, /orders/1",
        "orderId, /orders/019AE000-0000-7000-8000-000000000001"
    })
    void aReadThatNobodyCanMakeIsRefused(String field, String path) {
        HttpResponse<String> reply = get(SALE + path, Shop.SHOP_TOKEN);
        assertProblem(reply, 400, "/docs#invalid-request");
        assertThat(reply.body()).contains("\"field\":\"" + field + "\"");
        assertThat(book.asked).isEmpty();
    }

    @Test
    void whatTheBookDoesNotHaveIsUnknown() {
        book.answer(404, "application/problem+json", "{\"type\":\"about:blank\"}");
        assertProblem(get(ORDER, Shop.SHOP_TOKEN), 404, "/docs#unknown-order");
        for (String path : ALL.subList(1, ALL.size())) {
            assertProblem(get(path, Shop.SHOP_TOKEN), 404, "/docs#unknown-sale");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 400, 401, 403, 429, 500, 503})
    void aBookThatRefusesIsUnavailable(int status) {
        book.answer(status, "text/html", "internal");
        for (String path : ALL) {
            HttpResponse<String> reply = get(path, Shop.SHOP_TOKEN);
            assertProblem(reply, 503, "/docs#unavailable");
            assertThat(reply.body()).doesNotContain("internal");
        }
        awaitCounted("seckill_reads_answered_total{outcome=\"failed\"} 6.0");
    }

    @Test
    void aBookThatAnswersSomethingElseIsUnavailable() {
        book.answer(200, "text/html", "<html>");
        ALL.forEach(path -> assertProblem(get(path, Shop.SHOP_TOKEN), 503, "/docs#unavailable"));
        book.answer(200, JSON, "x".repeat(20_000));
        assertProblem(get(ORDER, Shop.SHOP_TOKEN), 503, "/docs#unavailable");
        book.answer(200, JSON, "{\"buyer\":");
        assertProblem(get(ORDER, token("ann")), 503, "/docs#unavailable");
    }

    @Test
    void aBookThatIsAwayOrHangsIsUnavailable() throws InterruptedException {
        open(Duration.ofMillis(200), 8);
        CountDownLatch end = new CountDownLatch(1);
        book.answer = exchange -> end.await();
        ALL.forEach(path -> assertProblem(get(path, Shop.SHOP_TOKEN), 503, "/docs#unavailable"));
        end.countDown();
        book.close();
        ALL.forEach(path -> assertProblem(get(path, Shop.SHOP_TOKEN), 503, "/docs#unavailable"));
    }

    @Test
    void aReportSaysAlsoHowTheSaleIsNow() {
        book.answer(200, JSON, REPORT);

        HttpResponse<String> reply = get(SALE + "/report", Shop.SHOP_TOKEN);

        assertThat(reply.body())
                .startsWith("{\"sale\":\"cars\",\"madeAt\":\"2026-11-29T12:00:01Z\",")
                .contains("\"check\":{\"sound\":false,", "\"facts\":{\"sale\":\"cars\",\"name\":")
                .contains("\"decisions\":{\"received\":0,\"accepted\":0,", "\"latency\":null");
    }

    @Test
    void aReportOfASaleThatCannotBeLookedAtIsWhatTheBookSays() {
        shop.decisions.reply = CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
        book.answer(200, JSON, REPORT);

        HttpResponse<String> reply = get(SALE + "/report", Shop.SHOP_TOKEN);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).contains("\"facts\":null");
    }

    @Test
    void anAuditIsPassedOnAndSoIsTheReasonWhyThereIsNone() {
        book.answer(200, JSON, AUDIT);
        assertThat(get(SALE + "/audit", Shop.TOKEN).body()).isEqualTo(AUDIT);

        book.answer(503, "application/problem+json", "{\"detail\":\"The sale has more than 9 orders.\"}");
        HttpResponse<String> refused = get(SALE + "/audit", Shop.TOKEN);
        assertProblem(refused, 503, "/docs#unavailable");
        assertThat(refused.body()).contains("The sale has more than 9 orders.");
    }

    @Test
    void aLongExportIsPassedOnWhole() {
        String line = "x".repeat(998) + "\r\n";
        int lines = 20_000;
        book.answer = exchange -> {
            try (OutputStream body = FakeBook.begin(exchange, "text/csv")) {
                for (int i = 0; i < lines; i++) {
                    body.write(line.getBytes(UTF_8));
                }
            }
        };

        HttpResponse<String> reply = get(SALE + "/orders.csv", Shop.SHOP_TOKEN);

        assertThat(reply.body()).hasSize(lines * line.length()).endsWith(line);
    }

    /** Or the shop would take half of its orders for all of them. */
    @Test
    void anExportThatBreaksOffHasNoEnd() {
        for (boolean hangs : new boolean[] {false, true}) {
            open(Duration.ofMillis(hangs ? 200 : 30_000), 8);
            CountDownLatch end = new CountDownLatch(1);
            book.answer = exchange -> {
                byte[] lines = "line\r\n".repeat(50_000).getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/csv");
                exchange.sendResponseHeaders(200, hangs ? 0 : lines.length + 1L);
                exchange.getResponseBody().write(lines);
                exchange.getResponseBody().flush();
                if (hangs) {
                    end.await();
                }
            };

            assertThatThrownBy(() -> get(SALE + "/orders.csv", Shop.SHOP_TOKEN)).hasCauseInstanceOf(IOException.class);
            end.countDown();
            awaitCounted("seckill_reads_answered_total{outcome=\"failed\"} 1.0");
        }
    }

    @Test
    void noMoreReadsThanTheBoundArePassedOnAtOnce() {
        open(Duration.ofSeconds(30), 2);
        CountDownLatch end = new CountDownLatch(1);
        book.answer = exchange -> end.await();
        List<CompletableFuture<HttpResponse<String>>> reads = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> get(ALL.get(i), Shop.SHOP_TOKEN), task -> new Thread(task).start()))
                .toList();
        await().until(() -> book.asked.size() == 2);

        assertProblem(get(ORDER, Shop.SHOP_TOKEN), 503, "/docs#overloaded");

        end.countDown();
        reads.forEach(CompletableFuture::join);
        book.answer(200, JSON, ANNS);
        assertThat(get(ORDER, Shop.SHOP_TOKEN).statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverGoesAwayInTheMiddleMakesRoomForOthers() throws IOException {
        open(Duration.ofSeconds(30), 1);
        CountDownLatch gone = new CountDownLatch(1);
        book.answer = exchange -> {
            try (OutputStream body = FakeBook.begin(exchange, "text/csv")) {
                byte[] line = "x".repeat(10_000).getBytes(UTF_8);
                while (true) {
                    body.write(line);
                }
            } finally {
                gone.countDown();
            }
        };
        try (Socket socket = new Socket("127.0.0.1", shop.port())) {
            socket.getOutputStream()
                    .write(("GET " + SALE + "/orders.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + Shop.SHOP_TOKEN + "\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
        }

        await().until(() -> gone.getCount() == 0);
        book.answer(200, JSON, ANNS);
        await().until(() -> get(ORDER, Shop.SHOP_TOKEN).statusCode() == 200);
    }

    @Test
    void aHeadHasNoBody() {
        book.answer(200, JSON, ANNS);
        for (String path : List.of(ORDER, SALE + "/orders")) {
            HttpResponse<String> reply = shop.send("HEAD", path, null, "Authorization", "Bearer " + Shop.SHOP_TOKEN);
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.headers().firstValueAsLong("Content-Length")).hasValue(ANNS.length());
        }
    }

    @Test
    void withoutABookThereAreNoReads() {
        open(Shop.TOKENS, BUYERS, null);
        for (String path : ALL) {
            assertThat(get(path, Shop.SHOP_TOKEN).statusCode()).isEqualTo(path.endsWith("/orders") ? 405 : 404);
        }
    }

    @Test
    void withoutTokensThereAreNoReads() {
        OrderBookSettings settings = book.settings(Duration.ofSeconds(30), 8);
        open(StaffTokens.NONE, AdmissionSettings.OPEN, settings);
        for (String path : ALL) {
            assertThat(get(path, Shop.SHOP_TOKEN).statusCode()).isEqualTo(path.endsWith("/orders") ? 405 : 404);
        }
        book.answer(200, JSON, ANNS);
        open(StaffTokens.NONE, BUYERS, settings);
        assertThat(get(ORDER, token("ann")).statusCode()).isEqualTo(200);
        assertThat(get(SALE + "/report", token("ann")).statusCode()).isEqualTo(404);
    }

    private static String token(String buyer) {
        return MINT.token(new BuyerId(buyer), Duration.ofHours(1), null, null);
    }

    private HttpResponse<String> get(String path, String token) {
        return shop.send("GET", path, null, "Authorization", "Bearer " + token);
    }

    /** A read that is passed on is counted behind its last byte, so that the asker can be ahead of the count. */
    private void awaitCounted(String line) {
        await().untilAsserted(() -> assertThat(shop.metrics.scrape()).contains(line));
    }

    private static void assertProblem(HttpResponse<String> reply, int status, String type) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains("\"type\":\"" + type + "\"");
        assertThat(reply.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }
}

package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleChange;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.SaleDefinition;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the sales API on a real server, with decisions that the test makes. */
@Timeout(300)
final class SalesApiIT {

    private static final String ORDER = "{\"buyer\":\"ann\",\"quantity\":2}";
    private static final String SALE = "{\"name\":\"Hundred cars\",\"item\":\"car\",\"allotment\":100}";

    private final Shop shop = new Shop(Duration.ofSeconds(30), Shop.TOKENS);

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void anAcceptedPurchaseIsAnOrderWithAnAddress() throws Exception {
        shop.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED));

        HttpResponse<String> reply = shop.order(ORDER, "Idempotency-Key", "k");

        assertThat(shop.decisions.requests)
                .containsExactly(new Purchase(new IdempotencyKey("k"), new BuyerId("ann"), 2));
        assertThat(reply.statusCode()).isEqualTo(201);
        assertThat(header(reply, "Location")).isEqualTo("/api/sales/cars/orders/019ae000-0000-7000-8000-000000000001");
        assertThat(json(reply)).isEqualTo(JsonMapper.builder().build().readTree("""
                        {"orderId":"019ae000-0000-7000-8000-000000000001","sale":"cars","seq":3,"buyer":"ann",
                         "item":"car","quantity":2,"left":95,"decidedAt":"2026-11-29T12:00:00.123Z",
                         "state":"CONFIRMED","heldUntil":null}"""));
    }

    @Test
    void anOrderThatIsHeldSaysUntilWhen() {
        shop.decisions.answer(FakeDecisions.heldOrder(Outcome.ACCEPTED));

        JsonNode order = json(shop.order(ORDER));

        assertThat(order.get("state").asText()).isEqualTo("HELD");
        assertThat(order.get("heldUntil").asText()).isEqualTo("2026-11-29T12:10:00.123Z");
    }

    @Test
    void aReplayIsTheSameOrderAndSaysSo() {
        shop.decisions.answer(FakeDecisions.order(Outcome.REPLAYED));

        HttpResponse<String> reply = shop.order(ORDER);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(header(reply, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(json(reply).get("seq").asInt()).isEqualTo(3);
    }

    @Test
    void anOrderThatTheLogHasNotAcknowledgedIsPending() {
        shop.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED), false);
        assertThat(shop.order(ORDER).statusCode()).isEqualTo(202);
        shop.decisions.answer(FakeDecisions.order(Outcome.REPLAYED), false);
        assertThat(header(shop.order(ORDER), "Idempotency-Replayed")).isEqualTo("true");

        assertThat(shop.metrics.scrape()).contains("seckill_requests_unlogged_total 2.0");
    }

    @Test
    void withoutAQuantityItIsOne() {
        shop.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED));
        shop.order("{\"buyer\":\"ann\"}", "Idempotency-Key", "k");
        assertThat(shop.decisions.purchase().quantity()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "SOLD_OUT, 409, /docs#sold-out",
        "NOT_ENOUGH, 409, /docs#not-enough",
        "LIMIT_REACHED, 403, /docs#limit-reached",
        "NOT_OPEN, 409, /docs#not-open",
        "KEY_REUSED, 422, /docs#key-reused",
        "OVERLOADED, 503, /docs#overloaded"
    })
    void eachRefusalIsAProblemOfItsOwn(Outcome outcome, int status, String type) {
        shop.decisions.answer(FakeDecisions.seen(outcome, "So it is."));

        HttpResponse<String> reply = shop.order(ORDER);

        assertProblem(reply, status, type);
        assertThat(reply.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @Test
    void whatIsLeftAndWhenItOpensStandInTheProblem() {
        shop.decisions.answer(FakeDecisions.seen(Outcome.NOT_ENOUGH, "Only 95 are left."));
        assertThat(json(shop.order(ORDER)).get("left").asInt()).isEqualTo(95);

        shop.decisions.answer(FakeDecisions.seen(Outcome.NOT_OPEN, "The sale opens later."));
        JsonNode problem = json(shop.order(ORDER));
        assertThat(problem.get("opensAt").asText()).isEqualTo("2026-12-24T18:00:00Z");
        assertThat(problem.get("serverTime").asText()).isEqualTo("2026-11-29T12:00:00.123Z");
    }

    @Test
    void aSaleThatNobodyMadeIsUnknownAndOneInTroubleIsUnavailable() {
        shop.decisions.answer(Decision.refused(Outcome.UNKNOWN_SALE, "The sale is not loaded."));
        shop.decisions.view = new SaleView(null, false, null);
        assertProblem(shop.order(ORDER), 404, "/docs#unknown-sale");
        assertProblem(shop.get("/api/sales/cars"), 404, "/docs#unknown-sale");
        assertProblem(shop.change("PUT", "/api/sales/cars", SALE), 404, "/docs#unknown-sale");

        shop.decisions.view = new SaleView(null, false, "The sale's data cannot be used.");
        assertProblem(shop.order(ORDER), 503, "/docs#unavailable");
        assertThat(header(shop.get("/api/sales/cars"), "Retry-After")).isEqualTo("2");
    }

    @Test
    void aHaltedSaleIsUnavailable() {
        shop.decisions.answer(new Decision(
                Outcome.NOT_OPEN, null, FakeDecisions.seen(SaleState.Phase.HALTED), "The sale is halted."));
        assertProblem(shop.order(ORDER), 503, "/docs#unavailable");
        shop.decisions.answer(
                new Decision(Outcome.REFUSED, null, FakeDecisions.seen(SaleState.Phase.HALTED), "The sale is halted."));
        assertProblem(shop.change("POST", "/api/sales/cars/pause", null), 503, "/docs#unavailable");
    }

    @Test
    void whatNobodyDecidesIsUnavailableAfterTheAnswerWait() {
        try (Shop hasty = new Shop(Duration.ofMillis(100), Shop.TOKENS)) {
            hasty.sales.add(new SaleId("cars"));
            assertProblem(hasty.order(ORDER), 503, "/docs#unavailable");
            assertProblem(hasty.change("PUT", "/api/sales/cars", SALE), 503, "/docs#unavailable");
            assertProblem(hasty.get("/api/sales/cars"), 503, "/docs#unavailable");
            assertThat(json(hasty.get("/api/sales")).at("/sales/0/trouble").asText())
                    .contains("in time");

            assertThat(hasty.metrics.scrape())
                    .contains("seckill_requests_answered_total{outcome=\"failed\"} 1.0")
                    .contains("seckill_changes_answered_total{outcome=\"failed\"} 1.0")
                    .contains("seckill_looks_answered_total{outcome=\"failed\"} 1.0");
        }
    }

    @Test
    void whatCannotBeDecidedIsUnavailable() {
        shop.decisions.reply = CompletableFuture.failedFuture(
                new StockUnavailableException(new SaleId("cars"), "redis - does not answer", null));
        assertProblem(shop.order(ORDER), 503, "/docs#unavailable");
    }

    private static List<List<String>> badOrders() {
        return List.of(
                List.of("body", ""),
                List.of("body", "{"),
                List.of("body", "null"),
                List.of("body", "[]"),
                List.of("body", "\"ann\""),
                List.of("body", "{'buyer':'ann'}"),
                List.of("body", "{\"buyer\":\"ann\",}"),
                List.of("body", "{\"buyer\":\"ann\"} x"),
                List.of("body", ORDER + ORDER),
                List.of("body", ORDER + " {}"),
                List.of("body", "\ufeff" + ORDER),
                List.of("buyer", "{}"),
                List.of("buyer", "{\"quantity\":1}"),
                List.of("buyer", "{\"buyer\":null}"),
                List.of("buyer", "{\"buyer\":\"\"}"),
                List.of("buyer", "{\"buyer\":\" \"}"),
                List.of("buyer", "{\"buyer\":7}"),
                List.of("buyer", "{\"buyer\":true}"),
                List.of("buyer", "{\"buyer\":[\"ann\"]}"),
                List.of("buyer", "{\"buyer\":{\"buyer\":\"ann\"}}"),
                List.of("buyer", "{\"buyer\":\"" + "x".repeat(129) + "\"}"),
                List.of("buyer", "{\"buyer\":\"" + "\ud83d\ude97".repeat(129) + "\"}"),
                List.of("buyer", "{\"buyer\":\"" + "x".repeat(10_000) + "\"}"),
                List.of("buyer", "{\"buyer\":\"a\\u0000b\"}"),
                List.of("buyer", "{\"buyer\":\"a\\nb\"}"),
                List.of("buyer", "{\"buyer\":\"a\\ud83d\"}"),
                List.of("buyer", "{\"buyer\":\"\\ude97\\ud83d\"}"),
                List.of("buyer", "{\"buyer\":\"a\\u202eb\"}"),
                List.of("buyer", "{\"buyer\":\"a\u2066b\"}"),
                List.of("buyer", "{\"buyer\":\"a\u2028b\"}"),
                List.of("buyer", "{\"buyer\":\"ann\",\"buyer\":\"ann\"}"),
                List.of("buyer", "{\"buyer\":\"ann\",\"buyer\":\"bob\"}"),
                List.of("quantity", quantity("0")),
                List.of("quantity", quantity("-1")),
                List.of("quantity", quantity("1.5")),
                List.of("quantity", quantity("1.0")),
                List.of("quantity", quantity("1e0")),
                List.of("quantity", quantity("2147483648")),
                List.of("quantity", quantity("1000000001")),
                List.of("quantity", quantity("9223372036854775808")),
                List.of("quantity", quantity("9".repeat(900))),
                List.of("quantity", quantity("9".repeat(5000))),
                List.of("quantity", quantity("\"1\"")),
                List.of("quantity", quantity("null")),
                List.of("quantity", quantity("true")),
                List.of("quantity", quantity("[1]")),
                List.of("quantity", "{\"quantity\":1,\"buyer\":\"ann\",\"quantity\":1}"),
                List.of("body", quantity("01")),
                List.of("body", quantity("+1")),
                List.of("body", quantity("NaN")),
                List.of("price", "{\"buyer\":\"ann\",\"price\":1}"),
                List.of("Buyer", "{\"Buyer\":\"ann\"}"),
                List.of("a\\u0000b", "{\"a\\u0000b\":1}"),
                List.of("", "{\"\":1}"),
                List.of("buyer", "{\"buyer\":" + "[".repeat(5000) + "]".repeat(5000) + "}"));
    }

    private static String quantity(String text) {
        return "{\"buyer\":\"ann\",\"quantity\":" + text + "}";
    }

    @Test
    void anOrderThatIsNoneNamesTheFieldAndDecidesNothing() {
        badOrders().forEach(fieldAndBody -> {
            assertThat(fieldAndBody).satisfies(each -> assertInvalid(shop.order(each.get(1)), each.get(0)));
        });

        int bad = badOrders().size();
        assertThat(shop.metrics.scrape())
                .contains("seckill_requests_received_total " + bad + ".0")
                .contains("seckill_requests_answered_total{outcome=\"invalid\"} " + bad + ".0");
    }

    @Test
    void aBuyerMayHaveAnyLetter() {
        shop.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED));
        for (String buyer : List.of(
                "x".repeat(128),
                "\ud83d\ude97".repeat(128),
                "\u00e4 b",
                "\u05d0\u0628",
                "\ud83d\ude97",
                "a\u0308",
                "\\\"")) {
            shop.decisions.requests.clear();
            shop.order("{\"buyer\":" + quoted(buyer) + "}", "Idempotency-Key", "k");
            assertThat(shop.decisions.purchase().buyer().value()).isEqualTo(buyer);
        }
    }

    /** Whoever closes a route in a proxy must not have to think of it. */
    @Test
    void aPathWithASlashBehindItIsAnother() {
        assertThat(shop.sendBytes("POST", "/seckill/", new byte[0]).statusCode())
                .isEqualTo(404);
        assertThat(shop.sendBytes("POST", "/api/sales/cars/orders/", ORDER.getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(404);
        assertThat(shop.get("/api/sales/").statusCode()).isEqualTo(404);
    }

    @Test
    void onlyUtf8IsRead() {
        assertInvalid(shop.sendBytes("POST", "/api/sales/cars/orders", ORDER.getBytes(UTF_16LE)), "body");
        assertInvalid(
                shop.sendBytes(
                        "POST", "/api/sales/cars/orders", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}),
                "body");
        // A surrogate, as some write it.
        byte[] half = ORDER.replace("ann", "...").getBytes(UTF_8);
        half[10] = (byte) 0xed;
        half[11] = (byte) 0xa0;
        half[12] = (byte) 0xbd;
        assertInvalid(shop.sendBytes("POST", "/api/sales/cars/orders", half), "body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/jsonx",
                "application/problem+json",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-8; boundary=x"
            })
    void anotherMediaTypeIsRefused(String type) {
        HttpResponse<String> reply = shop.order(ORDER, "Content-Type", type);

        assertProblem(reply, 415, "/docs#invalid-request");
        assertThat(json(reply).get("field").asText()).isEqualTo("Content-Type");
        assertThat(shop.decisions.requests).isEmpty();
    }

    @Test
    void aCompressedBodyIsRefused() {
        HttpResponse<String> reply = shop.order(ORDER, "Content-Encoding", "gzip");
        assertThat(json(reply).get("field").asText()).isEqualTo("Content-Encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json;charset=UTF-8", "Application/JSON; charset=\"utf-8\""})
    void jsonIsJsonHoweverItIsWritten(String type) {
        shop.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED));
        assertThat(shop.order(ORDER, "Content-Type", type).statusCode()).isEqualTo(201);
    }

    @Test
    void anOrderWithoutATypeIsRefused() {
        assertProblem(shop.send("POST", "/api/sales/cars/orders", null), 415, "/docs#invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%7Bx%7D", "-x", "a%20b", "%C3%A4", "a%0Ab", "%E2%80%AEx", "{long}"})
    void aSaleIdThatIsNoneIsRefused(String id) {
        String path = "/api/sales/" + id.replace("{long}", "x".repeat(65));
        assertInvalid(shop.send("POST", path + "/orders", ORDER), "sale");
        assertInvalid(shop.get(path), "sale");
        assertInvalid(shop.change("POST", path + "/pause", null), "sale");
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        assertInvalid(shop.order(ORDER, "Idempotency-Key", "x".repeat(129)), "Idempotency-Key");
        assertInvalid(shop.order(ORDER, "Idempotency-Key", "a", "Idempotency-Key", "b"), "Idempotency-Key");
    }

    @Test
    void aBodyThatIsTooLongIs413() {
        assertProblem(shop.order("x".repeat(20_001)), 413, "about:blank");
        assertThat(shop.metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"invalid\"} 1.0");
    }

    @Test
    void aSaleIsToldAsItIs() throws Exception {
        shop.decisions.answer(FakeDecisions.seen(Outcome.SEEN, ""));

        assertThat(json(shop.get("/api/sales/cars")))
                .isEqualTo(JsonMapper.builder().build().readTree("""
                        {"sale":"cars","name":"Hundred \\"cars\\" \u00e4\ud83d\ude97","item":"car","picture":null,"state":"SCHEDULED",
                         "left":95,"held":2,"confirmed":3,"allotment":100,"opensAt":"2026-12-24T18:00:00Z","closesAt":null,"perBuyer":1,
                         "perOrder":2,"holdFor":0,"holdMax":0,"cancellable":false,"serverTime":"2026-11-29T12:00:00.123Z"}"""));
        assertThat(shop.decisions.asked).containsExactly("cars Look[]");
        assertThat(shop.send("HEAD", "/api/sales/cars", null).statusCode()).isEqualTo(200);
    }

    @Test
    void noListHasARehearsal() {
        shop.decisions.answer(FakeDecisions.seen(Outcome.SEEN, ""));
        shop.sales.add(new SaleId("rehearsal-1"));
        shop.sales.add(new SaleId("s1"));

        JsonNode list = json(shop.get("/api/sales?limit=1"));

        assertThat(list.findValuesAsText("sale")).containsExactly("s1");
        assertThat(list.get("next").isNull()).isTrue();
        assertThat(shop.get("/api/sales/rehearsal-1").statusCode()).isEqualTo(200);
    }

    @Test
    void salesAreListedInParts() {
        shop.decisions.answer(FakeDecisions.seen(Outcome.SEEN, ""));
        IntStream.rangeClosed(1, 45).forEach(i -> shop.sales.add(new SaleId("s" + (56 - i))));

        List<String> listed = new ArrayList<>();
        String path = "/api/sales";
        int parts = 0;
        while (path != null) {
            JsonNode part = json(shop.get(path));
            part.get("sales").forEach(sale -> listed.add(sale.get("sale").asText()));
            path = part.get("next").isNull()
                    ? null
                    : "/api/sales?after=" + part.get("next").asText();
            parts++;
        }

        assertThat(parts).isEqualTo(3);
        assertThat(listed).hasSize(45).isSorted();
        assertThat(json(shop.get("/api/sales?limit=100")).get("sales")).hasSize(45);
        assertThat(json(shop.get("/api/sales?after=s54&limit=1")).toString()).contains("\"s55\"", "\"next\":null");
        assertThat(json(shop.get("/api/sales?after=s55")).get("sales")).isEmpty();
        assertThat(shop.metrics.scrape()).contains("seckill_looks_answered_total{outcome=\"seen\"} 6.0");
    }

    /** It is written by the thread that decides, which must not wait for whoever reads it. */
    @Test
    void aPartOfTheListIsNoLongerThanWhatIsWrittenWithoutWaiting() {
        SaleDefinition longest = new SaleDefinition(
                "\ud83d\ude97".repeat(200), "\ud83d\ude97".repeat(64), null, null, 1_000_000_000, 1_000_000_000);
        shop.decisions.answer(new Decision(
                Outcome.SEEN,
                null,
                new SaleSeen(
                        SaleState.Phase.OPEN,
                        1_000_000_000,
                        0,
                        1_000_000_000,
                        longest,
                        FakeDecisions.NOW,
                        SaleSeen.Progress.NONE),
                ""));
        IntStream.range(0, 100).forEach(i -> shop.sales.add(new SaleId("s" + i + "x".repeat(61))));

        List<String> listed = new ArrayList<>();
        String path = "/api/sales?limit=100";
        while (path != null) {
            HttpResponse<String> reply = shop.get(path);
            assertThat(reply.body().getBytes(UTF_8)).hasSizeLessThan(32 * 1024);
            json(reply).get("sales").forEach(sale -> listed.add(sale.get("sale").asText()));
            String next = json(reply).get("next").asText(null);
            path = json(reply).get("next").isNull() ? null : "/api/sales?limit=100&after=" + next;
        }

        assertThat(listed).hasSize(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "limit, limit=0",
        "limit, limit=101",
        "limit, limit=-1",
        "limit, limit=x",
        "limit, limit=",
        "limit, limit=1&limit=2",
        "limit, limit=99999999999",
        "after, after=%7B",
        "after, after=",
        "after, after=a&after=a"
    })
    void aListThatNobodyCanMakeIsRefused(String field, String query) {
        assertInvalid(shop.get("/api/sales?" + query), field);
    }

    @Test
    void tooManyListsAtOnceAreRefusedAndTheirRoomComesBack() {
        shop.sales.add(new SaleId("cars"));
        List<CompletableFuture<HttpResponse<String>>> lists = IntStream.range(0, 4)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> shop.get("/api/sales"), task -> new Thread(task).start()))
                .toList();
        await().until(() -> shop.decisions.asked.size() == 4);

        assertProblem(shop.get("/api/sales"), 503, "/docs#overloaded");

        CompletableFuture<Reply> waiting = shop.decisions.reply;
        shop.decisions.answer(FakeDecisions.seen(Outcome.SEEN, ""));
        waiting.complete(shop.decisions.reply.join());
        assertThat(lists).allMatch(list -> list.join().statusCode() == 200);
        assertThat(shop.get("/api/sales").statusCode()).isEqualTo(200);
    }

    @Test
    void aChangeIsAskedForInTheNameOfItsToken() {
        shop.decisions.answer(FakeDecisions.seen(Outcome.CHANGED, ""));

        assertThat(json(shop.change("PUT", "/api/sales/cars", SALE)).get("left").asInt())
                .isEqualTo(95);
        shop.change("PUT", "/api/sales/cars", """
                {"name":"n","item":"i","allotment":0,"opensAt":"2026-12-24T19:00:00+01:00",
                 "closesAt":"2026-12-24T18:00:00.001Z","perBuyer":3,"perOrder":2}""");
        shop.change("POST", "/api/sales/cars/restock", "{\"units\":-5}", "Idempotency-Key", "k");
        shop.change("POST", "/api/sales/cars/pause", null);
        shop.change("POST", "/api/sales/cars/resume", "whatever");
        shop.change("POST", "/api/sales/cars/close", null);

        Instant opensAt = Instant.parse("2026-12-24T18:00:00Z");
        assertThat(shop.decisions.requests)
                .containsExactly(
                        new SaleChange.Define(
                                "ann", 100, new SaleDefinition("Hundred cars", "car", null, null, 0, 1_000_000_000)),
                        new SaleChange.Define(
                                "ann", 0, new SaleDefinition("n", "i", opensAt, opensAt.plusMillis(1), 3, 2)),
                        new SaleChange.Restock("ann", new IdempotencyKey("k"), -5),
                        new SaleChange.Pause("ann"),
                        new SaleChange.Resume("ann"),
                        new SaleChange.Close("ann"));
        assertThat(shop.metrics.scrape())
                .contains("seckill_changes_received_total 6.0")
                .contains("seckill_changes_answered_total{outcome=\"changed\"} 6.0")
                .contains("seckill_requests_received_total 0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"holdFor\":600; 600; 600; false",
                "\"holdFor\":600,\"holdMax\":2678400,\"cancellable\":true; 600; 2678400; true",
                "\"holdFor\":0,\"cancellable\":true; 0; 0; true",
                "\"cancellable\":false; 0; 0; false"
            })
    void aSaleMayHoldItsOrders(String fields, long holdFor, long holdMax, boolean cancellable) {
        HoldRules holds = new HoldRules(Duration.ofSeconds(holdFor), Duration.ofSeconds(holdMax), cancellable);
        SaleDefinition definition = new SaleDefinition("n", "car", null, null, 0, 1_000_000_000, holds);
        shop.decisions.answer(new Decision(
                Outcome.CHANGED,
                null,
                new SaleSeen(SaleState.Phase.OPEN, 95, 2, 100, definition, FakeDecisions.NOW, SaleSeen.Progress.NONE),
                ""));

        JsonNode sale = json(shop.change("PUT", "/api/sales/cars", sale(fields)));

        assertThat(shop.decisions.requests).containsExactly(new SaleChange.Define("ann", 100, definition));
        assertThat(sale.get("holdFor").asLong()).isEqualTo(holdFor);
        assertThat(sale.get("holdMax").asLong()).isEqualTo(holdMax);
        assertThat(sale.get("cancellable").asBoolean()).isEqualTo(cancellable);
    }

    @Test
    void aSaleMayHaveAPicture() throws Exception {
        SaleDefinition definition = new SaleDefinition("n", "car", null, null, 0, 1_000_000_000);
        for (String picture : Arrays.asList("https://shop.example/red.jpg", "/red.jpg", null)) {
            SaleDefinition pictured = definition.withPicture(picture);
            shop.decisions.answer(new Decision(
                    Outcome.CHANGED,
                    null,
                    new SaleSeen(SaleState.Phase.OPEN, 95, 2, 100, pictured, FakeDecisions.NOW, SaleSeen.Progress.NONE),
                    ""));
            String json = JsonMapper.builder().build().writeValueAsString(picture);

            JsonNode sale = json(shop.change("PUT", "/api/sales/cars", sale("\"picture\":" + json)));

            assertThat(shop.decisions.requests).contains(new SaleChange.Define("ann", 100, pictured));
            assertThat(sale.get("picture").textValue()).isEqualTo(picture);
        }
    }

    /** As the contract counts them. */
    @Test
    void aNameMayHave200CharactersOfAnyPlane() {
        shop.decisions.answer(FakeDecisions.seen(Outcome.CHANGED, ""));
        String name = "\ud83d\ude97".repeat(200);
        assertThat(shop.change("PUT", "/api/sales/cars", sale("\"name\":\"" + name + "\""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(((SaleChange.Define) shop.decisions.requests.get(0))
                        .definition()
                        .name())
                .isEqualTo(name);
    }

    @Test
    void aChangeThatChangesNothingSaysSo() {
        shop.decisions.answer(FakeDecisions.seen(Outcome.UNCHANGED, "Already so."));
        assertThat(header(shop.change("POST", "/api/sales/cars/pause", null), "Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void aChangeWhoseEventIsNotLoggedYetIsPending() {
        shop.decisions.answer(FakeDecisions.seen(Outcome.CHANGED, ""), false);
        assertThat(shop.change("PUT", "/api/sales/cars", SALE).statusCode()).isEqualTo(202);
    }

    @Test
    void aChangeThatTheSaleDoesNotTakeIsRefused() {
        shop.decisions.answer(FakeDecisions.seen(Outcome.REFUSED, "The sale is closed, which is final."));
        HttpResponse<String> reply = shop.change("POST", "/api/sales/cars/resume", null);
        assertProblem(reply, 409, "/docs#change-refused");
        assertThat(json(reply).get("detail").asText()).contains("closed");
    }

    private static List<List<String>> badSales() {
        return List.of(
                List.of("name", "{\"item\":\"car\",\"allotment\":100}"),
                List.of("item", "{\"name\":\"n\",\"allotment\":100}"),
                List.of("allotment", "{\"name\":\"n\",\"item\":\"car\"}"),
                List.of("name", sale("\"name\":\"\"")),
                List.of("name", sale("\"name\":\"" + "x".repeat(201) + "\"")),
                List.of("name", sale("\"name\":\"" + "\ud83d\ude97".repeat(201) + "\"")),
                List.of("name", sale("\"name\":\"a\u202eb\"")),
                List.of("item", sale("\"item\":\"" + "x".repeat(65) + "\"")),
                List.of("picture", sale("\"picture\":\"\"")),
                List.of("picture", sale("\"picture\":7")),
                List.of("picture", sale("\"picture\":false")),
                List.of("picture", sale("\"picture\":\"http://shop.example/x\"")),
                List.of("picture", sale("\"picture\":\"//shop.example/x\"")),
                List.of("picture", sale("\"picture\":\"javascript:alert(1)\"")),
                List.of("picture", sale("\"picture\":\"/" + "x".repeat(500) + "\"")),
                List.of("allotment", sale("\"allotment\":-1")),
                List.of("allotment", sale("\"allotment\":1000000001")),
                List.of("allotment", sale("\"allotment\":1.5")),
                List.of("allotment", sale("\"allotment\":\"100\"")),
                List.of("perBuyer", sale("\"perBuyer\":-1")),
                List.of("perOrder", sale("\"perOrder\":0")),
                List.of("perOrder", sale("\"perOrder\":null")),
                List.of("opensAt", sale("\"opensAt\":1")),
                List.of("opensAt", sale("\"opensAt\":\"tomorrow\"")),
                List.of("opensAt", sale("\"opensAt\":\"2026-12-24T18:00:00\"")),
                List.of("opensAt", sale("\"opensAt\":\"2026-13-24T18:00:00Z\"")),
                List.of("opensAt", sale("\"opensAt\":\"2026-12-24T18:00:00.0001Z\"")),
                List.of("opensAt", sale("\"opensAt\":\"2000-12-31T23:59:59Z\"")),
                List.of("holdFor", sale("\"holdFor\":-1")),
                List.of("holdFor", sale("\"holdFor\":2678401")),
                List.of("holdFor", sale("\"holdFor\":1.5")),
                List.of("holdFor", sale("\"holdFor\":\"1m\"")),
                List.of("holdFor", sale("\"holdFor\":null")),
                List.of("holdMax", sale("\"holdMax\":10")),
                List.of("holdMax", sale("\"holdFor\":10,\"holdMax\":9")),
                List.of("holdMax", sale("\"holdFor\":10,\"holdMax\":2678401")),
                List.of("holdMax", sale("\"holdFor\":10,\"holdMax\":null")),
                List.of("cancellable", sale("\"cancellable\":1")),
                List.of("cancellable", sale("\"cancellable\":\"true\"")),
                List.of("cancellable", sale("\"cancellable\":null")),
                List.of("closesAt", sale("\"closesAt\":\"+10000-01-01T00:00:00Z\"")),
                List.of("closesAt", sale("\"opensAt\":\"2026-12-24T18:00:00Z\",\"closesAt\":\"2026-12-24T18:00:00Z\"")),
                List.of("closesAt", sale("\"opensAt\":\"2026-12-24T18:00:00Z\",\"closesAt\":\"2026-12-24T17:00:00Z\"")),
                List.of("sale", sale("\"sale\":\"cars\"")),
                List.of("body", SALE + SALE),
                List.of("body", ""));
    }

    /** One in which this stands instead of what is there usually. */
    private static String sale(String field) {
        StringBuilder json = new StringBuilder("{" + field);
        for (String usual : List.of("\"name\":\"n\"", "\"item\":\"car\"", "\"allotment\":100")) {
            if (!field.startsWith(usual.substring(0, usual.indexOf(':')))) {
                json.append(',').append(usual);
            }
        }
        return json.append('}').toString();
    }

    @Test
    void aSaleThatIsNoneNamesTheFieldAndChangesNothing() {
        badSales()
                .forEach(fieldAndBody ->
                        assertInvalid(shop.change("PUT", "/api/sales/cars", fieldAndBody.get(1)), fieldAndBody.get(0)));

        assertThat(shop.metrics.scrape())
                .contains("seckill_changes_answered_total{outcome=\"invalid\"} "
                        + badSales().size() + ".0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1.5", "\"1\"", "1000000001", "-1000000001", "null"})
    void aRestockOfNoUnitsIsRefused(String units) {
        assertInvalid(
                shop.change("POST", "/api/sales/cars/restock", "{\"units\":" + units + "}", "Idempotency-Key", "k"),
                "units");
    }

    @Test
    void aRestockNeedsAKeySoThatItHappensOnce() {
        assertInvalid(shop.change("POST", "/api/sales/cars/restock", "{\"units\":1}"), "Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer opened-by-sesame-2",
                "Basic b3BlbmVkLWJ5LXNlc2FtZS0x",
                "opened-by-sesame-1",
                "Bearer ann:opened-by-sesame-1",
                "Bearer bobs-own-token-is-thi\u00df"
            })
    void nobodyChangesASaleWithoutAToken(String authorization) {
        String[] header = authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};
        for (String change : List.of("PUT ", "POST /restock", "POST /pause", "POST /resume", "POST /close")) {
            String[] parts = change.split(" ", 2);
            HttpResponse<String> reply = shop.send(parts[0], "/api/sales/cars" + parts[1], SALE, header);
            assertProblem(reply, 401, "/docs#unauthorized");
            assertThat(header(reply, "WWW-Authenticate")).startsWith("Bearer realm=");
            assertThat(reply.body()).doesNotContain("sesame");
        }
    }

    @Test
    void withoutTokensNobodyCanChangeASale() {
        try (Shop open = new Shop(Duration.ofSeconds(30), StaffTokens.NONE)) {
            for (String change : List.of("restock", "pause", "resume", "close")) {
                HttpResponse<String> reply = open.change("POST", "/api/sales/cars/" + change, "{}");
                assertThat(reply.statusCode()).isEqualTo(404);
            }
            assertThat(open.change("PUT", "/api/sales/cars", SALE).statusCode()).isEqualTo(405);
            assertThat(open.decisions.requests).isEmpty();
        }
    }

    @Test
    void theContractIsServedForProgramsAndForReaders() throws Exception {
        assertThat(shop.get("/openapi.yaml").body()).startsWith("openapi: 3.1.0\n");

        HttpResponse<String> page = shop.get("/docs");
        assertThat(page.body()).startsWith("<!doctype html>").contains("id=\"sold-out\"");
        String style = page.body().replaceFirst("(?s).*<style>", "").replaceFirst("(?s)</style>.*", "");
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8)));
        assertThat(header(page, "Content-Security-Policy"))
                .contains("default-src 'none'", "style-src 'sha256-" + hash + "'");
        assertThat(header(shop.send("HEAD", "/docs", null), "Content-Length"))
                .isEqualTo(header(page, "Content-Length"));
    }

    private void assertInvalid(HttpResponse<String> reply, String field) {
        assertProblem(reply, 400, "/docs#invalid-request");
        assertThat(json(reply).path("field").asText()).as(reply.body()).isEqualTo(field);
        assertThat(shop.decisions.requests).isEmpty();
    }

    private static void assertProblem(HttpResponse<String> reply, int status, String type) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(json(reply).get("type").asText()).isEqualTo(type);
    }

    private static String header(HttpResponse<String> reply, String name) {
        return reply.headers().firstValue(name).orElse(null);
    }

    private static String quoted(String text) {
        return JsonMapper.builder().build().getNodeFactory().textNode(text).toString();
    }

    private static JsonNode json(HttpResponse<String> reply) {
        try {
            return JsonMapper.builder().build().readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(reply.body(), e);
        }
    }
}

package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.api.Contract;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.config.Rates;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.live.FakeSharedFigures;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class LiveRoutesIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] STAFF = {"Authorization", "Bearer " + Shop.TOKEN};

    private final FakeSharedFigures shared = new FakeSharedFigures();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private Shop shop(LiveSettings live, String instance) {
        Shop shop = new Shop(Duration.ofSeconds(5), Shop.TOKENS, AdmissionSettings.OPEN, null, live, shared, instance);
        opened.add(0, shop);
        shop.decisions.answer(FakeDecisions.seen(Outcome.SEEN, ""));
        return shop;
    }

    private Shop shop() {
        return shop(LiveParts.SETTINGS, "one");
    }

    private Watcher watch(Shop shop, String target, String... headers) {
        Watcher watcher = new Watcher(shop.port(), target, headers);
        opened.add(0, watcher);
        return watcher.reading();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private static Decision left(long left) {
        return new Decision(
                Outcome.SEEN,
                null,
                new SaleSeen(
                        SaleState.Phase.OPEN,
                        left,
                        2,
                        100,
                        FakeDecisions.DEFINITION,
                        FakeDecisions.NOW.plusSeconds(left),
                        new SaleSeen.Progress(9, 5, 1, 2)),
                "");
    }

    @Test
    void aViewerIsToldAtOnceWhatTheSaleIsLike() throws IOException {
        Shop shop = shop();
        Watcher viewer = watch(shop, "/api/sales/cars/live");

        assertThat(viewer.headOfReply())
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("Content-Type: text/event-stream")
                .containsIgnoringCase("Cache-Control: no-store");
        assertThat(viewer.next())
                .isEqualTo(JSON.readTree(shop.get("/api/sales/cars").body()));
    }

    @Test
    void allAreToldWhatChangesAndNothingElse() throws IOException {
        Shop shop = shop();
        shop.decisions.answer(left(90));
        Watcher one = watch(shop, "/api/sales/cars/live");
        Watcher other = watch(shop, "/api/sales/cars/live");
        assertThat(one.next().get("left").asLong()).isEqualTo(90);
        assertThat(other.next().get("left").asLong()).isEqualTo(90);

        int looks = shop.decisions.asked.size();
        Awaitility.await().until(() -> shop.decisions.asked.size() > looks + 3); // and nothing has changed but the time
        shop.decisions.answer(left(89));
        assertThat(one.next().get("left").asLong()).isEqualTo(89);
        assertThat(other.next().get("left").asLong()).isEqualTo(89);
    }

    @Test
    void whoComesLaterIsToldWhatTheSaleIsLikeThen() throws IOException {
        Shop shop = shop();
        shop.decisions.answer(left(90));
        watch(shop, "/api/sales/cars/live").next();
        SaleSeen seen = left(90).seen();
        shop.decisions.answer(new Decision(
                Outcome.SEEN,
                null,
                new SaleSeen(
                        seen.phase(),
                        seen.left(),
                        seen.held(),
                        seen.allotment(),
                        seen.definition(),
                        seen.at().plusSeconds(3600),
                        seen.progress()),
                ""));

        assertThat(watch(shop, "/api/sales/cars/live").next().get("serverTime").asText())
                .isEqualTo(seen.at().plusSeconds(3600).toString());
    }

    @Test
    void aSaleIsLookedAtWhileItIsWatchedAndNoLonger() throws Exception {
        Shop shop = shop();
        Watcher viewer = watch(shop, "/api/sales/cars/live");
        viewer.next();
        viewer.close();

        long[] left = {50};
        int[] looks = {-1};
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .during(Duration.ofMillis(500))
                .until(() -> {
                    shop.decisions.answer(left(left[0]--)); // which somebody who is gone does not take
                    int before = looks[0];
                    looks[0] = shop.decisions.asked.size();
                    return looks[0] == before;
                });
    }

    @Test
    void whoAsksForWhatIsNotThereIsToldSo() {
        Shop shop = shop();

        assertThat(shop.get("/api/sales/-/live").statusCode()).isEqualTo(400);
        shop.decisions.view = new SaleView(null, false, null);
        shop.decisions.answer(Decision.refused(Outcome.UNKNOWN_SALE, "There is none."));
        assertThat(shop.get("/api/sales/cats/live").statusCode()).isEqualTo(404);
        assertThat(shop.get("/api/live").statusCode()).isEqualTo(401);
        assertThat(shop.send("GET", "/api/live", null, "Authorization", "Bearer not-a-token-of-ours")
                        .statusCode())
                .isEqualTo(401);
        assertThat(shop.send("GET", "/api/live?sale=-", null, STAFF).statusCode())
                .isEqualTo(400);
        assertThat(shop.send("GET", "/api/live?sale=a&sale=b&sale=c&sale=d", null, STAFF)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aHeadHasNoStream() {
        Shop shop = shop();

        assertThat(shop.send("HEAD", "/api/sales/cars/live", null).statusCode()).isEqualTo(200);
        assertThat(shop.send("HEAD", "/api/live", null, STAFF).statusCode()).isEqualTo(200);
    }

    @Test
    void pastTheBoundViewersAreRefusedUntilOthersAreGone() throws Exception {
        LiveSettings few =
                new LiveSettings(Duration.ofMillis(50), 2, 2, 3, Duration.ofMillis(500), Duration.ofMillis(100));
        Shop shop = shop(few, "one");
        Watcher first = watch(shop, "/api/sales/cars/live");
        watch(shop, "/api/sales/cars/live").next();
        watch(shop, "/api/live", STAFF);

        assertThat(shop.metrics.scrape())
                .contains("seckill_viewers_watching{of=\"sale\"} 2.0")
                .contains("seckill_viewers_watching{of=\"all\"} 1.0");
        HttpResponse<String> refused = shop.get("/api/sales/cars/live");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("2");
        assertThat(shop.send("GET", "/api/live", null, STAFF).statusCode()).isEqualTo(503);

        first.close();
        long[] left = {90};
        Awaitility.await().until(() -> {
            shop.decisions.answer(left(left[0]--));
            try (Watcher again = new Watcher(shop.port(), "/api/sales/cars/live")) {
                return again.headOfReply().startsWith("HTTP/1.1 200");
            }
        });
    }

    @Test
    void noAddressHasAllSeatsAndTheProxySaysWhichItIs() throws IOException {
        LiveSettings one =
                new LiveSettings(Duration.ofMillis(50), 3, 1, 3, Duration.ofMillis(500), Duration.ofMillis(100));
        AdmissionSettings behindOne = new AdmissionSettings(null, new Rates(null, null, 64, 1));
        Shop shop = new Shop(Duration.ofSeconds(5), Shop.TOKENS, behindOne, null, one, shared, "one");
        opened.add(0, shop);
        shop.decisions.answer(FakeDecisions.seen(Outcome.SEEN, ""));
        watch(shop, "/api/sales/cars/live", "X-Forwarded-For", "10.0.0.1").next();

        assertThat(shop.send("GET", "/api/sales/cars/live", null, "X-Forwarded-For", "10.0.0.1")
                        .statusCode())
                .isEqualTo(503);
        assertThat(watch(shop, "/api/sales/cars/live", "X-Forwarded-For", "10.0.0.1, 10.0.0.2")
                        .headOfReply())
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void theEndOfTheServerEndsAllStreamsInOrder() throws IOException {
        Shop shop = shop();
        Watcher buyer = watch(shop, "/api/sales/cars/live");
        Watcher operator = watch(shop, "/api/live", STAFF);
        buyer.next();
        operator.next();

        shop.close();
        opened.remove(shop);
        assertThat(buyer.endsInOrder()).isTrue();
        assertThat(operator.endsInOrder()).isTrue();
    }

    @Test
    void whoDoesNotReadIsDroppedAndNobodyWaitsForThem() throws IOException {
        LiveSettings many =
                new LiveSettings(Duration.ofMillis(50), 20, 20, 600, Duration.ofMillis(500), Duration.ofMillis(100));
        Shop shop = shop(many, "one");
        for (int i = 0; i < 600; i++) {
            shop.sales.add(new SaleId("sale-" + i));
        }
        Watcher reads = watch(shop, "/api/live", STAFF);
        Watcher sleeps = new Watcher(shop.port(), "/api/live", 4096, STAFF);
        opened.add(0, sleeps);

        long[] left = {1_000_000};
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> {
            shop.decisions.answer(left(left[0]--));
            reads.next();
            try (Watcher third = new Watcher(shop.port(), "/api/live", STAFF)) { // of two
                return third.headOfReply().startsWith("HTTP/1.1 200");
            }
        });
        assertThat(sleeps.reading().endsInOrder()).isFalse();
    }

    @Test
    void operatorsAreToldOfAllSalesAndInstances() throws IOException {
        Shop shop = shop();
        shop.decisions.answer(left(90));
        shop.sales.add(new SaleId("cars"));
        JsonNode live = watch(shop, "/api/live", STAFF).next();

        Contract.check("Live", live);
        assertThat(live.get("instances").findValuesAsText("name")).containsExactly("one");
        assertThat(live.get("book").isNull()).isTrue();
        assertThat(live.get("sales").findValuesAsText("sale")).containsExactly("cars", "counter");
        JsonNode cars = live.get("sales").get(0);
        assertThat(cars.get("left").asLong()).isEqualTo(90);
        assertThat(cars.get("accepted").asLong()).isEqualTo(5);
        assertThat(cars.get("no").asLong()).isEqualTo(9);
        assertThat(cars.get("heldOrders").asLong()).isEqualTo(1);
        assertThat(cars.get("outbox").asLong()).isEqualTo(2);
        assertThat(cars.get("latency").isNull()).isTrue();
        assertThat(cars.get("perSecond").isEmpty()).isTrue();
    }

    @Test
    void theOrderBookTellsWhatItHas() throws IOException {
        FakeBook book = new FakeBook();
        opened.add(book);
        Shop shop = new Shop(
                Duration.ofSeconds(5),
                Shop.TOKENS,
                AdmissionSettings.OPEN,
                book.settings(Duration.ofSeconds(5), 2),
                LiveParts.SETTINGS,
                shared,
                "one");
        opened.add(0, shop);
        shop.decisions.answer(left(90));
        book.answer(404, "application/problem+json", "{}"); // a consumer that is older
        Watcher operator = watch(shop, "/api/live?sale=cars&sale=cats", STAFF);
        JsonNode without = operator.await(live -> !book.asked.isEmpty());
        Contract.check("Live", without);
        assertThat(without.at("/book/trouble").isTextual()).isTrue();
        assertThat(without.at("/sales/0/book").isNull()).isTrue();

        book.answer(
                200,
                "application/json",
                "{\"at\":\"2026-11-29T12:00:01Z\",\"ready\":false,\"troubles\":[\"It is full.\"],\"lag\":7,\"parked\":2,"
                        + "\"sales\":{\"cars\":{\"events\":4,\"lastNo\":5,\"accepted\":{\"orders\":3,\"units\":4}}}}");
        JsonNode with = operator.await(live -> live.at("/book/trouble").isNull());
        Contract.check("Live", with);
        assertThat(with.get("book"))
                .isEqualTo(JSON.readTree("{\"at\":\"2026-11-29T12:00:01Z\",\"trouble\":null,\"ready\":false,"
                        + "\"troubles\":[\"It is full.\"],\"lag\":7,\"parked\":2}"));
        assertThat(with.at("/sales/0/book"))
                .isEqualTo(JSON.readTree("{\"at\":\"2026-11-29T12:00:01Z\",\"events\":4,\"lastNo\":5,"
                        + "\"accepted\":{\"orders\":3,\"units\":4}}"));
        assertThat(with.at("/sales/1/book").isNull()).isTrue();
        assertThat(book.asked)
                .allMatch(asked -> asked.startsWith("GET /api/figures?")
                        && asked.contains("sale=cars")
                        && asked.contains("sale=cats")
                        && asked.endsWith(FakeBook.TOKEN));
    }

    @Test
    void theOrderBookIsAskedForNoMoreSalesAtOnceThanItTells() throws IOException {
        FakeBook book = new FakeBook();
        opened.add(book);
        book.answer(200, "application/json", "{\"sales\":{}}");
        LiveSettings many =
                new LiveSettings(Duration.ofMillis(50), 20, 20, 600, Duration.ofMillis(500), Duration.ofMillis(100));
        Shop shop = new Shop(
                Duration.ofSeconds(5),
                Shop.TOKENS,
                AdmissionSettings.OPEN,
                book.settings(Duration.ofSeconds(5), 2),
                many,
                shared,
                "one");
        opened.add(0, shop);
        shop.decisions.answer(left(90));
        for (int i = 0; i < 150; i++) {
            shop.sales.add(new SaleId("sale-" + i));
        }

        watch(shop, "/api/live", STAFF).next();
        Awaitility.await()
                .until(() -> List.copyOf(book.asked).stream()
                                .distinct()
                                .mapToInt(asked -> asked.split("sale=", -1).length - 1)
                                .filter(sales -> sales > 1)
                                .sum()
                        >= 150);
        assertThat(List.copyOf(book.asked)).allMatch(asked -> asked.split("sale=", -1).length - 1 <= 100);
    }

    @Test
    void ofTooManySalesOnlySomeAreToldAndHowManyMoreThereAre() throws IOException {
        Shop shop = shop();
        for (int i = 0; i < 9; i++) {
            shop.sales.add(new SaleId("sale-" + i));
        }

        JsonNode live = watch(shop, "/api/live", STAFF).next();
        assertThat(live.get("sales")).hasSize(3);
        assertThat(live.get("more").asInt()).isEqualTo(7);
        assertThat(watch(shop, "/api/live?sale=sale-8&sale=sale-7", STAFF)
                        .next()
                        .get("sales")
                        .findValuesAsText("sale"))
                .containsExactly("sale-7", "sale-8");
    }

    @Test
    void whatTwoInstancesCountIsToldTogetherByEither() throws IOException {
        Shop one = shop(LiveParts.SETTINGS, "one");
        Shop two = shop(LiveParts.SETTINGS, "two");
        buy(one, Outcome.ACCEPTED, 2);
        buy(two, Outcome.SOLD_OUT, 3);
        two.order("{}", "Idempotency-Key", "a key with spaces");
        one.decisions.answer(left(90));

        Watcher operator = watch(one, "/api/live?sale=cars", STAFF);
        JsonNode cars = operator.await(
                        live -> live.at("/sales/0/decisions/received").asLong() == 6)
                .at("/sales/0");
        Contract.check("Live", operator.last());
        assertThat(cars.at("/decisions/accepted").asLong()).isEqualTo(2);
        assertThat(cars.at("/decisions/sold_out").asLong()).isEqualTo(3);
        assertThat(cars.at("/decisions/invalid").asLong()).isEqualTo(1);
        assertThat(cars.at("/latency/count").asLong()).isEqualTo(6);
        assertThat(cars.at("/lastAccepted").asText()).isEqualTo(FakeDecisions.NOW.toString());
        assertThat(operator.last().get("instances").findValuesAsText("name")).containsExactly("one", "two");

        buy(two, Outcome.SOLD_OUT, 40);
        operator.await(live -> live.at("/sales/0/perSecond/sold_out").asDouble() > 0);
        operator.await(live -> live.at("/sales/0/decisions/sold_out").asLong() == 43);
        assertThat(two.metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"sold_out\"} 43.0");
    }

    @Test
    void anInstanceThatSaysNothingIsGoneAndWhatItCountedStays() throws IOException {
        Shop one = shop(LiveParts.SETTINGS, "one");
        Shop two = shop(LiveParts.SETTINGS, "two");
        buy(two, Outcome.SOLD_OUT, 3);
        one.decisions.answer(left(90));
        Watcher operator = watch(one, "/api/live?sale=cars", STAFF);
        operator.await(live -> live.at("/sales/0/decisions/sold_out").asLong() == 3
                && live.get("instances").size() == 2);

        shared.kill("two");
        shared.pass(Duration.ofSeconds(7));
        JsonNode live = operator.await(told -> told.at("/instances/1/gone").asBoolean());
        assertThat(live.at("/instances/0/gone").asBoolean()).isFalse();
        assertThat(live.at("/instances/1/ready").asBoolean()).isFalse();
        assertThat(live.at("/sales/0/decisions/sold_out").asLong()).isEqualTo(3);
    }

    @Test
    void anInstanceThatStopsIsThereNoMore() throws IOException {
        Shop one = shop(LiveParts.SETTINGS, "one");
        Shop two = shop(LiveParts.SETTINGS, "two");
        Watcher operator = watch(one, "/api/live", STAFF);
        operator.await(live -> live.get("instances").size() == 2);

        two.close();
        opened.remove(two);
        operator.await(live -> live.get("instances").size() == 1);
    }

    @Test
    void figuresThatRedisHasLostAreThereAgain() throws IOException {
        Shop shop = shop();
        buy(shop, Outcome.SOLD_OUT, 3);
        shop.decisions.answer(left(90));
        Watcher operator = watch(shop, "/api/live?sale=cars", STAFF);
        operator.await(live -> live.at("/sales/0/decisions/sold_out").asLong() == 3);

        shared.away(true);
        buy(shop, Outcome.SOLD_OUT, 1);
        shared.flush();
        shared.away(false);
        shop.decisions.answer(left(89));
        operator.await(live -> live.at("/sales/0/decisions/sold_out").asLong() == 4);
    }

    private static void buy(Shop shop, Outcome outcome, int times) {
        shop.decisions.answer(outcome == Outcome.ACCEPTED ? FakeDecisions.order(outcome) : Decision.soldOut());
        for (int i = 0; i < times; i++) {
            shop.order("{\"buyer\":\"ann\"}");
        }
    }
}

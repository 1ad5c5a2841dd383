package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.redis.SharedFigures;
import dev.seckill.api.sale.Decision;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveFiguresTest {

    private static final SaleId CARS = new SaleId("cars");
    private static final LiveSettings SETTINGS =
            new LiveSettings(Duration.ofMillis(50), 20, 20, 3, Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final FakeSharedFigures shared = new FakeSharedFigures();
    private final ApiMetrics metrics = new ApiMetrics();
    private LiveFigures figures;

    private LiveFigures start(String instance) {
        figures = new LiveFigures(
                SETTINGS, instance, shared, metrics, sale -> true, () -> here(FakeSharedFigures.START.toString()));
        return figures;
    }

    private static InstanceFigures here(String seenAt) {
        return new InstanceFigures(FakeSharedFigures.START, Instant.parse(seenAt), List.of("It is ill."), 1, 2, 3);
    }

    private static void sell(LiveFigures by) {
        sell(by, CARS);
    }

    private static void sell(LiveFigures by, SaleId sale) {
        RequestCounts purchase = by.counted().purchase(sale, System.nanoTime());
        purchase.received();
        purchase.answered(Decision.soldOut());
    }

    /** As an instance that was there before has left it. */
    private void leave(String instance, SaleFigures counted) {
        shared.exchange(
                new SharedFigures.Told(
                        instance, null, Map.of(CARS, new SharedFigures.Counter(instance + "#1", counted.text()))),
                Set.of(),
                false);
    }

    @AfterEach
    void close() {
        figures.close();
        metrics.close();
    }

    @Test
    void whatIsCountedIsToldWithTheNextTickAndAllTogetherAreRead() {
        leave("before", new SaleFigures(Map.of(Counted.SOLD_OUT, 5L), null, Latencies.NONE, Latencies.NONE));
        LiveFigures one = start("one");
        sell(one);

        await().until(() -> one.of(CARS).count(Counted.SOLD_OUT) == 6);
        assertThat(one.of(CARS).latencies().count()).isEqualTo(1);
        assertThat(one.of(new SaleId("cats"))).isEqualTo(SaleFigures.NONE);
    }

    @Test
    void theEndTellsTheRestAndTakesLeave() {
        LiveFigures one = start("one");
        await().until(() -> instances().containsKey("one"));
        assertThat(InstanceFigures.parse(instances().get("one")).troubles()).containsExactly("It is ill.");
        sell(one);
        one.close();

        assertThat(one.of(CARS).count(Counted.SOLD_OUT)).isEqualTo(1);
        assertThat(instances()).isEmpty();
    }

    private Map<String, String> instances() {
        return shared.exchange(new SharedFigures.Told("reader", null, Map.of()), Set.of(), true)
                .instances();
    }

    @Test
    void countersOfInstancesThatAreGoneBecomeOneOnceTheyAreMany() {
        int tookAMinute = Latencies.BUCKETS - 1; // unlike what this test sells itself
        Latencies took = new Latencies(new TreeMap<>(Map.of(tookAMinute, 1L)));
        for (int i = 0; i < 40; i++) {
            leave("gone-" + i, new SaleFigures(Map.of(Counted.ACCEPTED, 1L), null, took, took));
        }
        tellOf("there", FakeSharedFigures.START.toString());
        leave("there", new SaleFigures(Map.of(Counted.ACCEPTED, 1L), null, took, took));
        LiveFigures one = start("one");
        sell(one);

        await().until(() -> shared.counted(CARS).keySet().equals(Set.of("gone", "there#1", "one#1")));
        assertThat(one.of(CARS).count(Counted.ACCEPTED)).isEqualTo(41);
        assertThat(one.of(CARS).latencies().counts().get(tookAMinute)).isEqualTo(41);
        assertThat(SaleFigures.parse(shared.counted(CARS).get("gone")).recent()).isEqualTo(Latencies.NONE);
    }

    private void tellOf(String instance, String seenAt) {
        shared.exchange(new SharedFigures.Told(instance, here(seenAt).text(), Map.of()), Set.of(), false);
    }

    @Test
    void instancesOfWhichNothingIsHeardForLongAreForgotten() {
        tellOf("old", "2026-11-29T11:49:00Z");
        tellOf("quiet", "2026-11-29T11:51:00Z");
        start("one");

        await().until(() -> instances().keySet().equals(Set.of("quiet", "one")));
    }

    @Test
    void theEndTellsOfAllSales() {
        shared.away(true);
        LiveFigures one = start("one");
        for (int i = 0; i < 450; i++) {
            sell(one, new SaleId("sale-" + i));
        }
        await().until(() -> shared.trips() > 0); // it failed, and rests for a second
        shared.away(false);
        one.close();

        for (int i = 0; i < 450; i++) {
            assertThat(shared.counted(new SaleId("sale-" + i))).hasSize(1);
        }
    }

    @Test
    void whatCouldNotBeToldForAnUnexpectedReasonIsToldTheNextTime() {
        shared.fail(new IllegalStateException("a reply that is none"));
        LiveFigures one = start("one");
        sell(one);

        await().until(() -> one.of(CARS).count(Counted.SOLD_OUT) == 1);
    }

    @Test
    void whatSomebodyElseWroteHindersNobody() {
        for (int i = 0; i < 40; i++) {
            leave("gone-" + i, new SaleFigures(Map.of(Counted.ACCEPTED, 1L), null, Latencies.NONE, Latencies.NONE));
        }
        shared.exchange(
                new SharedFigures.Told("x", null, Map.of(CARS, new SharedFigures.Counter("x#1", "nonsense"))),
                Set.of(),
                false);
        LiveFigures one = start("one");
        sell(one);

        await().until(() -> shared.counted(CARS).keySet().equals(Set.of("gone", "one#1")));
        assertThat(one.of(CARS).count(Counted.ACCEPTED)).isEqualTo(40);
    }
}

package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Decision;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FigureExchangeTest {

    private static final SaleId CARS = new SaleId("cars");

    private final FakeSharedFigures shared = new FakeSharedFigures();
    private final ApiMetrics metrics = new ApiMetrics();
    private final CountedSales counted = new CountedSales(metrics, "one", sale -> true);
    private final AtomicLong silence = new AtomicLong();
    private final FigureExchange exchange = new FigureExchange(
            shared,
            counted,
            "one",
            () -> new InstanceFigures(FakeSharedFigures.START, FakeSharedFigures.START, List.of(), 0, 0, 1),
            Duration.ofMillis(20),
            () -> System.nanoTime() + silence.get());

    private void sell() {
        RequestCounts purchase = counted.purchase(CARS, System.nanoTime());
        purchase.received();
        purchase.answered(Decision.soldOut());
    }

    private long told(String counter) {
        String text = shared.counted(CARS).get(counter);
        return text == null ? 0 : SaleFigures.parse(text).count(Counted.SOLD_OUT);
    }

    @AfterEach
    void close() {
        exchange.close();
        metrics.close();
    }

    @Test
    void whatOthersPutTogetherDuringALongSilenceIsNotToldAgain() {
        sell();
        sell();
        await().until(() -> told("one#1") == 2);
        shared.away(true);
        silence.set(Duration.ofMinutes(11).toNanos());
        shared.fold(CARS, List.of("one#1"), "gone", Housekeeping::sum);
        sell();
        shared.away(false);

        await().until(() -> told("one#1") == 1);
        sell();
        await().until(() -> told("one#1") == 2);
        assertThat(told("gone")).isEqualTo(2);
        assertThat(SaleFigures.parse(shared.counted(CARS).get("one#1"))
                        .latencies()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whatRedisHasLostMeanwhileIsToldAgain() {
        sell();
        sell();
        await().until(() -> told("one#1") == 2);
        shared.away(true);
        silence.set(Duration.ofMinutes(11).toNanos());
        shared.flush();
        sell();
        shared.away(false);

        await().until(() -> told("one#1") == 3);
        assertThat(shared.counted(CARS)).containsOnlyKeys("one#1");
    }
}

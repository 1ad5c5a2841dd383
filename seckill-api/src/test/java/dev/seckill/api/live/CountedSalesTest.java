package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.SaleId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CountedSalesTest {

    private static final SaleId CARS = new SaleId("cars");

    private final ApiMetrics metrics = new ApiMetrics();
    private final CountedSales counted =
            new CountedSales(metrics, "one", sale -> sale.value().startsWith("seen"));

    @AfterEach
    void close() {
        metrics.close();
    }

    private RequestCounts purchase(String sale) {
        RequestCounts purchase = counted.purchase(new SaleId(sale), System.nanoTime());
        purchase.received();
        return purchase;
    }

    private SaleFigures figures(String sale) {
        return counted.counters().stream()
                .filter(counter -> counter.sale.equals(new SaleId(sale)))
                .findFirst()
                .map(counter -> counter.figures(Latencies.NONE, counter.latencies()))
                .orElse(SaleFigures.NONE);
    }

    @Test
    void eachPurchaseIsCountedOnceHoweverItEnds() {
        purchase("cars").answered(Decision.soldOut());
        purchase("cars").refusedAsInvalid();
        purchase("cars").refusedAsTooMany();
        purchase("cars").refusedAsUnauthorized();
        purchase("cars").failedToAnswer();
        purchase("cars").answered(Outcome.OVERLOADED);
        purchase("cars");

        SaleFigures cars = figures("cars");
        assertThat(cars.count(Counted.RECEIVED)).isEqualTo(7);
        assertThat(cars.counts().values()).containsExactly(7L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 1L, 1L, 1L, 1L, 1L);
        assertThat(cars.latencies().count()).isEqualTo(6);
        assertThat(metrics.scrape()).contains("seckill_requests_received_total 7");
    }

    @Test
    void namesThatNobodySellsTakeNoMemory() {
        purchase("cats").answered(Decision.refused(Outcome.UNKNOWN_SALE, ""));
        purchase("cats").refusedAsInvalid();
        purchase("seen").refusedAsInvalid();

        assertThat(counted.counters())
                .extracting(counter -> counter.sale.value())
                .containsExactly("seen");
        assertThat(metrics.scrape()).contains("seckill_requests_received_total 3");
    }

    @Test
    void aSaleThatIsGoneWhileItIsAskedForFails() {
        purchase("cars").answered(Decision.soldOut());
        purchase("cars").answered(Decision.refused(Outcome.UNKNOWN_SALE, ""));

        assertThat(figures("cars").count(Counted.FAILED)).isEqualTo(1);
        assertThat(figures("cars").count(Counted.RECEIVED)).isEqualTo(2);
    }

    @Test
    void whatHasChangedIsTakenOnceUntilItChangesAgain() {
        purchase("cars").answered(Decision.soldOut());
        purchase("cars").answered(Decision.soldOut());
        assertThat(counted.takeChanged(10)).extracting(counter -> counter.sale).containsExactly(CARS);
        assertThat(counted.takeChanged(10)).isEmpty();

        purchase("cars").answered(Decision.soldOut());
        assertThat(counted.takeChanged(10)).hasSize(1);
    }

    @Test
    void thereIsABoundOnSales() {
        for (int i = 0; i < 3000; i++) {
            purchase("sale-" + i).answered(Decision.soldOut());
        }

        assertThat(counted.counters()).hasSize(1000);
        assertThat(counted.takeChanged(5000)).hasSize(1000);
        counted.dropIdle(System.nanoTime() + 3_600_000_000_000L);
        assertThat(counted.counters()).isEmpty();
    }
}

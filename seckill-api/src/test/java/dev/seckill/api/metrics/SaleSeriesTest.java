package dev.seckill.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.decide.HaltReason;
import dev.seckill.api.decide.SaleInUse;
import dev.seckill.api.outbox.OutboxSeen;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SaleSeriesTest {

    private static final List<String> OUTCOMES = List.of("accepted", "sold_out");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<SaleInUse> inUse = new ArrayList<>();
    private final Map<SaleId, long[]> counted = new HashMap<>();
    private final long[] totals = new long[2];
    private OutboxSeen outboxes = OutboxSeen.NONE;

    private void watch(int most) {
        RequestsBySale requests = new RequestsBySale() {
            @Override
            public List<String> outcomes() {
                return OUTCOMES;
            }

            @Override
            public Map<SaleId, long[]> counts() {
                Map<SaleId, long[]> copy = new HashMap<>();
                counted.forEach((sale, counts) -> copy.put(sale, counts.clone()));
                return copy;
            }
        };
        registry.getPrometheusRegistry()
                .register(new SaleSeries(
                        most,
                        () -> List.copyOf(inUse),
                        requests,
                        outcome -> totals[OUTCOMES.indexOf(outcome)],
                        () -> outboxes));
    }

    private void use(String sale, long left, HaltReason halt) {
        SaleSeen seen = new SaleSeen(
                halt == HaltReason.RECOVER ? SaleState.Phase.HALTED : SaleState.Phase.OPEN,
                left,
                2,
                10,
                new SaleDefinition(sale, "car", null, null, 1, 1),
                Instant.EPOCH,
                new SaleSeen.Progress(9, 8, 1, 3));
        inUse.add(new SaleInUse(new SaleId(sale), seen, TimeUnit.SECONDS.toNanos(left), 0, halt));
    }

    private void count(String sale, int way, long requests) {
        counted.computeIfAbsent(new SaleId(sale), added -> new long[2])[way] += requests;
        totals[way] += requests;
    }

    private double value(String name, String labels) {
        String start = name + "{" + labels + "} ";
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElse(Double.NaN);
    }

    private double requests(String sale, String outcome) {
        return value("seckill_sale_requests_total", "outcome=\"" + outcome + "\",sale=\"" + sale + "\"");
    }

    @Test
    void eachSaleIsToldByItselfAsLongAsThereIsRoom_theOthersTogether() {
        watch(1);
        use("big", 5, null);
        use("small", 3, null);
        use("tiny", 4, null);
        count("big", 0, 2);
        count("small", 0, 1);

        assertThat(value("seckill_sale_left_units", "sale=\"big\"")).isEqualTo(5);
        assertThat(value("seckill_sale_confirmed_units", "sale=\"big\"")).isEqualTo(3);
        assertThat(value("seckill_sale_left_units", "sale=\"small\"")).isNaN();
        assertThat(value("seckill_sale_left_units", "sale=\"(other)\"")).isEqualTo(7);
        assertThat(value("seckill_sale_look_age_seconds", "sale=\"(other)\"")).isEqualTo(4);
    }

    @Test
    void aSaleKeepsItsSeriesWhileItIsInMemory_whateverIsAskedOfOthers() {
        watch(1);
        use("first", 5, null);
        assertThat(value("seckill_sale_left_units", "sale=\"first\"")).isEqualTo(5);

        use("busy", 3, null);
        count("busy", 0, 1000);
        assertThat(value("seckill_sale_left_units", "sale=\"first\"")).isEqualTo(5);
        assertThat(value("seckill_sale_left_units", "sale=\"busy\"")).isNaN();

        inUse.remove(0);
        assertThat(value("seckill_sale_left_units", "sale=\"first\"")).isNaN();
        assertThat(value("seckill_sale_left_units", "sale=\"busy\"")).isEqualTo(3);
    }

    @Test
    void requestsCountOnce_andNoCounterEverGoesBack() {
        watch(1);
        use("first", 5, null);
        count("first", 0, 7);
        count("second", 0, 2);
        totals[1] += 4; // of no sale
        assertThat(requests("first", "accepted")).isEqualTo(7);
        assertThat(requests("(other)", "accepted")).isEqualTo(2);
        assertThat(requests("(other)", "sold_out")).isEqualTo(4);

        inUse.clear();
        use("second", 5, null);
        count("second", 0, 3);
        assertThat(requests("first", "accepted")).isNaN();
        assertThat(requests("second", "accepted")).isEqualTo(3);
        assertThat(requests("(other)", "accepted")).isEqualTo(2);

        inUse.clear();
        use("first", 5, null);
        count("first", 0, 1);
        assertThat(requests("first", "accepted")).isEqualTo(1);
        assertThat(requests("(other)", "accepted")).isEqualTo(2);
    }

    @Test
    void whatIsCountedAnewGoesOnWhereItWas() {
        watch(1);
        use("first", 5, null);
        count("first", 0, 7);
        assertThat(requests("first", "accepted")).isEqualTo(7);

        counted.clear();
        count("first", 0, 2);
        assertThat(requests("first", "accepted")).isBetween(7.0, 9.0);
        count("first", 0, 1);
        assertThat(requests("first", "accepted")).isBetween(8.0, 10.0);
        assertThat(requests("(other)", "accepted")).isBetween(0.0, 2.0);
    }

    @Test
    void haltedSalesAreToldByReason() {
        watch(1);
        use("halted", 5, HaltReason.RECOVER);
        use("away", 3, HaltReason.REDIS);
        count("halted", 0, 1);

        assertThat(value("seckill_sale_halted", "reason=\"recover\",sale=\"halted\""))
                .isOne();
        assertThat(value("seckill_sale_halted", "reason=\"redis\",sale=\"halted\""))
                .isZero();
        assertThat(value("seckill_sale_halted", "reason=\"redis\",sale=\"(other)\""))
                .isOne();
        assertThat(value("seckill_sale_status", "sale=\"halted\",status=\"halted\""))
                .isOne();
        assertThat(value("seckill_sale_status", "sale=\"halted\",status=\"open\""))
                .isZero();
    }

    @Test
    void theOldestEventOfASaleHasAnAge() {
        watch(1);
        use("slow", 5, null);
        use("done", 5, null);
        long since = System.nanoTime() - TimeUnit.SECONDS.toNanos(60);
        outboxes = new OutboxSeen(Map.of(new SaleId("slow"), 3L), Map.of(new SaleId("slow"), since));
        count("slow", 0, 1);

        assertThat(value("seckill_sale_outbox_oldest_age_seconds", "sale=\"slow\""))
                .isGreaterThanOrEqualTo(60);
        assertThat(value("seckill_sale_outbox_oldest_age_seconds", "sale=\"(other)\""))
                .isZero();
    }

    @Test
    void noneHasASeriesOfItsOwnIfThatIsWanted() {
        watch(0);
        use("any", 5, null);

        assertThat(value("seckill_sale_left_units", "sale=\"any\"")).isNaN();
        assertThat(value("seckill_sale_left_units", "sale=\"(other)\"")).isEqualTo(5);
    }
}

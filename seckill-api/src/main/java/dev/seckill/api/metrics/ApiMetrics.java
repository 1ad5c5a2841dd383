package dev.seckill.api.metrics;

import dev.seckill.api.decide.DecisionEvents;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.redis.StoreRisk;
import dev.seckill.api.redis.StoreRisks;
import dev.seckill.api.sale.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What this instance counts. Once all requests are answered:
 *
 * <pre>
 * requests = accepted + replayed + key reused + sold out + not enough + limit reached + not open + unknown + overloaded
 *     + unauthorized + too many requests + invalid + failed
 * changes = changed + unchanged + refused + key reused + unknown + overloaded + unauthorized + invalid + failed
 * order changes = changed + unchanged + refused + late + unknown order + unknown sale + overloaded + unauthorized
 *     + too many requests + invalid + failed
 * looks = seen + unknown + overloaded + invalid + failed
 * pages = seen + unknown + failed
 * reads = seen + unknown order + unknown sale + overloaded + unauthorized + too many requests + invalid + failed
 * </pre>
 *
 * The requests are purchases, of the model case and of the sales API together.
 *
 * Thread-safe.
 */
public final class ApiMetrics implements DecisionEvents, RequestCounts, AutoCloseable {

    private static final Set<Outcome> OF_A_CHANGE = EnumSet.of(
            Outcome.CHANGED,
            Outcome.UNCHANGED,
            Outcome.REFUSED,
            Outcome.KEY_REUSED,
            Outcome.UNKNOWN_SALE,
            Outcome.OVERLOADED);
    private static final Set<Outcome> OF_AN_ORDER_CHANGE = EnumSet.of(
            Outcome.CHANGED,
            Outcome.UNCHANGED,
            Outcome.REFUSED,
            Outcome.LATE,
            Outcome.UNKNOWN_ORDER,
            Outcome.UNKNOWN_SALE,
            Outcome.OVERLOADED);
    private static final Set<Outcome> OF_A_READ =
            EnumSet.of(Outcome.SEEN, Outcome.UNKNOWN_ORDER, Outcome.UNKNOWN_SALE, Outcome.OVERLOADED);
    private static final Set<Outcome> OF_A_LOOK = EnumSet.of(Outcome.SEEN, Outcome.UNKNOWN_SALE, Outcome.OVERLOADED);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter requests = Counter.builder("seckill.requests.received")
            .description("Purchase requests that came in.")
            .register(registry);
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Counter invalid = outcome("invalid");
    private final Counter failed = outcome("failed");
    private final Counter unauthorized = outcome("unauthorized");
    private final Counter tooMany = outcome("too_many_requests");
    private final RequestCounts changes = new CountedRequests(registry, "changes", OF_A_CHANGE);
    private final RequestCounts orderChanges = new CountedRequests(registry, "order.changes", OF_AN_ORDER_CHANGE);
    private final RequestCounts reads = new CountedRequests(registry, "reads", OF_A_READ);
    private final RequestCounts looks = new CountedRequests(registry, "looks", OF_A_LOOK);
    private final RequestCounts pages = new CountedRequests(registry, "pages", OF_A_LOOK);
    private final Counter unlogged = Counter.builder("seckill.requests.unlogged")
            .description("Of those accepted and replayed: answered with 202, before the order log's acknowledgement.")
            .register(registry);
    private final Counter transactions = Counter.builder("seckill.transactions.tried")
            .description("Attempts to decide a batch, lost races included.")
            .register(registry);
    private final Counter conflicts = Counter.builder("seckill.transactions.conflicted")
            .description("Attempts that lost their race against another instance.")
            .register(registry);
    private final Counter outages = Counter.builder("seckill.batches.failed")
            .description("Batches that could not be decided because Redis could not be used.")
            .register(registry);
    private final DistributionSummary batches = DistributionSummary.builder("seckill.batches.decided")
            .description("Purchases per decided batch.")
            .publishPercentiles(0.5, 0.99)
            .register(registry);

    /** Starts at zero. */
    public ApiMetrics() {
        for (Outcome outcome : EnumSet.range(Outcome.REPLAYED, Outcome.ACCEPTED)) {
            outcomes.put(outcome, outcome(outcome.name().toLowerCase(Locale.ROOT)));
        }
    }

    private Counter outcome(String name) {
        return Counter.builder("seckill.requests.answered")
                .description("Purchase requests by outcome.")
                .tag("outcome", name)
                .register(registry);
    }

    /** Shows the lengths of the instance's queues, and what its Redis may lose. */
    public void watch(Decisions decisions, OutboxDelivery delivery, StoreRisks risks) {
        Gauge.builder("seckill.purchases.waiting", decisions, Decisions::waiting)
                .description("Purchases that wait for their decision.")
                .register(registry);
        Gauge.builder("seckill.sales.used", decisions, Decisions::sales)
                .description("Sales that are in memory because somebody asks for them.")
                .register(registry);
        Gauge.builder("seckill.orders.unlogged", delivery, OutboxDelivery::unlogged)
                .description("Orders of this instance that the order log has not acknowledged.")
                .register(registry);
        for (StoreRisk risk : StoreRisk.values()) {
            watch(risks, risk);
        }
    }

    /** Shows how many watch one sale, and how many everything. */
    public void watchViewers(Supplier<Number> ofSales, Supplier<Number> ofAll) {
        Map.of("sale", ofSales, "all", ofAll)
                .forEach((what, viewers) -> Gauge.builder("seckill.viewers.watching", viewers)
                        .description("Streams that are open, by what they tell of.")
                        .tag("of", what)
                        .register(registry));
    }

    private void watch(StoreRisks risks, StoreRisk risk) {
        Gauge.builder("seckill.redis.endangered", risks, all -> all.present().contains(risk) ? 1 : 0)
                .description("1 while Redis's settings let it lose what was decided, by what it may be lost.")
                .tag("by", risk.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    @Override
    public void received() {
        requests.increment();
    }

    @Override
    public void answered(Outcome outcome) {
        outcomes.get(outcome).increment();
    }

    public void answeredUnlogged() {
        unlogged.increment();
    }

    @Override
    public void refusedAsInvalid() {
        invalid.increment();
    }

    @Override
    public void refusedAsTooMany() {
        tooMany.increment();
    }

    @Override
    public void refusedAsUnauthorized() {
        unauthorized.increment();
    }

    @Override
    public void failedToAnswer() {
        failed.increment();
    }

    /** The changes of sales that operators ask for. */
    public RequestCounts changes() {
        return changes;
    }

    /** What shops and buyers ask of orders. */
    public RequestCounts orderChanges() {
        return orderChanges;
    }

    /** Reads of the order book that are passed on. */
    public RequestCounts reads() {
        return reads;
    }

    /** The questions what sales are like. */
    public RequestCounts looks() {
        return looks;
    }

    /** The pages of sales that buyers open. */
    public RequestCounts pages() {
        return pages;
    }

    @Override
    public void decided(int purchases, int accepted, int lostRaces) {
        batches.record(purchases);
        transactions.increment(lostRaces + (accepted > 0 ? 1.0 : 0.0));
        conflicts.increment(lostRaces);
    }

    @Override
    public void contended(int purchases, int lostRaces) {
        transactions.increment(lostRaces);
        conflicts.increment(lostRaces);
    }

    @Override
    public void unavailable(RuntimeException reason) {
        outages.increment();
    }

    /** The present figures in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}

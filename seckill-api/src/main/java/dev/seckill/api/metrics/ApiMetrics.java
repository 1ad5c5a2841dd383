package dev.seckill.api.metrics;

import dev.seckill.api.decide.DecisionEvents;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.SaleInUse;
import dev.seckill.api.outbox.DeliveryEvents;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.outbox.OutboxSeen;
import dev.seckill.api.redis.StoreRisk;
import dev.seckill.api.redis.StoreRisks;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
 * receipts = signed + waiting + unknown + none + invalid + overloaded + failed
 * reads = seen + unknown order + unknown sale + overloaded + unauthorized + too many requests + invalid + failed
 * </pre>
 *
 * The requests are purchases, of the model case and of the sales API together.
 *
 * Thread-safe.
 */
public final class ApiMetrics implements RequestCounts, AutoCloseable {

    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

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
    private final JvmMetrics jvm = new JvmMetrics(registry);
    private final Counter requests = Counter.builder("seckill.requests.received")
            .description("Purchase requests that came in.")
            .register(registry);
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Counter invalid = outcome("invalid");
    private final Counter failed = outcome("failed");
    private final Counter unauthorized = outcome("unauthorized");
    private final Counter tooMany = outcome("too_many_requests");
    private final RefusedRequests refused = new RefusedRequests(registry);
    private final RequestCounts changes = new CountedRequests(registry, "changes", refused, OF_A_CHANGE);
    private final RequestCounts orderChanges =
            new CountedRequests(registry, "order.changes", refused, OF_AN_ORDER_CHANGE);
    private final RequestCounts reads = new CountedRequests(registry, "reads", refused, OF_A_READ);
    private final RequestCounts looks = new CountedRequests(registry, "looks", refused, OF_A_LOOK);
    private final RequestCounts pages = new CountedRequests(registry, "pages", refused, OF_A_LOOK);
    private final ReceiptMetrics receipts = new ReceiptMetrics(registry, refused);
    private final Counter unlogged = Counter.builder("seckill.requests.unlogged")
            .description("Of those accepted and replayed: answered with 202, before the order log's acknowledgement.")
            .register(registry);
    private final Map<Outcome, Timer> times = new EnumMap<>(Outcome.class);
    private final Timer undecided = times("undecided");
    private final StageMetrics stages = new StageMetrics(registry);
    private final DeliveryMetrics deliveries = new DeliveryMetrics(registry);

    /** Starts at zero. */
    public ApiMetrics() {
        for (Outcome outcome : EnumSet.range(Outcome.REPLAYED, Outcome.ACCEPTED)) {
            outcomes.put(outcome, outcome(label(outcome)));
            times.put(outcome, times(label(outcome)));
        }
    }

    private static String label(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private Timer times(String outcome) {
        return Meters.times(
                registry, "seckill.request.duration", "A purchase from its arrival to its answer.", "outcome", outcome);
    }

    private Counter outcome(String name) {
        return Counter.builder("seckill.requests.answered")
                .description("Purchase requests by outcome.")
                .tag("outcome", name)
                .register(registry);
    }

    /**
     * Shows what sales are like: so many of them by itself, the rest together.
     *
     * @param requests how purchases of each ended
     */
    public void watchSales(int most, Decisions decisions, RequestsBySale requests, Supplier<OutboxSeen> outboxes) {
        registry.getPrometheusRegistry()
                .register(new SaleSeries(most, decisions::inUse, requests, this::total, outboxes));
        Meters.gauge(
                registry,
                "seckill.holds.overdue.seconds",
                "For how long a hold of any sale in memory has been over that could not be ended; 0 without any.",
                () -> decisions.inUse().stream()
                                .mapToLong(SaleInUse::overdueNanos)
                                .max()
                                .orElse(0)
                        / NANOS_A_SECOND);
        Meters.gauge(
                registry,
                "seckill.outbox.events",
                "Events in the outboxes of all registered sales when the relay last looked.",
                () -> outboxes.get().total());
        Meters.gauge(
                registry,
                "seckill.outbox.oldest.age.seconds",
                "For how long this instance has seen the oldest of them; 0 without any.",
                () -> outboxes.get().oldestAgeNanos(System.nanoTime()) / NANOS_A_SECOND);
    }

    /** Those of unknown sales are failures of sales that are gone. */
    private double total(String outcome) {
        return switch (outcome) {
            case "invalid" -> invalid.count();
            case "unauthorized" -> unauthorized.count();
            case "too_many_requests" -> tooMany.count();
            case "failed" -> failed.count() + outcomes.get(Outcome.UNKNOWN_SALE).count();
            default ->
                outcomes.get(Outcome.valueOf(outcome.toUpperCase(Locale.ROOT))).count();
        };
    }

    /** Shows the lengths of the instance's queues, and what its Redis may lose. */
    public void watch(Decisions decisions, OutboxDelivery delivery, StoreRisks risks) {
        Meters.gauge(
                registry, "seckill.purchases.waiting", "Purchases that wait for their decision.", decisions::waiting);
        Meters.gauge(
                registry,
                "seckill.sales.used",
                "Sales that are in memory because somebody asks for them.",
                decisions::sales);
        Meters.gauge(
                registry,
                "seckill.orders.unlogged",
                "Events of this instance that the order log has not acknowledged.",
                delivery::unlogged);
        for (StoreRisk risk : StoreRisk.values()) {
            Meters.gauge(
                    registry,
                    "seckill.redis.endangered",
                    "1 while Redis's settings let it lose what was decided, by what it may be lost.",
                    () -> risks.present().contains(risk) ? 1 : 0,
                    "by",
                    risk.name().toLowerCase(Locale.ROOT));
        }
        FunctionCounter.builder("seckill.decisions.thinly.kept", risks, StoreRisks::thinlyKept)
                .description("Transactions that too few replicas had in time, or nobody knows how many.")
                .register(registry);
    }

    /** Shows more of the instance, each by a meter of its own. */
    public InstanceMetrics instance() {
        return new InstanceMetrics(registry);
    }

    /** Shows how many watch one sale, and how many everything. */
    public void watchViewers(Supplier<Number> ofSales, Supplier<Number> ofAll) {
        Map.of("sale", ofSales, "all", ofAll)
                .forEach((what, viewers) -> Meters.gauge(
                        registry,
                        "seckill.viewers.watching",
                        "Streams that are open, by what they tell of.",
                        viewers,
                        "of",
                        what));
    }

    @Override
    public void received() {
        requests.increment();
    }

    @Override
    public void answered(Outcome outcome) {
        outcomes.get(outcome).increment();
        refused.answered(outcome);
    }

    @Override
    public void answered(Decision decision) {
        outcomes.get(decision.outcome()).increment();
        refused.answered(decision);
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

    /** Those who ask for receipts. */
    public ReceiptMetrics receipts() {
        return receipts;
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
    public void took(Outcome outcome, long nanos) {
        (outcome == null ? undecided : times.get(outcome)).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts what becomes of batches. */
    public DecisionEvents stages() {
        return stages;
    }

    /** Counts what becomes of events. */
    public DeliveryEvents deliveries() {
        return deliveries;
    }

    /** The present figures in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}

package dev.seckill.consumer.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * All figures of this program. Key relationships:
 *
 * <ul>
 *   <li>consumed = stored + duplicate + parked. A message counts when it is known what became of it, so one that is
 *       held while MySQL is away counts in none of them, and one that is delivered again counts again.
 *   <li>ignored messages are not consumed: nobody knows what they are.
 *   <li>clashed is a part of parked: those that show a broken promise.
 * </ul>
 *
 * Thread-safe.
 */
public final class ConsumerMetrics implements AutoCloseable {

    private static final double MILLIS_A_SECOND = 1000;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMetrics jvm = new JvmMetrics(registry);
    private final AtomicLong lagRecords = new AtomicLong();
    private final AtomicInteger partitions = new AtomicInteger();
    private final Clock clock;
    /** When the oldest event was decided that is at hand and not stored; null without any. */
    private volatile Instant oldest;

    private final Counter consumed = counter("consumer.orders.consumed", "Messages of which the outcome is known");
    private final Counter stored = counter("consumer.orders.stored", "Orders that became a row");
    private final Counter duplicate = counter("consumer.orders.duplicate", "Orders that were stored before");
    private final Counter parked = counter("consumer.orders.parked", "Messages that cannot be stored");
    private final Counter clashed = counter(
            "consumer.orders.clashed",
            "Parked messages whose number or id is held by another, or whose number was given up: an alarm");
    private final Counter ignored =
            counter("consumer.orders.ignored", "Messages passed over because the settings say so");
    private final Counter commitsFailed = counter("consumer.commits.failed", "Offset commits that Kafka did not take");
    private final Counter storeOutages = counter("consumer.store.outages", "Times that MySQL went away");
    private final Counter parkingOutages = counter("consumer.parking.outages", "Times that parking was impossible");
    private final DistributionSummary batchSize =
            Meters.sizes(registry, "consumer.batch.messages", "Messages of a batch");
    private final Timer insertDuration =
            Meters.times(registry, "consumer.insert.duration", "Time to store a batch, failed attempts included");
    private final Timer commitDuration =
            Meters.times(registry, "consumer.commit.duration", "Time to commit offsets, failed attempts included");
    private final Timer storeDelay = Meters.longTimes(
            registry, "consumer.store.delay", "From the decision of the oldest event of a batch to its row");
    private final WebhookMetrics webhooks = new WebhookMetrics(registry);
    private final ReadMetrics reads = new ReadMetrics(registry);
    private final CosignerMetrics cosigners = new CosignerMetrics(registry);
    private final ProofMetrics proofs;

    /** By the machine's clock. */
    public ConsumerMetrics() {
        this(Clock.systemUTC());
    }

    /** @param clock as far as possible that of those who decide */
    public ConsumerMetrics(Clock clock) {
        this.clock = clock;
        this.proofs = new ProofMetrics(registry, clock);
        Meters.gauge(
                registry,
                "consumer.lag.records",
                "Messages on the order log not yet stored or parked, of the partitions held here",
                lagRecords::get);
        Meters.gauge(
                registry,
                "consumer.lag.seconds",
                "How long ago the oldest of those that were read was decided",
                () -> secondsSince(oldest));
        Meters.gauge(
                registry, "consumer.partitions.assigned", "Partitions of the order log held here", partitions::get);
    }

    private double secondsSince(Instant decided) {
        return decided == null ? 0 : Math.max(0, clock.millis() - decided.toEpochMilli()) / MILLIS_A_SECOND;
    }

    public void batchTaken(int messages) {
        batchSize.record(messages);
    }

    public void stored(int storedOrders, int duplicateOrders) {
        stored.increment(storedOrders);
        duplicate.increment(duplicateOrders);
        consumed.increment((double) storedOrders + duplicateOrders);
    }

    public void parked(int messages, int clashes) {
        parked.increment(messages);
        clashed.increment(clashes);
        consumed.increment(messages);
    }

    public void ignored() {
        ignored.increment();
    }

    public <T> T timeInsert(Supplier<T> insert) {
        return insertDuration.record(insert);
    }

    /** The oldest event of a batch, of which something is new in the book. */
    public void storedDecidedAt(Instant decided) {
        storeDelay.record(Math.max(0, clock.millis() - decided.toEpochMilli()), TimeUnit.MILLISECONDS);
    }

    public void timeCommit(Runnable commit) {
        commitDuration.record(commit);
    }

    public void commitFailed() {
        commitsFailed.increment();
    }

    public void storeOutage() {
        storeOutages.increment();
    }

    public void parkingOutage() {
        parkingOutages.increment();
    }

    /** What is to be stored. */
    public void lag(long records, int ofPartitions) {
        lagRecords.set(records);
        partitions.set(ofPartitions);
    }

    /** When the oldest event was decided that is at hand and not stored; null without any. */
    public void oldestAtHand(Instant decided) {
        oldest = decided;
    }

    /** Messages that are not in the book yet, as they were counted last. */
    public long lagRecords() {
        return lagRecords.get();
    }

    public ReadMetrics reads() {
        return reads;
    }

    public ProofMetrics proofs() {
        return proofs;
    }

    public CosignerMetrics cosigners() {
        return cosigners;
    }

    /** Shows more of the program, each by a meter of its own. */
    public ProgramMetrics program() {
        return new ProgramMetrics(registry);
    }

    public WebhookMetrics webhooks() {
        return webhooks;
    }

    /** The value of a counter or gauge by the name above; for tests and the final log line. */
    public double value(String name) {
        return registry.get(name).meter().measure().iterator().next().getValue();
    }

    /** All figures in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    private Counter counter(String name, String description) {
        return Meters.counter(registry, name, description);
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}

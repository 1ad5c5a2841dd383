package dev.seckill.consumer.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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
public final class ConsumerMetrics {

    private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong lagRecords = new AtomicLong();

    private final Counter consumed = counter("consumer.orders.consumed", "Messages of which the outcome is known");
    private final Counter stored = counter("consumer.orders.stored", "Orders that became a row");
    private final Counter duplicate = counter("consumer.orders.duplicate", "Orders that were stored before");
    private final Counter parked = counter("consumer.orders.parked", "Messages that cannot be stored");
    private final Counter clashed =
            counter("consumer.orders.clashed", "Parked orders whose seq or id is held by another: an alarm");
    private final Counter ignored =
            counter("consumer.orders.ignored", "Messages passed over because the settings say so");
    private final Counter commitsFailed = counter("consumer.commits.failed", "Offset commits that Kafka did not take");
    private final Counter storeOutages = counter("consumer.store.outages", "Times that MySQL went away");
    private final Counter parkingOutages = counter("consumer.parking.outages", "Times that parking was impossible");
    private final DistributionSummary batchSize = DistributionSummary.builder("consumer.batch.size")
            .description("Messages in a batch")
            .publishPercentiles(PERCENTILES)
            .register(registry);
    private final Timer insertDuration = Timer.builder("consumer.insert.duration")
            .description("Time to store a batch, failed attempts included")
            .publishPercentiles(PERCENTILES)
            .register(registry);
    private final WebhookMetrics webhooks = new WebhookMetrics(registry);
    private final ReadMetrics reads = new ReadMetrics(registry);

    public ConsumerMetrics() {
        Gauge.builder("consumer.lag.records", lagRecords, AtomicLong::get)
                .description("Messages on the order log not yet stored or parked, of the partitions held here")
                .register(registry);
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

    public void commitFailed() {
        commitsFailed.increment();
    }

    public void storeOutage() {
        storeOutages.increment();
    }

    public void parkingOutage() {
        parkingOutages.increment();
    }

    public void lag(long records) {
        lagRecords.set(records);
    }

    /** Messages that are not in the book yet, as they were counted last. */
    public long lagRecords() {
        return lagRecords.get();
    }

    public ReadMetrics reads() {
        return reads;
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
        return Counter.builder(name).description(description).register(registry);
    }
}

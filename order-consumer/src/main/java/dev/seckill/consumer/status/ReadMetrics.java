package dev.seckill.consumer.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of requests that read the order book; each counts once. Thread-safe. */
public final class ReadMetrics {

    private final Counter answered;
    private final Counter refused;
    private final Counter failed;

    ReadMetrics(MeterRegistry registry) {
        answered =
                counter(registry, "answered", "Reads of the order book that were answered, with no such order as well");
        refused = counter(
                registry, "refused", "Reads that were refused: no good token, no good request, too many at once");
        failed = counter(registry, "failed", "Reads without an answer, because MySQL gave none, or cut off");
    }

    public void answered() {
        answered.increment();
    }

    public void refused() {
        refused.increment();
    }

    public void failed() {
        failed.increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("consumer.reads." + name)
                .description(description)
                .register(registry);
    }
}

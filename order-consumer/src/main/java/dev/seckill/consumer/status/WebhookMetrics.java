package dev.seckill.consumer.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The figures of the webhooks: attempts = sent + failed + those that the shop wants no more of; each webhook ends as sent or
 * parked. One that comes again after a crash counts again. Thread-safe.
 */
public final class WebhookMetrics {

    private final AtomicLong lagRecords = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final Counter sent;
    private final Counter failed;
    private final Counter parked;
    private final Counter skipped;
    private final Timer attempts;

    WebhookMetrics(MeterRegistry registry) {
        sent = counter(registry, "consumer.webhooks.sent", "Webhooks that the shop has");
        failed = counter(registry, "consumer.webhooks.failed", "Attempts that failed");
        parked = counter(registry, "consumer.webhooks.parked", "Webhooks that were given up");
        skipped = counter(
                registry,
                "consumer.webhooks.skipped",
                "Messages of which nothing is told: no event, or one whose number was given up");
        attempts = Meters.times(registry, "consumer.webhook.duration", "Time of an attempt");
        gauge(registry, "consumer.webhooks.lag.records", lagRecords, "Messages of the order log that are not told yet");
        gauge(registry, "consumer.webhooks.waiting", waiting, "Webhooks in memory that are neither sent nor parked");
        gauge(registry, "consumer.webhooks.oldest.seconds", oldestSeconds, "Age of the oldest of those, 0 without any");
    }

    public void sent() {
        sent.increment();
    }

    public void failed() {
        failed.increment();
    }

    public void parked() {
        parked.increment();
    }

    public void skipped() {
        skipped.increment();
    }

    public void attempted(Duration took) {
        attempts.record(took);
    }

    /** What is not told yet, as it is now. */
    public void waiting(long records, long webhooks, Duration oldest) {
        lagRecords.set(records);
        waiting.set(webhooks);
        oldestSeconds.set(oldest.toSeconds());
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, AtomicLong value, String description) {
        Gauge.builder(name, value, AtomicLong::get).description(description).register(registry);
    }
}

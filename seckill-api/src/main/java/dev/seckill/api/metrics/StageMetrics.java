package dev.seckill.api.metrics;

import dev.seckill.api.decide.DecisionEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** The stages of a purchase until it is decided. Counted batch by batch, since threads that decide have no time. Thread-safe. */
final class StageMetrics implements DecisionEvents {

    private final Timer queue;
    private final Timer trip;
    private final Counter transactions;
    private final Counter conflicts;
    private final Counter outages;
    private final DistributionSummary batches;

    /** Starts at zero. */
    StageMetrics(MeterRegistry registry) {
        queue = Meters.times(
                registry,
                "seckill.queue.duration",
                "How long the first request of each batch waited until the batch was decided.");
        trip = Meters.times(registry, "seckill.trip.duration", "An attempt to decide a batch in Redis, won or lost.");
        transactions = Meters.counter(
                registry, "seckill.transactions.tried", "Attempts to decide a batch, lost races included.");
        conflicts = Meters.counter(
                registry, "seckill.transactions.conflicted", "Attempts that lost their race against another instance.");
        outages = Meters.counter(
                registry,
                "seckill.batches.failed",
                "Batches that could not be decided because Redis could not be used.");
        batches = Meters.sizes(registry, "seckill.batch.requests", "Requests of a decided batch.");
    }

    @Override
    public void attempted(long tookNanos) {
        trip.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void waited(long firstNanos) {
        queue.record(firstNanos, TimeUnit.NANOSECONDS);
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
}

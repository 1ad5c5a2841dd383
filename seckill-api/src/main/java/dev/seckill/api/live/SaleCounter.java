package dev.seckill.api.live;

import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What this instance has counted of one sale's purchases since it counts it. Thread-safe, without a lock. */
final class SaleCounter {

    final SaleId sale;
    /** Names it among all counters of all instances. */
    final String field;

    private final Consumer<SaleCounter> changed;
    private final LongAdder[] counts = new LongAdder[Counted.values().length];
    private final LatencyRecorder latencies = new LatencyRecorder();
    private final AtomicLong lastAcceptedMillis = new AtomicLong();
    private final AtomicBoolean isTold = new AtomicBoolean();
    private volatile long changedNanos = System.nanoTime();
    /** For the thread that tells others. */
    final RecentLatencies recent = new RecentLatencies(changedNanos);
    /** Whether this instance was silent for so long that others may have put it together with others; for the same thread. */
    boolean mayBeFolded;

    /** What is being told, and what was; null: nothing yet. */
    private SaleFigures telling;

    private SaleFigures told;
    /** What stands in the sum of those that are gone. */
    private SaleFigures folded = SaleFigures.NONE;

    /** @param changed is told of the first change after each {@link #untold} */
    SaleCounter(SaleId sale, String field, Consumer<SaleCounter> changed) {
        this.sale = sale;
        this.field = field;
        this.changed = changed;
        Arrays.setAll(counts, what -> new LongAdder());
    }

    void count(Counted what) {
        counts[what.ordinal()].increment();
        tell();
    }

    /**
     * A purchase is answered.
     *
     * @param tookNanos since it came in
     */
    void answered(Counted how, long tookNanos) {
        counts[how.ordinal()].increment();
        latencies.record(tookNanos);
        tell();
    }

    void accepted(Instant at) {
        lastAcceptedMillis.accumulateAndGet(at.toEpochMilli(), Math::max);
    }

    private void tell() {
        if (!isTold.get() && isTold.compareAndSet(false, true)) {
            changedNanos = System.nanoTime();
            changed.accept(this);
        }
    }

    /** From now on the next change is told. */
    void untold() {
        isTold.set(false);
    }

    /** What to tell of all so far: what the others do not have elsewhere. */
    SaleFigures telling(SaleFigures all) {
        telling = all;
        return all.minus(folded);
    }

    /** It reached the others. */
    void told() {
        told = telling;
    }

    /** Whether anything ever did. */
    boolean wasTold() {
        return told != null;
    }

    /** What was told stands in the sum of those that are gone: only what is more is to be told. */
    void wasFolded() {
        folded = told;
        again();
    }

    /** Nothing that was told stands anywhere. */
    void wasLost() {
        folded = SaleFigures.NONE;
        again();
    }

    /** Something has to be told again. */
    void again() {
        tell();
    }

    /** For how long nothing has changed, about. */
    long idleNanos(long now) {
        return isTold.get() ? 0 : now - changedNanos;
    }

    /** All so far. */
    SaleFigures figures(Latencies recent, Latencies all) {
        Map<Counted, Long> figures = new EnumMap<>(Counted.class);
        for (Counted what : Counted.values()) {
            figures.put(what, counts[what.ordinal()].sum());
        }
        figures.put(Counted.RECEIVED, counts[Counted.RECEIVED.ordinal()].sum()); // last: no fewer than are answered
        long last = lastAcceptedMillis.get();
        return new SaleFigures(figures, last == 0 ? null : Instant.ofEpochMilli(last), recent, all);
    }

    /** How many ended in which way. */
    long[] outcomes() {
        return Counted.outcomes().stream()
                .mapToLong(what -> counts[what.ordinal()].sum())
                .toArray();
    }

    Latencies latencies() {
        return latencies.all();
    }
}

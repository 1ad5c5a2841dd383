package dev.seckill.api.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets a log line that events can cause, such as orders in an outage or requests of strangers, through once a second at
 * most, with how often it was due. Thread-safe.
 */
public final class SparseLine {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final AtomicLong due = new AtomicLong();
    private final AtomicLong saidAt;

    /** A line that was not said yet: the first time, it is said at once. */
    public SparseLine() {
        this(System::nanoTime);
    }

    /** @param nanoTime a stopwatch */
    SparseLine(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.saidAt = new AtomicLong(nanoTime.getAsLong() - PAUSE_NANOS);
    }

    /** @param line says it, if it may; gets how often it was due since it was said last, this time included */
    public void say(LongConsumer line) {
        due.incrementAndGet();
        long last = saidAt.get();
        long now = nanoTime.getAsLong();
        if (now - last >= PAUSE_NANOS && saidAt.compareAndSet(last, now)) {
            line.accept(due.getAndSet(0));
        }
    }
}

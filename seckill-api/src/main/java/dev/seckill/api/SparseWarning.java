package dev.seckill.api;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Lets a warning that strangers can cause through once a second at most, with how often it was due. Thread-safe. */
final class SparseWarning {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongConsumer warning;
    private final AtomicLong due = new AtomicLong();
    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    /** @param warning says it; gets how often it was due since it was said last */
    SparseWarning(LongConsumer warning) {
        this.warning = warning;
    }

    void warn() {
        due.incrementAndGet();
        long last = saidAt.get();
        long now = System.nanoTime();
        if (now - last >= PAUSE_NANOS && saidAt.compareAndSet(last, now)) {
            warning.accept(due.getAndSet(0));
        }
    }
}

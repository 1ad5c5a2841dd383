package dev.seckill.api.http;

import dev.seckill.api.config.TraceSettings;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Picks the requests that are traced: those that the caller traces, and a share of the others; so many a second. Thread-safe. */
public final class TracePick {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int COUNT_BITS = 16;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final double ratio;
    private final int max;
    private final DoubleSupplier random;
    private final LongSupplier nanoTime;
    private final long startNanos;
    /** The second, and how many were picked in it. */
    private final AtomicLong picked = new AtomicLong();

    /** As the settings say. */
    public TracePick(TraceSettings settings) {
        this(settings.ratio(), settings.max(), () -> ThreadLocalRandom.current().nextDouble(), System::nanoTime);
    }

    /**
     * @param ratio the share of those that the caller does not trace
     * @param max picked in a second at most, up to 10,000
     * @param random from 0 up to 1, without it
     * @param nanoTime a stopwatch
     */
    TracePick(double ratio, int max, DoubleSupplier random, LongSupplier nanoTime) {
        this.ratio = ratio;
        this.max = max;
        this.random = random;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** @param isTraced whether the caller traces it */
    boolean picks(boolean isTraced) {
        return (isTraced || random.getAsDouble() < ratio) && hasRoom();
    }

    private boolean hasRoom() {
        long second = (nanoTime.getAsLong() - startNanos) / SECOND_NANOS;
        while (true) {
            long known = picked.get();
            long count = known >>> COUNT_BITS == second ? known & COUNT_MASK : 0;
            if (count >= max) {
                return false;
            }
            if (picked.compareAndSet(known, second << COUNT_BITS | count + 1)) {
                return true;
            }
        }
    }
}

package dev.seckill.api.http;

import dev.seckill.api.config.TraceSettings;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Picks the requests that are traced: those that the caller traces, and a share of the others; so many a second. Callers are
 * strangers, so theirs get half of that at most. Thread-safe.
 */
public final class TracePick {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int COUNT_BITS = 16;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int SECOND_SHIFT = 2 * COUNT_BITS;
    private static final int CALLERS_SHARE = 2;

    private final double ratio;
    private final int max;
    private final int callersMax;
    private final DoubleSupplier random;
    private final LongSupplier nanoTime;
    private final long startNanos;
    /** The second, how many were picked in it of those that the caller traces, and how many in all. */
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
        this.callersMax = max / CALLERS_SHARE;
        this.random = random;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** @param isTraced whether the caller traces it */
    boolean picks(boolean isTraced) {
        return (isTraced || random.getAsDouble() < ratio) && hasRoom(isTraced);
    }

    private boolean hasRoom(boolean isTraced) {
        long second = (nanoTime.getAsLong() - startNanos) / SECOND_NANOS;
        while (true) {
            long known = picked.get();
            long counts = known >>> SECOND_SHIFT == second ? known : second << SECOND_SHIFT;
            if ((counts & COUNT_MASK) >= max || isTraced && (counts >>> COUNT_BITS & COUNT_MASK) >= callersMax) {
                return false;
            }
            if (picked.compareAndSet(known, counts + 1 + (isTraced ? 1L << COUNT_BITS : 0))) {
                return true;
            }
        }
    }
}

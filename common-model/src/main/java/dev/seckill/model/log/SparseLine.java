package dev.seckill.model.log;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets a log line that events can cause, such as orders in an outage or requests of strangers, through a few times a second,
 * or in a longer time, at most, with how often it was due. Thread-safe.
 */
public final class SparseLine {

    /** More than one, so that a second reason is told beside the first. */
    private static final int LINES_A_SECOND = 3;

    private final int linesMax;
    private final long withinNanos;
    private final LongSupplier nanoTime;
    private long due;
    private long sinceNanos;
    private int said;

    /** A line that was not said yet. */
    public SparseLine() {
        this(System::nanoTime);
    }

    /** The same that is said so often within another time, for what may go on for days. */
    public SparseLine(int linesMax, Duration within) {
        this(linesMax, within, System::nanoTime);
    }

    /** @param nanoTime a stopwatch */
    SparseLine(LongSupplier nanoTime) {
        this(LINES_A_SECOND, Duration.ofSeconds(1), nanoTime);
    }

    SparseLine(int linesMax, Duration within, LongSupplier nanoTime) {
        this.linesMax = linesMax;
        this.withinNanos = within.toNanos();
        this.nanoTime = nanoTime;
        this.sinceNanos = nanoTime.getAsLong();
    }

    /** @param line says it, if it may; gets how often it was due since it was said last, this time included */
    public void say(LongConsumer line) {
        long times = timesDue();
        if (times > 0) {
            line.accept(times);
        }
    }

    /**
     * For the end of something in which it was due often, such as the reading of a topic: nothing would tell of the last ones.
     *
     * @param line says it, if there is a rest; gets how often it was due since it was said last
     */
    public void sayRest(LongConsumer line) {
        long times;
        synchronized (this) {
            times = due;
            due = 0;
        }
        if (times > 0) {
            line.accept(times);
        }
    }

    /** How often it was due since it was said last, if it may be said now; otherwise 0. */
    private synchronized long timesDue() {
        due++;
        long now = nanoTime.getAsLong();
        if (now - sinceNanos >= withinNanos) {
            sinceNanos = now;
            said = 0;
        }
        if (said == linesMax) {
            return 0;
        }
        said++;
        long times = due;
        due = 0;
        return times;
    }
}

package dev.seckill.api.orderlog;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps one send that waited in vain from being followed by a thousand more that do: after it, sends fail at once for a
 * while, and then one tries again. Without it a batch that was decided while the brokers went away would hold up the
 * decision thread for its length times the send wait. Thread-safe.
 */
final class SendPause {

    /** So at most a fifth of the time goes into waiting. */
    private static final int PAUSE_FACTOR = 4;

    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private volatile long untilNanos;

    /** @param sendWait the longest time that one send may wait; zero: sends never wait, so there is no pause */
    SendPause(Duration sendWait, LongSupplier nanoTime) {
        this.pauseNanos = PAUSE_FACTOR * sendWait.toNanos();
        this.nanoTime = nanoTime;
        this.untilNanos = nanoTime.getAsLong();
    }

    /** Whether a send should fail at once. */
    boolean isOn() {
        return nanoTime.getAsLong() - untilNanos < 0;
    }

    /** To be called when a send has waited in vain. */
    void begin() {
        untilNanos = nanoTime.getAsLong() + pauseNanos;
    }
}

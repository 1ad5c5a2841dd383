package dev.seckill.consumer.loop;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/** One outage after another: since when, how many attempts, when to try again, when to say so in the log again. */
public final class Outage {

    private static final Duration LOG_EVERY = Duration.ofSeconds(30);

    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private boolean active;
    private int attempts;
    private long sinceNanos;
    private long retryNanos;
    private long loggedNanos;

    public Outage(Backoff backoff, LongSupplier nanoTime) {
        this.backoff = Objects.requireNonNull(backoff, "backoff");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    public boolean isActive() {
        return active;
    }

    /** Notes a failed attempt; true if it is the first one of the outage. */
    public boolean failed() {
        long now = nanoTime.getAsLong();
        boolean first = !active;
        if (first) {
            active = true;
            attempts = 0;
            sinceNanos = now;
            loggedNanos = now;
        }
        attempts++;
        retryNanos = now + backoff.next().toNanos();
        return first;
    }

    /** Whether it is time for a reminder in the log; true once in a while. */
    public boolean isReminderDue() {
        boolean due = active && nanoTime.getAsLong() - loggedNanos >= LOG_EVERY.toNanos();
        if (due) {
            loggedNanos = nanoTime.getAsLong();
        }
        return due;
    }

    /** How long until the next attempt; zero if it is due or there is no outage. */
    public Duration untilRetry() {
        return active ? Duration.ofNanos(Math.max(0, retryNanos - nanoTime.getAsLong())) : Duration.ZERO;
    }

    public int attempts() {
        return attempts;
    }

    public Duration lasted() {
        return Duration.ofNanos(nanoTime.getAsLong() - sinceNanos);
    }

    public void over() {
        active = false;
        backoff.reset();
    }
}

package dev.seckill.consumer.loop;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Growing waits between attempts: each twice the one before, up to a limit, of which a random half is cut. */
public final class Backoff {

    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;
    private Duration current;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = Objects.requireNonNull(min, "min");
        this.max = Objects.requireNonNull(max, "max");
        this.random = Objects.requireNonNull(random, "random");
        this.current = min;
    }

    /** The wait before the next attempt, between half of the current one and all of it. */
    public Duration next() {
        long nanos = current.toNanos();
        Duration doubled = current.multipliedBy(2);
        current = doubled.compareTo(max) < 0 ? doubled : max;
        return Duration.ofNanos(nanos - (long) (random.nextDouble() * nanos / 2));
    }

    /** Starts over, after a success. */
    void reset() {
        current = min;
    }
}

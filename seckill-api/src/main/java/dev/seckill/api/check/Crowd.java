package dev.seckill.api.check;

import java.time.Duration;

/**
 * Who is expected.
 *
 * @param buyers all of them
 * @param within how long it takes until the last of them has come
 * @param instances API instances that share them evenly
 */
public record Crowd(int buyers, Duration within, int instances) {

    /** Redis keeps less of a buyer, with the order, its key, its hold and its way through the outbox. */
    private static final long REDIS_BYTES_EACH = 2048;
    /** An order that is held, extended and confirmed has some messages of 300 bytes. */
    private static final long LOG_BYTES_EACH = 2048;

    /** Of one instance. */
    int buyersOfOne() {
        return (buyers + instances - 1) / instances;
    }

    /** How many come to one instance in a second, on average. */
    double perSecondOfOne() {
        return buyersOfOne() * 1e9 / within.toNanos();
    }

    /** What Redis keeps of all of them, at most. */
    long redisBytes() {
        return buyers * REDIS_BYTES_EACH;
    }

    /** What a broker keeps of all of them, at most. */
    long logBytes() {
        return buyers * LOG_BYTES_EACH;
    }
}

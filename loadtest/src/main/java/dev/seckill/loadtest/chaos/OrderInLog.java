package dev.seckill.loadtest.chaos;

import java.time.Instant;
import java.util.Objects;

/**
 * An order as the order log has it.
 *
 * @param orderId as in the message
 * @param key the purchase's Idempotency-Key; null when the message has none
 * @param decidedAt when the API decided it
 */
public record OrderInLog(String orderId, String key, Instant decidedAt) {

    /** Checks that nothing is missing. */
    public OrderInLog {
        Objects.requireNonNull(orderId, "orderId");
        Objects.requireNonNull(decidedAt, "decidedAt");
    }
}

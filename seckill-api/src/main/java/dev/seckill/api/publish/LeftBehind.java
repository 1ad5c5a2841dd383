package dev.seckill.api.publish;

import dev.seckill.model.OrderId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long orders have stayed in the outbox, by this instance's own stopwatch. The time in an order's id is of no use for
 * that: it comes from the clock of whichever instance decided the order, and clocks differ and are set. Not thread-safe.
 */
final class LeftBehind {

    private final long afterNanos;
    private Map<OrderId, Long> firstSeenNanos = Map.of();

    /** @param after how long an order must have been seen to count as left behind */
    LeftBehind(Duration after) {
        this.afterNanos = after.toNanos();
    }

    /**
     * The orders that were seen for long enough, by id, at most that many.
     *
     * @param present all orders in the outbox now; those that are absent are forgotten
     */
    List<OrderId> among(Collection<OrderId> present, long nowNanos, int max) {
        Map<OrderId, Long> seen = new HashMap<>();
        for (OrderId order : present) {
            seen.put(order, firstSeenNanos.getOrDefault(order, nowNanos));
        }
        firstSeenNanos = seen;
        return seen.entrySet().stream()
                .filter(order -> nowNanos - order.getValue() >= afterNanos)
                .map(Map.Entry::getKey)
                .sorted()
                .limit(max)
                .toList();
    }
}

package dev.seckill.api.outbox;

import dev.seckill.api.sale.EventId;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long orders have stayed in the outbox, by this instance's own stopwatch. The time in an order's id is of no use for
 * that: it comes from the clock of whichever instance decided the order, and clocks differ and are set. An order that has
 * left the outbox meanwhile is kept until its time has come, and only then looked up. Not thread-safe.
 */
final class LeftBehind {

    /** Some megabytes. Past it, orders that are seen wait until others were delivered. */
    static final int ORDERS_MAX = 50_000;

    private final long afterNanos;
    private final Map<EventId, Long> firstSeenNanos = new LinkedHashMap<>();

    /** @param after how long an order must have been seen to count as left behind */
    LeftBehind(Duration after) {
        this.afterNanos = after.toNanos();
    }

    /** Notes orders that are in the outbox now; they need not be all. */
    void saw(Collection<EventId> orders, long nowNanos) {
        for (EventId order : orders) {
            if (firstSeenNanos.size() == ORDERS_MAX) {
                return;
            }
            firstSeenNanos.putIfAbsent(order, nowNanos);
        }
    }

    /** The orders that were seen long enough ago, by id, at most that many, those first that were seen first. */
    List<EventId> due(long nowNanos, int max) {
        return firstSeenNanos.entrySet().stream()
                .takeWhile(order -> nowNanos - order.getValue() >= afterNanos)
                .limit(max)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Those were delivered, or have left the outbox. One that is seen again starts anew. */
    void forget(Collection<EventId> orders) {
        firstSeenNanos.keySet().removeAll(orders);
    }
}

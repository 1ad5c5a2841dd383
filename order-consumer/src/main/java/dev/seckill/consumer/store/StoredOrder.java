package dev.seckill.consumer.store;

import dev.seckill.model.Order;
import java.time.Instant;

/**
 * What the order book keeps of an order beside its id.
 *
 * @param buyer null when unknown
 */
public record StoredOrder(String sale, long seq, String buyer, int quantity, Instant decidedAt) {

    /** What the book would keep of this order. */
    public static StoredOrder of(Order order) {
        return new StoredOrder(
                order.sale().value(),
                order.seq(),
                order.buyer() == null ? null : order.buyer().value(),
                order.quantity(),
                order.decidedAt());
    }
}

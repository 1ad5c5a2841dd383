package dev.seckill.loadtest.witness;

import java.util.Objects;

/**
 * One row of the order book.
 *
 * @param orderId as it is stored
 * @param seq the order's place within its sale
 */
public record BookedOrder(String orderId, long seq) {

    public BookedOrder {
        Objects.requireNonNull(orderId, "orderId");
    }
}

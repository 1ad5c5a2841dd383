package dev.seckill.loadtest.witness;

import java.util.Objects;

/**
 * One row of the order book.
 *
 * @param orderId as it is stored
 * @param seq the order's place within its sale
 * @param buyer whose it is; null if the buyer has no name
 * @param units how many
 */
public record BookedOrder(String orderId, long seq, String buyer, long units) {

    public BookedOrder {
        Objects.requireNonNull(orderId, "orderId");
    }

    /** One unit of a buyer without a name. */
    public BookedOrder(String orderId, long seq) {
        this(orderId, seq, null, 1);
    }
}

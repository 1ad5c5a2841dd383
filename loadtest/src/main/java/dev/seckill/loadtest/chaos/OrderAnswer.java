package dev.seckill.loadtest.chaos;

import java.util.Objects;

/**
 * What somebody was told who paid for an order, or took it back.
 *
 * @param orderId the order
 * @param change what was asked: confirm, extend or cancel
 * @param told what the clear reply said
 */
public record OrderAnswer(String orderId, String change, Told told) {

    /** A payment. */
    public static final String CONFIRM = "confirm";

    /** It shall be held for longer. */
    public static final String EXTEND = "extend";

    /** The order is taken back. */
    public static final String CANCEL = "cancel";

    /** What a reply says. */
    public enum Told {
        /** It is so now. */
        DONE,
        /** The payment comes too late. */
        LATE,
        /** The order as it is takes no such change. */
        REFUSED,
        /** There is no such order. */
        UNKNOWN
    }

    /** Checks that nothing is missing. */
    public OrderAnswer {
        Objects.requireNonNull(orderId, "orderId");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(told, "told");
    }
}

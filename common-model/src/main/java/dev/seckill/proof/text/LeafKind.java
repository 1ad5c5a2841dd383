package dev.seckill.proof.text;

/** What a leaf is about. The names are in the texts. */
public enum LeafKind {
    /** Somebody got units. */
    ACCEPTED(true),
    /** A held order was paid. */
    CONFIRMED(true),
    /** An order's units went back to the sale. */
    RELEASED(true),
    /** A payment came for an order whose units had gone back. */
    LATE(true),
    /** An order is held for longer. */
    EXTENDED(true),
    /** Units were put on sale, or taken back from it. */
    RESTOCKED(false),
    /** The sale was defined anew, paused or resumed. */
    SALE_CHANGED(false),
    /** The sale was closed. A kind of its own, because it is for strangers to see that nothing was sold behind it. */
    CLOSED(false),
    /** The sale was rebuilt from the order log. */
    RECOVERED(false),
    /** A number that was given up: nothing is known of it. */
    VOID(false);

    private final boolean isOfOrder;

    LeafKind(boolean isOfOrder) {
        this.isOfOrder = isOfOrder;
    }

    /** Whether it is about one order. */
    public boolean isOfOrder() {
        return isOfOrder;
    }
}

package dev.seckill.api.sale;

/**
 * How a request was decided. Those of a purchase come first, in order of precedence: the first that applies is the outcome.
 */
public enum Outcome {
    /**
     * The key was used before; this is the order that it got then. Not looked for where what Redis holds of the
     * sale cannot be used.
     */
    REPLAYED,
    /** The key was used before, for another buyer or quantity. */
    KEY_REUSED,
    /** There is no counter, or what Redis holds of the sale cannot be used: its stock is not known. */
    UNKNOWN_SALE,
    /** The sale is paused, closed, halted, or outside its opening hours. */
    NOT_OPEN,
    /** All units are decided. */
    SOLD_OUT,
    /** Fewer units are left than the purchase asks for. */
    NOT_ENOUGH,
    /** The purchase asks for more units than the sale gives to one order, or to one buyer. */
    LIMIT_REACHED,
    /**
     * A bound was reached; trying again later may help. Here it is the bound on the outbox; those on the queue and
     * on waiting apply before a purchase comes to be decided at all.
     */
    OVERLOADED,
    /** The buyer gets all units of the purchase. */
    ACCEPTED,
    /** The sale knows no such order, or it is another buyer's. */
    UNKNOWN_ORDER,
    /** A payment came after the order's units had gone back: it has to be refunded. */
    LATE,
    /** The change of the sale or the order is made. */
    CHANGED,
    /** The sale or the order is like that already, or the same change was made before under its key. */
    UNCHANGED,
    /** The sale or the order as it is takes no such change. */
    REFUSED,
    /** The look was taken. */
    SEEN
}

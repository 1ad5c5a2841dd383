package dev.seckill.api.sale;

/** How a purchase request was decided, in order of precedence: the first that applies is the outcome. */
public enum Outcome {
    /**
     * The key was used before; this is the order that it got then. Not looked for where what Redis holds of the
     * sale cannot be used.
     */
    REPLAYED,
    /** There is no counter, or what Redis holds of the sale cannot be used: its stock is not known. */
    UNKNOWN_SALE,
    /** The sale is paused, closed, halted, or outside its opening hours. */
    NOT_OPEN,
    /** All units are decided. */
    SOLD_OUT,
    /** The buyer already has as many units as the sale gives to one buyer. */
    LIMIT_REACHED,
    /**
     * A bound was reached; trying again later may help. Here it is the bound on the outbox; those on the queue and
     * on waiting apply before a purchase comes to be decided at all.
     */
    OVERLOADED,
    /** The buyer gets a unit. */
    ACCEPTED
}

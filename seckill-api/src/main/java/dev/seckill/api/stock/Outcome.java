package dev.seckill.api.stock;

/** How a purchase request was decided, in order of precedence: the first that applies is the outcome. */
public enum Outcome {
    /** A bound was reached before anything was decided; trying again later may help. */
    OVERLOADED,
    /** The key was used before; this is the order that it got then. */
    REPLAYED,
    /** The sale's counter does not exist or is not a number: nothing is known about its stock. */
    UNKNOWN_SALE,
    /** The sale is paused, closed, halted, or outside its opening hours. */
    NOT_OPEN,
    /** All units are decided. */
    SOLD_OUT,
    /** The buyer already has as many units as the sale gives to one buyer. */
    LIMIT_REACHED,
    /** The buyer gets a unit. */
    ACCEPTED
}

package dev.seckill.loadtest.witness;

/** What a buyer was told. */
public enum BuyerOutcome {
    /** A unit is the buyer's, and the reply named the order. */
    ACCEPTED,
    /** Nothing is left, or less than was asked for. */
    SOLD_OUT,
    /** The sale is not open yet, paused, or closed. */
    NOT_OPEN,
    /** The buyer has what one buyer may have. */
    LIMIT_REACHED,
    /** The system said no for now (503). */
    REFUSED,
    /** No reply, or one that the buyer cannot understand. */
    FAILED;

    /** Whether the buyer does not know how the purchase ended. */
    public boolean isError() {
        return this == REFUSED || this == FAILED;
    }
}

package dev.seckill.api.redis;

/** What a Redis that works may have lost of a sale, by eviction or by hand. */
public enum SaleLoss {
    /** The orders that keys got, before their lifetime was over: a retry would buy again. */
    KEYS("its Idempotency-Keys"),
    /** What buyers have: they could buy past the limit. */
    BUYERS("its buyers' units"),
    /** Orders that the log may not have, and that only a living instance still knows. */
    OUTBOX("its outbox"),
    /** What became of its orders: a confirmation would find none. */
    STATES("its orders' states"),
    /** Orders that are held: their units would never come back. */
    HELD("its held orders");

    private final String words;

    SaleLoss(String words) {
        this.words = words;
    }

    /** As it is told to the operator. */
    @Override
    public String toString() {
        return words;
    }
}

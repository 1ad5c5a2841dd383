package dev.seckill.model.event;

/** Whether a sale takes purchases, as its operator wants it. The names are on the wire. */
public enum SalePhase {
    /** It does, within its hours. */
    OPEN,
    /** Not now: its operator stopped it for a while. */
    PAUSED,
    /** Not any more. */
    CLOSED
}

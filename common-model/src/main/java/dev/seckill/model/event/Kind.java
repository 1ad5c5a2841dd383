package dev.seckill.model.event;

/** What an entry of a sale's journal is about. The names are on the wire. */
public enum Kind {
    /** Somebody got units. */
    ACCEPTED,
    /** A held order was paid: its units are sold. */
    CONFIRMED,
    /** An order's units went back to the sale. */
    RELEASED,
    /** A payment came for an order whose units had gone back. */
    LATE,
    /** An order is held for longer. */
    EXTENDED,
    /** Units were put on sale, or taken back from it. */
    RESTOCKED,
    /** The sale was defined anew, paused, resumed or closed. */
    SALE_CHANGED,
    /** The sale was rebuilt from the order log, and numbers were given up. */
    RECOVERED
}

package dev.seckill.api.outbox;

import dev.seckill.model.event.SaleEvent;

/** Hears what becomes of events, to count it. Called on any thread; must not block or throw. */
public interface DeliveryEvents {

    /** Counts nothing. */
    DeliveryEvents NONE = new DeliveryEvents() {};

    /** It was decided here, and goes to the order log for the first time. */
    default void delivers(SaleEvent event) {}

    /** The relay sends one again, or one that another instance left. */
    default void republishes() {}

    /** The log acknowledged one. */
    default void logged(long sinceSentNanos) {}

    /** The log did not take one; the relay will try again. */
    default void failed() {}

    /** Events left the outbox together, the first of which was logged so long ago. */
    default void settled(long firstNanos) {}

    /** The relay could not look after the outboxes. */
    default void relayFailed() {}
}

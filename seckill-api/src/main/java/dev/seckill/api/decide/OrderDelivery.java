package dev.seckill.api.decide;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import dev.seckill.model.trace.TraceSpan;
import java.util.List;
import java.util.Set;

/** Takes decided events to the order log. Thread-safe; no method blocks for longer than a send may. */
public interface OrderDelivery {

    /** Hears once how far an order got in time. Called on any thread; must not block. */
    interface Listener {

        /** The order log has acknowledged the order. */
        void logged();

        /** It has not within the publish wait; the order stays in the outbox and will get there. */
        void pending();

        /** What the delivery is a part of; null if it is not traced. */
        default TraceSpan trace() {
            return null;
        }
    }

    /** Why no more orders should be decided now, or null when they may. */
    String refusal();

    /**
     * Starts to deliver an event that stands in the outbox.
     *
     * @param listener null if nobody waits for it
     */
    void deliver(OutboxEntry entry, Listener listener);

    /**
     * Listens to an order that this instance is delivering or has delivered lately.
     *
     * @return false when nothing is known of it here; the listener is not called then
     */
    boolean join(EventId order, Listener listener);

    /** The sales of which events are in the order log and may leave the outbox; changes by itself. */
    Set<SaleId> salesToSettle();

    /** Takes up to that many such events of a sale. */
    List<EventId> takeLogged(SaleId sale, int max);

    /** Whether events of the sale are on their way, or have not left the outbox. */
    boolean isBusyWith(SaleId sale);

    /** These have left the outbox. */
    void settled(List<EventId> events);

    /** These could not be removed from the outbox now; they will be taken again. */
    void notSettled(List<EventId> events);
}

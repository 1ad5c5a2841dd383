package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;
import java.time.Instant;

/**
 * What the journal keeps of an event beside its place and what its kind alone has.
 *
 * @param kind as it is on the wire
 * @param orderId null if it is about no order
 * @param units below 0 when they were taken
 * @param hasDetail whether there is more, which its kind alone has
 */
record StoredEvent(String kind, String orderId, long units, long left, Instant at, boolean hasDetail) {

    static StoredEvent of(SaleEvent event) {
        return new StoredEvent(
                event.kind().name(),
                event instanceof SaleEvent.OfOrder ofOrder ? ofOrder.orderId().toString() : null,
                event.units(),
                event.left(),
                event.at(),
                !(event instanceof SaleEvent.Accepted accepted) || accepted.isOpen());
    }
}

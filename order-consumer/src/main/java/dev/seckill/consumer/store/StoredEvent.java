package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;
import java.time.Instant;

/**
 * What the journal keeps of an event beside its place and what its kind alone has.
 *
 * @param kind as it is on the wire
 * @param orderId null if it is about no order
 * @param units below 0 when they were taken
 */
record StoredEvent(String kind, String orderId, long units, long left, Instant at) {

    static StoredEvent of(SaleEvent event) {
        return new StoredEvent(
                event.kind().name(),
                event instanceof SaleEvent.Accepted accepted
                        ? accepted.order().orderId().toString()
                        : null,
                event.units(),
                event.left(),
                event.at());
    }
}

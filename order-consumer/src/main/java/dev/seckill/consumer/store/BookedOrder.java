package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;

/**
 * An order as the book has it.
 *
 * @param item null if a program stored it that did not keep the item
 * @param lastNo the number of the newest event that is about it; {@link SaleEvent#UNNUMBERED} if none is known
 * @param acceptedNo the number under which it was accepted; {@link SaleEvent#UNNUMBERED} if it is not known
 */
record BookedOrder(StoredOrder order, String item, long lastNo, long acceptedNo) {

    /** Whether it is the order of this event, as far as the book can tell. */
    boolean agreesWith(SaleEvent.Accepted event) {
        return order.equals(StoredOrder.of(event.order()))
                && (item == null || item.equals(event.order().item()));
    }

    /** Whether the journal has the order already, and not at this place. */
    boolean hasAnotherNo(long no) {
        return acceptedNo != SaleEvent.UNNUMBERED && acceptedNo != no;
    }

    /** Whether the event tells of the order what the book does not know yet. */
    boolean isCompletedBy(SaleEvent.Accepted event) {
        return item == null || lastNo < event.no();
    }
}

package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;

/** The place of an event: its number within its sale. */
record EventKey(String sale, long no) {

    static EventKey of(SaleEvent event) {
        return new EventKey(event.sale().value(), event.no());
    }

    @Override
    public String toString() {
        return "event " + no + " of sale " + sale;
    }
}

package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;
import java.util.List;

/** The order book. Any thread; several batches may be stored at once. */
public interface OrderStore {

    /**
     * Stores the events, all that can be stored at once or none: in the journal, and what follows from them for orders and
     * sales. An event that the book has already, equal in all that the book keeps, is a duplicate and changes nothing. An
     * order without a number goes into the orders only; if it is there with a number, or comes with one later, the book keeps
     * what both know. What cannot be stored is refused alone.
     *
     * @return what became of each event; stored + duplicate + refused = events given
     * @throws StoreUnavailableException if the book cannot be reached now; the outcome is unknown, giving the same
     *     events again is safe
     */
    StoreOutcome store(List<? extends SaleEvent> events);

    /**
     * Tells whether {@link #store} would reach the book now.
     *
     * @throws StoreUnavailableException if it would not
     */
    void check();
}

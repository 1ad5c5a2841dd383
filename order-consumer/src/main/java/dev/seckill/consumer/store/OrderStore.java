package dev.seckill.consumer.store;

import dev.seckill.model.Order;
import java.util.List;

/** The order book. Any thread; several batches may be stored at once. */
public interface OrderStore {

    /**
     * Stores the orders, all that can be stored at once or none. An order that the book has already, equal in all that
     * the book keeps, is a duplicate and changes nothing. One that cannot be stored is refused alone.
     *
     * @return what became of each order; stored + duplicate + refused = orders given
     * @throws StoreUnavailableException if the book cannot be reached now; the outcome is unknown, giving the same
     *     orders again is safe
     */
    StoreOutcome store(List<Order> orders);

    /**
     * Tells whether {@link #store} would reach the book now.
     *
     * @throws StoreUnavailableException if it would not
     */
    void check();
}

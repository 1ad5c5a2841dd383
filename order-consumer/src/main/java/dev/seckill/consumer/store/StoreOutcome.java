package dev.seckill.consumer.store;

import java.util.List;

/**
 * What became of a list of orders.
 *
 * @param stored orders that are new in the book
 * @param duplicate orders that the book had already
 * @param refusals orders that the book does not take, in the order in which they were given
 */
public record StoreOutcome(int stored, int duplicate, List<Refusal> refusals) {

    /** Copies the refusals. */
    public StoreOutcome {
        refusals = List.copyOf(refusals);
    }
}

package dev.seckill.consumer.store;

import java.util.List;

/**
 * What became of a list of events.
 *
 * @param stored events that are new in the book, or whose order is
 * @param duplicate events that the book had already
 * @param refusals events that the book does not take, in the order in which they were given
 */
public record StoreOutcome(int stored, int duplicate, List<Refusal> refusals) {

    /** Copies the refusals. */
    public StoreOutcome {
        refusals = List.copyOf(refusals);
    }
}

package dev.seckill.api.sale;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The counter of one sale, shared with other API instances. Used by one thread at a time: the sale's decision thread.
 */
public interface StockCounter extends AutoCloseable {

    /**
     * Tries once to decide a batch in one atomic step: either everything that it changes is stored, every event with its
     * outbox entry, or nothing is.
     *
     * @param requests in arrival order; may be empty when there is only something to settle
     * @param settled events that the order log has acknowledged; their outbox entries are removed if the batch is
     *     decided, and perhaps otherwise
     * @param tooLate asked right before anything is changed, after everything that may have taken long; if it says yes,
     *     nothing is decided
     * @throws StockUnavailableException if the store cannot be used now; nothing was decided, or a store that
     *     rolls nothing back has done only a part: then the sale is halted
     * @throws OutcomeUnknownException if it cannot be told whether the batch was decided; it must not be tried again
     */
    Attempt decide(List<? extends Request> requests, List<EventId> settled, BooleanSupplier tooLate);

    /** The same for requests that may wait for their decision as long as it takes. */
    default Attempt decide(List<? extends Request> requests, List<EventId> settled) {
        return decide(requests, settled, () -> false);
    }

    /**
     * Tells, before a batch of another sale is decided, what will be decided of this one afterwards: where both use the same
     * connection, the look for it may come along. Nothing is decided, and something else may be asked next.
     */
    default void isNext(List<? extends Request> requests) {}

    /** Which of these events are still in the outbox, so not known to be in the order log. */
    List<EventId> unsettled(List<EventId> events);

    /** Whether it has to finish what only it knows of, and must not be closed before. */
    default boolean isBusy() {
        return false;
    }

    /** Releases the connection; what was decided stays. */
    @Override
    void close();
}

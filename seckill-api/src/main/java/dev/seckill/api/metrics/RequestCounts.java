package dev.seckill.api.metrics;

import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;

/** Counts requests of one kind; once all are answered, those received are the sum of the others. Thread-safe. */
public interface RequestCounts {

    /** One came in. */
    void received();

    /** It was decided, and is answered. */
    void answered(Outcome outcome);

    /** The same, for whoever wants to know more of the decision. */
    default void answered(Decision decision) {
        answered(decision.outcome());
    }

    /** It was refused, because it is not what it should be. */
    void refusedAsInvalid();

    /** It was refused, because it brings no good token. */
    void refusedAsUnauthorized();

    /** It was refused, because somebody asks too often. */
    void refusedAsTooMany();

    /** It could not be decided. */
    void failedToAnswer();

    /**
     * How long it took from its arrival to its answer, in one way or another.
     *
     * @param outcome null if it was not decided
     */
    default void took(Outcome outcome, long nanos) {}
}

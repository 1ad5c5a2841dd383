package dev.seckill.loadtest.witness;

import java.util.List;
import java.util.Objects;

/**
 * What the witness found of a planned sale.
 *
 * @param expectation what it was set out to be
 * @param requests replies in all, and requests without one
 * @param accepted replies that gave an order, replays left out
 * @param replayed replies with the order that the purchase had got before
 * @param notOpen replies that the sale is not open yet, paused or closed
 * @param soldOut replies that nothing is left
 * @param limited replies that the buyer has had its share
 * @param errors any other reply, or none
 * @param buyersServed buyers who were told of an order
 * @param replyTimes over all requests
 * @param firstOrderMillis from the opening to the first order, by the clock of Redis; -1 without an order
 * @param rows orders in the order book
 * @param missing order ids that a buyer was told and the order book does not have
 * @param unanswered rows that no buyer was told of
 * @param duplicate orders told to two buyers or purchases, rows that repeat an order or a place
 * @param oversold units told, stored or decided past those offered
 * @param early orders from before the opening, and replies from before it that were no "not open"
 * @param stopped the same of a pause and of the time after the close
 * @param pastLimits orders past a limit
 * @param counter the sale in Redis
 * @param journal what came of the replay of the sale's journal
 * @param reasons why the run failed; empty when it passed
 */
public record PlannedVerdict(
        PlannedExpectation expectation,
        long requests,
        long accepted,
        long replayed,
        long notOpen,
        long soldOut,
        long limited,
        long errors,
        long buyersServed,
        ReplyTimes replyTimes,
        long firstOrderMillis,
        long rows,
        long missing,
        long unanswered,
        long duplicate,
        long oversold,
        long early,
        long stopped,
        long pastLimits,
        CounterState counter,
        JournalVerdict journal,
        List<String> reasons) {

    /** Copies the list. */
    public PlannedVerdict {
        Objects.requireNonNull(expectation, "expectation");
        Objects.requireNonNull(counter, "counter");
        Objects.requireNonNull(journal, "journal");
        reasons = List.copyOf(reasons);
    }

    /** Whether the run passed. */
    public boolean isPass() {
        return reasons.isEmpty();
    }
}

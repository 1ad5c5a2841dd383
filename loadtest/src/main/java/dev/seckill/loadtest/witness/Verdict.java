package dev.seckill.loadtest.witness;

import java.util.List;
import java.util.Objects;

/**
 * What the witness found.
 *
 * @param expectation what the run was set out to do
 * @param accepted buyers who were told that they got a unit
 * @param acceptedPerSecond acceptances over the time from the first request to the last acceptance; 0 without any
 * @param soldOut buyers who were told that nothing is left
 * @param errors buyers who got neither of these replies; accepted + soldOut + errors = replies
 * @param replyTimes over all replies
 * @param rows rows of this run in the order book
 * @param missing order ids that a buyer was told and the order book does not have
 * @param duplicate order ids told to more than one buyer, and rows whose order id or place another row has
 * @param oversold units past the stock that were accepted, decided or stored, whichever is the most
 * @param unanswered rows that no buyer was told of; normal after an error, as the order was decided all the same
 * @param gaps places of this run that no row has
 * @param counter the counter after the run
 * @param journal what came of the replay of the sale's journal, all runs included
 * @param reasons why the run failed; empty when it passed
 */
public record Verdict(
        Expectation expectation,
        long accepted,
        double acceptedPerSecond,
        long soldOut,
        long errors,
        ReplyTimes replyTimes,
        long rows,
        long missing,
        long duplicate,
        long oversold,
        long unanswered,
        long gaps,
        CounterState counter,
        JournalVerdict journal,
        List<String> reasons) {

    public Verdict {
        Objects.requireNonNull(expectation, "expectation");
        Objects.requireNonNull(replyTimes, "replyTimes");
        Objects.requireNonNull(counter, "counter");
        Objects.requireNonNull(journal, "journal");
        reasons = List.copyOf(reasons);
    }

    /** Whether the run passed. */
    public boolean isPass() {
        return reasons.isEmpty();
    }
}

package dev.seckill.loadtest.witness;

import java.util.Locale;

/** Writes the verdict on a planned sale for a person at a terminal. */
public final class PlannedPrinter {

    private PlannedPrinter() {}

    /** The verdict as lines of at most 110 characters, but for reasons; ends with a line break. */
    public static String print(PlannedVerdict verdict) {
        PlannedExpectation expectation = verdict.expectation();
        ReplyTimes times = verdict.replyTimes();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                """

                Verdict: %,d buyers for %,d units of the planned sale %s, %d for each buyer

                  requests    %,9d
                  accepted    %,9d   orders given, to %,d buyers; the first %,d ms after the opening
                  replayed    %,9d   the same order again, to the same key
                  not open    %,9d   told before the opening, in the pause, or after the close
                  sold out    %,9d   told that nothing is left
                  limit       %,9d   told that a buyer has had its share
                  errors      %,9d   any other reply, or none
                  reply time  %,9d   ms at p50, %,d at p95, %,d at p99, %,d the longest

                  rows        %,9d   in the order book
                  missing     %,9d   told to a buyer, but not in the order book
                  unanswered  %,9d   in the order book, but nobody was told
                  duplicate   %,9d   told or stored more than once
                  oversold    %,9d   past the units offered
                  early       %,9d   before the opening, by the clock of Redis
                  stopped     %,9d   in the pause or after the close
                  past limits %,9d   more than a buyer or an order may have
                  left        %,9d   in the counter, of %,d offered
                %s
                """,
                expectation.buyers(),
                expectation.offered(),
                expectation.sale(),
                expectation.perBuyer(),
                verdict.requests(),
                verdict.accepted(),
                verdict.buyersServed(),
                verdict.firstOrderMillis(),
                verdict.replayed(),
                verdict.notOpen(),
                verdict.soldOut(),
                verdict.limited(),
                verdict.errors(),
                times.p50Millis(),
                times.p95Millis(),
                times.p99Millis(),
                times.maxMillis(),
                verdict.rows(),
                verdict.missing(),
                verdict.unanswered(),
                verdict.duplicate(),
                verdict.oversold(),
                verdict.early(),
                verdict.stopped(),
                verdict.pastLimits(),
                verdict.counter().left(),
                verdict.counter().allotment(),
                verdict.journal().line()));
        text.append(VerdictPrinter.banner(verdict.isPass()));
        if (!verdict.isPass()) {
            text.append('\n');
        }
        verdict.reasons().forEach(reason -> text.append("  - ").append(reason).append('\n'));
        return text.toString();
    }
}

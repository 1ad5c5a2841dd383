package dev.seckill.loadtest.witness;

import java.util.Locale;

/** Writes a verdict for a person at a terminal. */
public final class VerdictPrinter {

    private VerdictPrinter() {}

    /** The verdict as lines of at most 110 characters, but for reasons; ends with a line break. */
    public static String print(Verdict verdict) {
        Expectation expectation = verdict.expectation();
        CounterState counter = verdict.counter();
        ReplyTimes times = verdict.replyTimes();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                """

                Verdict: %,d buyers for %,d units of the sale %s

                  buyers      %,9d
                  accepted    %,9d   told that they got one, %,.1f per second
                  sold out    %,9d   told that nothing is left
                  errors      %,9d   any other reply, or none
                  reply time  %,9d   ms at p50, %,d at p95, %,d at p99, %,d the longest

                  rows        %,9d   in the order book
                  missing     %,9d   told to a buyer, but not in the order book
                  duplicate   %,9d   told or stored more than once
                  oversold    %,9d   past the stock
                  unanswered  %,9d   in the order book, but the buyer got an error
                  left        %,9d   in the counter; with %,d decided that makes the allotment, %,d
                %s
                """,
                expectation.buyers(),
                expectation.stock(),
                expectation.sale(),
                expectation.buyers(),
                verdict.accepted(),
                verdict.acceptedPerSecond(),
                verdict.soldOut(),
                verdict.errors(),
                times.p50Millis(),
                times.p95Millis(),
                times.p99Millis(),
                times.maxMillis(),
                verdict.rows(),
                verdict.missing(),
                verdict.duplicate(),
                verdict.oversold(),
                verdict.unanswered(),
                counter.left(),
                counter.decided(),
                counter.allotment(),
                verdict.journal().line()));
        text.append(banner(verdict.isPass()));
        if (!verdict.isPass()) {
            text.append('\n');
        }
        verdict.reasons().forEach(reason -> text.append("  - ").append(reason).append('\n'));
        return text.toString();
    }

    /** The word that nobody overlooks: PASS or FAIL in a frame. */
    public static String banner(boolean isPass) {
        String word = isPass ? "PASS" : "FAIL";
        return "  ############\n  #   " + word + "   #\n  ############\n";
    }
}

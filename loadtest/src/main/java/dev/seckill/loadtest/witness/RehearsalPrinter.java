package dev.seckill.loadtest.witness;

import java.util.Locale;

/** Writes the verdict on a rehearsal for a person at a terminal. */
public final class RehearsalPrinter {

    private RehearsalPrinter() {}

    /** The verdict as lines of at most 110 characters, but for reasons; ends with a line break. */
    public static String print(RehearsalVerdict verdict) {
        ReplyTimes times = verdict.replyTimes();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                """

                Verdict: %,d buyers for %,d units of the sale %s

                  requests    %,9d
                  accepted    %,9d   orders told, %,.1f per second
                  repeated    %,9d   requests of purchases that had their order
                  sold out    %,9d   told that nothing is left
                  errors      %,9d   any other reply, or none
                  reply time  %,9d   ms at p50, %,d at p95, %,d at p99, %,d the longest

                  duplicate   %,9d   told or stored more than once
                  oversold    %,9d   past the units offered
                """,
                verdict.terms().buyers(),
                verdict.terms().stock(),
                verdict.terms().sale(),
                verdict.requests(),
                verdict.accepted(),
                verdict.acceptedPerSecond(),
                verdict.repeated(),
                verdict.soldOut(),
                verdict.errors(),
                times.p50Millis(),
                times.p95Millis(),
                times.p99Millis(),
                times.maxMillis(),
                verdict.duplicate(),
                verdict.oversold()));
        if (verdict.rows() == null) {
            text.append("  rows                -   not judged: ").append(verdict.unseen());
        } else {
            text.append(String.format(
                    Locale.ROOT,
                    "  rows        %,9d   in the order book%n  missing     %,9d   told to a buyer, but not in the order book",
                    verdict.rows(),
                    verdict.missing()));
        }
        text.append("\n\n").append(VerdictPrinter.banner(verdict.isPass()));
        if (!verdict.isPass()) {
            text.append('\n');
        }
        verdict.reasons().forEach(reason -> text.append("  - ").append(reason).append('\n'));
        return text.toString();
    }
}

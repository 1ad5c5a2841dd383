package dev.seckill.loadtest.witness;

import java.util.Locale;

/** Writes the verdict on a sale that is paid for a person at a terminal. */
public final class PaidPrinter {

    private PaidPrinter() {}

    /** The verdict as lines of at most 110 characters, but for reasons; ends with a line break. */
    public static String print(PaidVerdict verdict) {
        ReplyTimes times = verdict.replyTimes();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                """

                Verdict: sold in the end %,d of %,d, oversold %,d; %,d late payers, %,d with a refund event

                  requests    %,9d
                  accepted    %,9d   orders given, each held until it was paid or its time was over
                  sold out    %,9d   told that nothing is left for now
                  errors      %,9d   any other reply, or none
                  reply time  %,9d   ms at p50, %,d at p95, %,d at p99, %,d the longest

                  orders      %,9d   in the journal
                  confirmed   %,9d   units sold
                  expired     %,9d   orders whose units went back
                  late        %,9d   of them paid after that
                  webhooks    %,9d   told to the shop
                  missing     %,9d   told to a buyer, but not in the order book
                  duplicate   %,9d   told or stored more than once
                  left        %,9d   in the counter, and %,d held
                %s
                """,
                verdict.sold(),
                verdict.offered(),
                verdict.oversold(),
                verdict.late(),
                verdict.refunds(),
                verdict.requests(),
                verdict.accepted(),
                verdict.soldOut(),
                verdict.errors(),
                times.p50Millis(),
                times.p95Millis(),
                times.p99Millis(),
                times.maxMillis(),
                verdict.orders(),
                verdict.sold(),
                verdict.expired(),
                verdict.late(),
                verdict.webhooks(),
                verdict.missing(),
                verdict.duplicate(),
                verdict.counter().left(),
                verdict.held(),
                verdict.journal().line()));
        text.append(VerdictPrinter.banner(verdict.isPass()));
        if (!verdict.isPass()) {
            text.append('\n');
        }
        verdict.reasons().forEach(reason -> text.append("  - ").append(reason).append('\n'));
        return text.toString();
    }
}

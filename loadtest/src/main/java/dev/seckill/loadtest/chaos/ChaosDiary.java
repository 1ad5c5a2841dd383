package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.Terminal;
import java.util.Locale;
import java.util.Map;

/** What a person at the terminal sees of a round: a line that counts replies as they come, and each step. */
final class ChaosDiary {

    private final Terminal terminal;

    ChaosDiary(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The head of a round. */
    void begin(Plan.Round round, int rounds) {
        terminal.say("Round " + round.number() + " of " + rounds + ": " + round);
    }

    /** A step of the round. */
    void say(String step) {
        if (terminal.canRewrite()) {
            terminal.rewrite("");
        }
        terminal.say("  " + step);
    }

    /** Counts the replies of the run so far, in place of the last count. */
    void show(Map<ReplyKind, Long> counts) {
        if (terminal.canRewrite()) {
            terminal.rewrite("  " + ReplyKind.list(counts));
        }
    }

    /** What came of the round. */
    void end(RoundResult result) {
        String counts = ReplyKind.list(result.replies());
        say(result.isJudged() ? counts : counts + "; NOT JUDGED: " + result.incident());
        result.sales().forEach(sale -> say(line(sale.sale(), sale.reckoning())));
        result.receipts().forEach((sale, verdict) -> say(sale + ": " + verdict.counts()));
    }

    private static String line(String sale, Reckoning reckoning) {
        return String.format(
                Locale.ROOT,
                "%s: rows %,d; lost %d, duplicate %d, oversold %d, leaked %d%s",
                sale,
                reckoning.rows(),
                reckoning.lost(),
                reckoning.duplicate(),
                reckoning.oversold(),
                reckoning.leaked(),
                reckoning.isPass() ? "" : ": FAILED");
    }
}

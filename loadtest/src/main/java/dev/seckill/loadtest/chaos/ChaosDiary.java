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
        Reckoning reckoning = result.reckoning();
        say(
                reckoning == null
                        ? counts + "; NOT JUDGED: " + result.incident()
                        : counts
                                + String.format(
                                        Locale.ROOT,
                                        "; rows %,d; lost %d, duplicate %d, oversold %d, leaked %d%s",
                                        reckoning.rows(),
                                        reckoning.lost(),
                                        reckoning.duplicate(),
                                        reckoning.oversold(),
                                        reckoning.leaked(),
                                        reckoning.isPass() ? "" : ": FAILED"));
    }
}

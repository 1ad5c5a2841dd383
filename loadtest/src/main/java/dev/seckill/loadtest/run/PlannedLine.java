package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.load.Progress;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Counts the replies of a planned sale in one live line, on a terminal that can rewrite it. An order counts once, as in the
 * verdict, however often its buyer was told of it.
 */
final class PlannedLine implements Progress {

    private final Terminal terminal;
    private final Map<BuyerOutcome, Long> counts = new EnumMap<>(BuyerOutcome.class);
    private final Set<String> orders = new HashSet<>();

    PlannedLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void answered(Answer answer) {
        boolean isRepeat = answer.orderId() != null && !orders.add(answer.orderId());
        if (!isRepeat) {
            counts.merge(answer.outcome(), 1L, Long::sum);
        }
    }

    @Override
    public void tick() {
        if (terminal.canRewrite()) {
            terminal.rewrite(line());
        }
    }

    /** A step of the sale, with the replies so far. */
    void say(String step) {
        if (terminal.canRewrite()) {
            terminal.rewrite("");
        }
        terminal.say("  " + step + " (" + line().strip() + ")");
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "  %,d accepted, %,d not open, %,d sold out, %,d limit reached, %,d errors",
                count(BuyerOutcome.ACCEPTED),
                count(BuyerOutcome.NOT_OPEN),
                count(BuyerOutcome.SOLD_OUT),
                count(BuyerOutcome.LIMIT_REACHED),
                count(BuyerOutcome.REFUSED) + count(BuyerOutcome.FAILED));
    }

    private long count(BuyerOutcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}

package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.load.Progress;
import dev.seckill.loadtest.witness.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Shows how many buyers have which reply: one live line on a terminal, a line now and then elsewhere. */
final class ProgressLine implements Progress {

    private static final Duration LIVE_EVERY = Duration.ofMillis(100);
    private static final Duration PLAIN_EVERY = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final Clock clock;
    private final int buyers;
    private final Duration every;
    private Instant shownAt;
    private String shown = "";
    private int accepted;
    private int soldOut;
    private int errors;

    ProgressLine(Terminal terminal, Clock clock, int buyers) {
        this.terminal = terminal;
        this.clock = clock;
        this.buyers = buyers;
        this.every = terminal.canRewrite() ? LIVE_EVERY : PLAIN_EVERY;
        this.shownAt = clock.instant();
    }

    @Override
    public void answered(Answer answer) {
        switch (answer.outcome()) {
            case ACCEPTED -> accepted++;
            case SOLD_OUT -> soldOut++;
            // Of these the model case has none.
            case NOT_OPEN, LIMIT_REACHED, REFUSED, FAILED -> errors++;
        }
    }

    @Override
    public void tick() {
        if (Duration.between(shownAt, clock.instant()).compareTo(every) >= 0) {
            show();
        }
    }

    /** Shows the last figures, whatever the time, and ends the line. */
    void end() {
        show();
        if (terminal.canRewrite()) {
            terminal.say("");
        }
    }

    private void show() {
        shownAt = clock.instant();
        String line = String.format(
                Locale.ROOT,
                "  %,d of %,d buyers answered: %,d accepted, %,d sold out, %,d errors",
                accepted + soldOut + errors,
                buyers,
                accepted,
                soldOut,
                errors);
        if (terminal.canRewrite()) {
            terminal.rewrite(line);
        } else if (!line.equals(shown)) {
            terminal.say(line);
        }
        shown = line;
    }
}

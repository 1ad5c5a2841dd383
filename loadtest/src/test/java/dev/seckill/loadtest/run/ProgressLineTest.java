package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HandClock clock = new HandClock();

    @Test
    void addsALineNowAndThenWhereNothingCanBeRewritten() {
        ProgressLine progress = progress(false);
        answer(progress, BuyerOutcome.ACCEPTED);
        progress.tick();
        clock.now = clock.now.plusSeconds(2);
        progress.tick();
        answer(progress, BuyerOutcome.SOLD_OUT);
        answer(progress, BuyerOutcome.REFUSED);
        progress.end();

        assertThat(text())
                .isEqualTo("  1 of 1,500 buyers answered: 1 accepted, 0 sold out, 0 errors\n"
                        + "  3 of 1,500 buyers answered: 1 accepted, 1 sold out, 1 errors\n");
    }

    @Test
    void doesNotRepeatALineThatSaysNothingNew() {
        ProgressLine progress = progress(false);
        answer(progress, BuyerOutcome.ACCEPTED);
        clock.now = clock.now.plusSeconds(2);
        progress.tick();
        progress.end();

        assertThat(text()).containsOnlyOnce("1 of 1,500");
    }

    @Test
    void rewritesOneLineOnATerminal() {
        ProgressLine progress = progress(true);
        answer(progress, BuyerOutcome.ACCEPTED);
        progress.tick();
        clock.now = clock.now.plusMillis(100);
        progress.tick();
        progress.end();

        String line = "\r  1 of 1,500 buyers answered: 1 accepted, 0 sold out, 0 errors\033[K";
        assertThat(text()).isEqualTo(line + line + "\n");
    }

    private ProgressLine progress(boolean canRewrite) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new ProgressLine(new Terminal(stream, false, canRewrite), clock, 1500);
    }

    private static void answer(ProgressLine progress, BuyerOutcome outcome) {
        String orderId = outcome == BuyerOutcome.ACCEPTED ? "id" : null;
        progress.answered(new Answer("buyer", outcome, orderId, Instant.EPOCH, Duration.ZERO, ""));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** Stands still until a test moves it. */
    private static final class HandClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

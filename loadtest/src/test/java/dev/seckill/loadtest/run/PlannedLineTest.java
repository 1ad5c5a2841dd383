package dev.seckill.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PlannedLineTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PlannedLine line = new PlannedLine(new Terminal(new PrintStream(said, true, UTF_8), false, false));

    @Test
    void countsAnOrderOnceHoweverOftenItIsTold() {
        told(BuyerOutcome.ACCEPTED, "o-1");
        told(BuyerOutcome.ACCEPTED, "o-1");
        told(BuyerOutcome.ACCEPTED, "o-2");
        told(BuyerOutcome.SOLD_OUT, null);
        told(BuyerOutcome.SOLD_OUT, null);

        line.say("closed");

        assertThat(said.toString(UTF_8).strip())
                .isEqualTo("closed (2 accepted, 0 not open, 2 sold out, 0 limit reached, 0 errors)");
    }

    private void told(BuyerOutcome outcome, String order) {
        line.answered(new Answer("buyer-1", outcome, order, Instant.EPOCH, Duration.ZERO, ""));
    }
}

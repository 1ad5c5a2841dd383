package dev.seckill.loadtest.witness;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void refusesAnAcceptanceWithoutAnOrderAndAnOrderWithoutAnAcceptance() {
        assertThatThrownBy(() -> new Answer("b", BuyerOutcome.ACCEPTED, null, Instant.EPOCH, Duration.ZERO, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Answer("b", BuyerOutcome.FAILED, "order", Instant.EPOCH, Duration.ZERO, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

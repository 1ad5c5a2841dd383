package dev.seckill.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AcknowledgementsTest {

    private static final Duration SILENCE = Duration.ofSeconds(5);

    private long nanos = -5;
    private final Acknowledgements acknowledgements = new Acknowledgements(SILENCE, () -> nanos);

    @Test
    void aLogThatOwesNothingIsNotSilent() {
        pass(Duration.ofDays(1));

        assertThat(acknowledgements.isLogSilent()).isFalse();
    }

    @Test
    void aLogThatWasIdleIsNotSilentRightAfterTheFirstOrder() {
        pass(Duration.ofDays(1));
        acknowledgements.awaitOne(nanos);

        assertThat(acknowledgements.isLogSilent()).isFalse();
        pass(SILENCE);
        assertThat(acknowledgements.isLogSilent()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(acknowledgements.isLogSilent()).isTrue();
    }

    @Test
    void furtherOrdersDoNotMakeASilentLogSpeak() {
        acknowledgements.awaitOne(nanos);
        pass(SILENCE);
        acknowledgements.awaitOne(nanos);
        pass(Duration.ofNanos(1));

        assertThat(acknowledgements.isLogSilent()).isTrue();
        assertThat(acknowledgements.missing()).isEqualTo(2);
    }

    @Test
    void aLogThatAcknowledgesNowAndThenIsOnlySlow() {
        acknowledgements.awaitOne(nanos);
        acknowledgements.awaitOne(nanos);
        pass(SILENCE.plusNanos(1));
        acknowledgements.cameIn();

        assertThat(acknowledgements.isLogSilent()).isFalse();
        assertThat(acknowledgements.missing()).isEqualTo(1);
    }

    @Test
    void anOrderThatWasGivenUpIsNotOwed() {
        acknowledgements.awaitOne(nanos);
        acknowledgements.giveUpOne();
        pass(SILENCE.plusNanos(1));

        assertThat(acknowledgements.isLogSilent()).isFalse();
        assertThat(acknowledgements.missing()).isZero();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}

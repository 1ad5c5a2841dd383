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
        acknowledgements.awaitOne(nanos, true);

        assertThat(acknowledgements.isLogSilent()).isFalse();
        pass(SILENCE);
        assertThat(acknowledgements.isLogSilent()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(acknowledgements.isLogSilent()).isTrue();
    }

    @Test
    void furtherOrdersDoNotMakeASilentLogSpeak() {
        acknowledgements.awaitOne(nanos, true);
        pass(SILENCE);
        acknowledgements.awaitOne(nanos, true);
        pass(Duration.ofNanos(1));

        assertThat(acknowledgements.isLogSilent()).isTrue();
        assertThat(acknowledgements.missing()).isEqualTo(2);
    }

    @Test
    void aLogThatAcknowledgesNowAndThenIsOnlySlow() {
        acknowledgements.awaitOne(nanos, true);
        acknowledgements.awaitOne(nanos, true);
        pass(SILENCE.plusNanos(1));
        acknowledgements.cameIn(true);

        assertThat(acknowledgements.isLogSilent()).isFalse();
        assertThat(acknowledgements.missing()).isEqualTo(1);
    }

    @Test
    void anOrderThatWasGivenUpIsNotOwed() {
        acknowledgements.awaitOne(nanos, true);
        acknowledgements.giveUpOne(true);
        pass(SILENCE.plusNanos(1));

        assertThat(acknowledgements.isLogSilent()).isFalse();
        assertThat(acknowledgements.missing()).isZero();
    }

    @Test
    void aLogIsNotSilentBecauseOfWhatNoReplyDependsOn() {
        acknowledgements.awaitOne(nanos, false);
        pass(SILENCE.plusNanos(1));

        assertThat(acknowledgements.isLogSilent()).isFalse();
        assertThat(acknowledgements.missing()).isEqualTo(1);
        acknowledgements.awaitOne(nanos, true);
        assertThat(acknowledgements.isLogSilent()).isFalse();
        pass(SILENCE.plusNanos(1));
        assertThat(acknowledgements.isLogSilent()).isTrue();
        acknowledgements.cameIn(true);
        assertThat(acknowledgements.missing()).isEqualTo(1);
        acknowledgements.cameIn(false);
        assertThat(acknowledgements.missing()).isZero();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}

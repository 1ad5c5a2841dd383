package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FailoverPauseTest {

    private static final Duration WAIT = Duration.ofSeconds(3);

    private long nanos;
    private final FailoverPause pause = new FailoverPause(WAIT, () -> nanos);

    @Test
    void isNoneForTheProcessInWhichTheSaleWasFoundSound() {
        assertThat(pause.remaining(process("one", 0), "one")).isZero();
    }

    @Test
    void lastsForItsTimeFromTheFirstLookAtAnotherProcess() {
        assertThat(pause.remaining(process("two", 100), "one")).isEqualTo(WAIT);

        pass(Duration.ofSeconds(2));
        assertThat(pause.remaining(process("two", 100), "one")).isEqualTo(Duration.ofSeconds(1));

        pass(Duration.ofSeconds(1));
        assertThat(pause.remaining(process("two", 100), "one")).isZero();
    }

    @Test
    void countsFromTheStartOfAProcessInWhichNobodyHasLookedAtTheSale() {
        assertThat(pause.remaining(process("one", 1), null)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pause.remaining(process("old", 100), null)).isNegative();
    }

    @Test
    void beginsAnewWhenAProcessComesBackThatWasSeenBefore() {
        pause.begin(process("two", 100));
        pause.begin(process("three", 100));
        pass(Duration.ofHours(1));

        assertThat(pause.remaining(process("two", 100), "three")).isEqualTo(WAIT);
    }

    @Test
    void beginsAnewWithAnotherConnectionToTheSameProcess() {
        pause.begin(process("two", 100));
        pass(Duration.ofHours(1));

        RedisLink.Identity again = new RedisLink.Identity("two", 2, Duration.ofSeconds(3700));
        assertThat(pause.remaining(again, "one")).isEqualTo(WAIT);
    }

    @Test
    void beginsAnewWhenItIsToldSoOverTheSameConnection() {
        assertThat(pause.remaining(process("two", 100), "one")).isEqualTo(WAIT);
        pass(Duration.ofSeconds(2));

        pause.begin(process("two", 100));

        assertThat(pause.remaining(process("two", 100), "one")).isEqualTo(WAIT);
    }

    @Test
    void isOneForAllSalesOfAConnection() {
        pause.begin(process("two", 100));
        pass(Duration.ofSeconds(2));

        assertThat(pause.remaining(process("two", 100), "one")).isEqualTo(Duration.ofSeconds(1));
        assertThat(pause.remaining(process("two", 100), null)).isNegative();
        assertThat(pause.remaining(process("two", 100), "another")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void isKnownToHaveBeenAlsoAfterItsTime() {
        pause.begin(process("two", 1));
        pass(Duration.ofHours(1));

        assertThat(pause.isNew(process("two", 1), "one")).isTrue();
        assertThat(pause.isNew(process("two", 1), null)).isTrue();
        assertThat(pause.isNew(process("two", 1), "two")).isFalse();
        assertThat(pause.isNew(process("two", 3), null)).isFalse();
        assertThat(new FailoverPause(Duration.ZERO, () -> nanos).isNew(process("two", 0), "one"))
                .as("nobody is to be left alone")
                .isFalse();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static RedisLink.Identity process(String runId, long uptimeSeconds) {
        return new RedisLink.Identity(runId, 1, Duration.ofSeconds(uptimeSeconds));
    }
}

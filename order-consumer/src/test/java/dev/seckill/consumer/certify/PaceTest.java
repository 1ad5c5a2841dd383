package dev.seckill.consumer.certify;

import static dev.seckill.consumer.certify.Pace.DRAINED_RECORDS;
import static dev.seckill.consumer.certify.Pace.RESTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private static final Duration WITHIN = Duration.ofSeconds(300);
    private static final long WORKED = 400;

    private long lag;
    private long now = -5_000;
    private final Pace pace = new Pace(WITHIN, () -> lag, () -> now);

    @Test
    void needsNoRestOfASaleThatIsStoredAsItGoes() {
        lag = DRAINED_RECORDS;
        pace.work(() -> now += WORKED);

        assertThat(pace.isRested()).isTrue();
    }

    @Test
    void restsMostOfTheTimeWhileTheLogIsDrained() {
        lag = DRAINED_RECORDS + 1;
        assertThat(pace.isRested()).isTrue();

        pace.work(() -> now += WORKED);
        now += RESTS * WORKED - 1;
        assertThat(pace.isRested()).isFalse();

        now++;
        assertThat(pace.isRested()).isTrue();
    }

    @Test
    void goesOnAsSoonAsTheLogIsDrained() {
        lag = DRAINED_RECORDS + 1;
        pace.work(() -> now += WORKED);
        assertThat(pace.isRested()).isFalse();

        lag = 0;
        assertThat(pace.isRested()).isTrue();
    }

    @Test
    void restsAsLongAfterALongTurn() {
        lag = DRAINED_RECORDS + 1;
        pace.isRested(); // sees that the log is drained
        long second = Duration.ofSeconds(1).toNanos();
        pace.work(() -> now += second);

        now += RESTS * second - 1;
        assertThat(pace.isRested()).isFalse();
        now++;
        assertThat(pace.isRested()).isTrue();
    }

    @Test
    void restsNoMoreOnceAPartOfThePromisedTimeIsOver() {
        lag = DRAINED_RECORDS + 1;
        pace.isRested(); // sees that the log is drained
        now += WITHIN.dividedBy(Pace.PATIENCE).toNanos() - 2 * WORKED;
        pace.work(() -> now += WORKED);
        assertThat(pace.isRested()).isFalse();

        now += WORKED;
        assertThat(pace.isRested()).isTrue();
    }
}

package dev.seckill.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ClockCheckTest {

    @Test
    void clocksThatAgreeAreGreen() {
        assertThat(light(999, 0)).isEqualTo(Light.GREEN);
        assertThat(light(-999, 0)).isEqualTo(Light.GREEN);
    }

    @Test
    void clocksThatAreSecondsApartAreAmber() {
        assertThat(light(1001, 0)).isEqualTo(Light.AMBER);
        assertThat(light(-30_000, 0)).isEqualTo(Light.AMBER);
    }

    @Test
    void clocksAsFarApartAsTokensMayBeAreRed() {
        assertThat(light(30_001, 0)).isEqualTo(Light.RED);
        assertThat(light(-3_600_000, 0)).isEqualTo(Light.RED);
    }

    @Test
    void aSlowReplyIsNoDifferenceOfTheClocks() {
        assertThat(light(1400, 1000)).isEqualTo(Light.GREEN);
        assertThat(light(1600, 1000)).isEqualTo(Light.AMBER);
    }

    @Test
    void itSaysWhichClockIsAhead() {
        assertThat(point(-2500, 10).found()).isEqualTo("Redis is 2500 ms behind this machine, give or take 6 ms");
        assertThat(point(2500, 10).found()).contains("2500 ms ahead of this machine");
    }

    private static Light light(long aheadMillis, long tripMillis) {
        return point(aheadMillis, tripMillis).light();
    }

    private static CheckPoint point(long aheadMillis, long tripMillis) {
        return ClockCheck.point("clock", "Redis", Duration.ofMillis(aheadMillis), Duration.ofMillis(tripMillis));
    }
}

package dev.seckill.consumer.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginTest {

    @ParameterizedTest
    @ValueSource(strings = {"CAR_NUMBER-0@0", "a-b-12@345678901234", "x.y-1-2@3"})
    void readsWhatItWrites(String text) {
        assertThat(Origin.parse(text)).hasToString(text);
    }

    @Test
    void takesTheLastDashForThePartition() {
        assertThat(Origin.parse("a-b-12@3")).isEqualTo(new Origin("a-b", 12, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CAR_NUMBER", "CAR_NUMBER-0", "CAR_NUMBER@1", "-0@1", "a-0@x"})
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> Origin.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

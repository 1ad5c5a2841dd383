package dev.seckill.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogPositionTest {

    @Test
    void readsWhatItWrites() {
        LogPosition position = new LogPosition("CAR_NUMBER", 3, 1_200);

        assertThat(position).hasToString("CAR_NUMBER-3@1200");
        assertThat(LogPosition.parse("CAR_NUMBER-3@1200")).isEqualTo(position);
    }

    @Test
    void takesTheLastDashForTheOneBeforeThePartition() {
        assertThat(LogPosition.parse("orders-2-0@7")).isEqualTo(new LogPosition("orders-2", 0, 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "x-1",
                "x@1",
                "-1@2",
                "x-1@",
                "x-@1",
                "x-1@-2",
                "x-01@2",
                "x-1@02",
                "x-1@2 ",
                "a b-1@2",
                "x-9999999999@1",
                "x-1@9999999999999999999"
            })
    void refusesWhatNamesNoPlace(String text) {
        assertThatThrownBy(() -> LogPosition.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesNothingAtAll() {
        assertThatThrownBy(() -> LogPosition.parse(null)).hasMessageContaining("topic-partition@offset");
    }
}

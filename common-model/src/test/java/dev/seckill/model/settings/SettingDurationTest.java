package dev.seckill.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class SettingDurationTest {

    @ParameterizedTest
    @CsvSource({"0ms, PT0S", "250ms, PT0.25S", "2s, PT2S", "90s, PT1M30S", "1m, PT1M", "24h, PT24H"})
    void readsAndWritesTheSameText(String text, Duration duration) {
        assertThat(new SettingDuration().convert(text)).isEqualTo(duration);
        assertThat(SettingDuration.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1.5s", "1 s", "soon", "9999999999s"})
    void refusesWhatHasNoUnitOrIsNoNumber(String text) {
        assertThatThrownBy(() -> new SettingDuration().convert(text)).isInstanceOf(TypeConversionException.class);
    }
}

package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SaleFormatTest {

    @Test
    void aSaleWithoutAFormatIsKnown() {
        assertThat(SaleState.parse("7", Map.of("no", "1", "left", "7"), 0).left())
                .isEqualTo(7);
    }

    @Test
    void aSaleOfTheNewestFormatIsKnown() {
        assertThat(SaleState.parse("7", Map.of("format", Long.toString(SaleFormat.NEWEST)), 0)
                        .left())
                .isEqualTo(7);
    }

    @Test
    void aNewerFormatIsRefusedBeforeAnythingElseIsRead() {
        assertThatThrownBy(() -> SaleState.parse("seven", Map.of("format", "2", "state", "DREAMING"), 0))
                .isInstanceOf(NewerFormatException.class)
                .hasMessageContaining("format=2, known up to=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two", "1.5", "+1"})
    void whatIsNoNumberIsNoFormat(String format) {
        assertThatThrownBy(() -> SaleState.parse("7", Map.of("format", format), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .isNotInstanceOf(NewerFormatException.class);
    }
}

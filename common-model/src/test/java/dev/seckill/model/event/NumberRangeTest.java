package dev.seckill.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NumberRangeTest {

    @Test
    void aJournalBeginsBesideWhatWasGivenUp() {
        assertThat(NumberRange.firstBeside(List.of())).isEqualTo(1);
        assertThat(NumberRange.firstBeside(List.of(new NumberRange(2, 9)))).isEqualTo(1);
        assertThat(NumberRange.firstBeside(List.of(new NumberRange(4, 6), new NumberRange(1, 2))))
                .isEqualTo(3);
        assertThat(NumberRange.firstBeside(
                        List.of(new NumberRange(3, 1_000_000_000_000L), new NumberRange(1, 4), new NumberRange(2, 3))))
                .isEqualTo(1_000_000_000_001L);
    }
}

package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.event.NumberRange;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GapsTest {

    @Test
    void findsWhatIsMissingBeforeBetweenAndBehindWhatIsThere() {
        Gaps gaps = new Gaps();
        List.of(3L, 4L, 7L).forEach(gaps::has);

        assertThat(gaps.upTo(9, List.of()))
                .containsExactly(new NumberRange(1, 2), new NumberRange(5, 6), new NumberRange(8, 9));
    }

    @Test
    void findsNothingWhereAllAreThere() {
        Gaps gaps = new Gaps();
        List.of(1L, 2L, 3L).forEach(gaps::has);

        assertThat(gaps.upTo(3, List.of())).isEmpty();
        assertThat(new Gaps().upTo(0, List.of())).isEmpty();
    }

    @Test
    void leavesOutWhatIsKnownInWhateverOrderItIsTold() {
        Gaps gaps = new Gaps();
        List.of(5L, 20L).forEach(gaps::has);

        assertThat(gaps.upTo(20, List.of(new NumberRange(10, 12), new NumberRange(1, 3), new NumberRange(11, 15))))
                .containsExactly(new NumberRange(4, 4), new NumberRange(6, 9), new NumberRange(16, 19));
    }

    @Test
    void takesNoLongerForNumbersThatNobodyReaches() {
        Gaps gaps = new Gaps();
        gaps.has(1);

        assertThat(gaps.upTo(1_000_000_000_000_000L, List.of()))
                .containsExactly(new NumberRange(2, 1_000_000_000_000_000L));
    }
}

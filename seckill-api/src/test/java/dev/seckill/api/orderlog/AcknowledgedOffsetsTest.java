package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class AcknowledgedOffsetsTest {

    private final AcknowledgedOffsets offsets = new AcknowledgedOffsets();

    @Test
    void knowsTheHighestOfEachPartitionThatHasAny() {
        offsets.goesBack(2, 0);
        offsets.goesBack(0, 7);
        offsets.goesBack(2, 3);

        assertThat(offsets.highest()).isEqualTo(Map.of(0, 7L, 2, 3L));
    }

    @Test
    void anOffsetThatIsNotAboveThoseBeforeGoesBackAndChangesNothing() {
        assertThat(offsets.goesBack(1, 0)).isFalse();
        assertThat(offsets.goesBack(1, 5)).isFalse();
        assertThat(offsets.goesBack(0, 0)).isFalse();

        assertThat(offsets.goesBack(1, 5)).isTrue();
        assertThat(offsets.goesBack(1, 2)).isTrue();
        assertThat(offsets.highest()).isEqualTo(Map.of(0, 0L, 1, 5L));
    }
}

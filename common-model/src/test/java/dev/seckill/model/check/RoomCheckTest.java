package dev.seckill.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RoomCheckTest {

    private static final long MIB = 1L << 20;

    @Test
    void roomForMuchMoreThanTheSaleIsGreen() {
        assertThat(point(1424, 100).light()).isEqualTo(Light.GREEN);
    }

    @Test
    void roomForLittleMoreThanTheSaleIsAmber() {
        assertThat(point(1423, 100).light()).isEqualTo(Light.AMBER);
        assertThat(point(356, 100).light()).isEqualTo(Light.AMBER);
    }

    @Test
    void lessThanTheSaleNeedsIsRed() {
        assertThat(point(355, 100).light()).isEqualTo(Light.RED);
        assertThat(point(0, 0).light()).isEqualTo(Light.RED);
    }

    @Test
    void itSaysHowMuchThereIsAndHowMuchIsNeeded() {
        assertThat(point(355, 100).found())
                .isEqualTo("disk: 355 of 10,000 MiB free; the sale needs 100 at most, and others some");
        assertThat(point(355, 100).remedy()).isEqualTo("buy one");
    }

    private static CheckPoint point(long freeMib, long expectedMib) {
        return RoomCheck.point("room", "disk", freeMib * MIB, 10_000 * MIB, expectedMib * MIB, "buy one");
    }
}

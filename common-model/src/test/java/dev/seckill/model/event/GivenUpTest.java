package dev.seckill.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GivenUpTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:15:00.123Z");

    private static SaleEvent recovered(long no, NumberRange... voided) {
        return new SaleEvent.Recovered(SaleId.DEFAULT, no, 5, AT, no, List.of(voided), List.of());
    }

    private static SaleEvent restocked(long no) {
        return new SaleEvent.Restocked(SaleId.DEFAULT, no, 5, 5, AT, "a test");
    }

    private static NumberRange range(long first, long last) {
        return new NumberRange(first, last);
    }

    @Test
    void everyRecoveredTellsWhatItGaveUp() {
        GivenUp all = GivenUp.of(
                List.of(recovered(9, range(3, 4), range(7, 7)), restocked(10), recovered(15, range(12, 13))));

        assertThat(List.of(3L, 4L, 7L, 12L, 13L)).allMatch(all::has);
        assertThat(List.of(1L, 2L, 5L, 6L, 8L, 9L, 11L, 14L, 15L)).noneMatch(all::has);
        assertThat(all.has(restocked(12))).isTrue();
        assertThat(all.has(restocked(14))).isFalse();
        assertThat(all.count()).isEqualTo(5);
    }

    @Test
    void aNumberThatIsGivenUpTwiceCountsOnce() {
        GivenUp all = GivenUp.of(List.of(recovered(9, range(2, 4), range(6, 8)), recovered(10, range(3, 7))));

        assertThat(all.ranges()).containsExactly(range(2, 8));
        assertThat(all.count()).isEqualTo(7);
    }

    /** It was logged after all, though the later one did not find it. */
    @Test
    void aRecoveredThatIsGivenUpItselfGivesNothingUp() {
        GivenUp all = GivenUp.of(List.of(recovered(5, range(3, 4)), recovered(7, range(5, 5))));

        assertThat(all.ranges()).containsExactly(range(5, 5));
        assertThat(all.and(recovered(9, range(7, 7))).ranges())
                .as("what gave it up was given up as well")
                .containsExactly(range(3, 4), range(7, 7));
    }

    @Test
    void itIsTheSameInWhateverOrderTheEventsAreRead() {
        List<SaleEvent> events = new ArrayList<>(List.of(
                recovered(5, range(3, 4)),
                recovered(7, range(5, 5)),
                recovered(12, range(1, 1), range(9, 10)),
                recovered(13, range(10, 11))));
        GivenUp all = GivenUp.of(events);
        for (int seed = 0; seed < 24; seed++) {
            Collections.shuffle(events, new Random(seed));
            GivenUp oneByOne = GivenUp.NONE;
            for (SaleEvent event : events) {
                oneByOne = oneByOne.and(event);
            }
            assertThat(oneByOne).isEqualTo(all).hasSameHashCodeAs(all);
            assertThat(oneByOne.ranges()).containsExactly(range(1, 1), range(5, 5), range(9, 11));
        }
    }

    @Test
    void whatIsNotNewChangesNothing() {
        GivenUp once = GivenUp.NONE.and(recovered(9, range(3, 4)));

        assertThat(once.and(recovered(9, range(3, 4)))).isSameAs(once);
        assertThat(once.and(recovered(10))).isSameAs(once);
        assertThat(once.and(restocked(1))).isSameAs(once);
        assertThat(once.and(GivenUp.NONE)).isSameAs(once);
        assertThat(GivenUp.NONE.and(once)).isEqualTo(once);
        assertThat(GivenUp.of(List.of(restocked(1), recovered(2)))).isSameAs(GivenUp.NONE);
    }

    @Test
    void aJournalBeginsBesideWhatWasGivenUp() {
        assertThat(GivenUp.NONE.firstBeside()).isEqualTo(1);
        assertThat(GivenUp.of(List.of(recovered(12, range(2, 9)))).firstBeside())
                .isEqualTo(1);
        assertThat(GivenUp.of(List.of(recovered(12, range(1, 2), range(4, 6)))).firstBeside())
                .isEqualTo(3);
        long many = 1_000_000_000_000L;
        assertThat(GivenUp.of(List.of(recovered(many + 2, range(3, many)), recovered(many + 1, range(1, 4))))
                        .firstBeside())
                .isEqualTo(many + 1);
    }

    @Test
    void anOrderOfAnOlderProgramHasNoNumberToGiveUp() {
        GivenUp all = GivenUp.of(List.of(recovered(12, range(1, 11))));

        assertThat(all.has(restocked(1))).isTrue();
        assertThat(all.has(SaleEvent.UNNUMBERED)).isFalse();
    }
}

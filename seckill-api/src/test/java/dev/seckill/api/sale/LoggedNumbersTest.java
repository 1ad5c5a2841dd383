package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoggedNumbersTest {

    private static final SaleId SALE = new SaleId("cars");
    private static final Instant BIRTH = Instant.parse("2026-11-22T10:15:00.123Z");

    private static SaleEvent restocked(long no, Instant at) {
        return new SaleEvent.Restocked(SALE, no, 5, 5, at, "a test");
    }

    private static SaleEvent recovered(long no, NumberRange... voided) {
        return new SaleEvent.Recovered(SALE, no, 5, BIRTH, 7, List.of(voided), List.of());
    }

    @Test
    void theFirstEventTellsTheBirthHoweverOftenItIsLogged() {
        LoggedNumbers once = LoggedNumbers.of(restocked(1, BIRTH));

        assertThat(once.birth()).contains(BIRTH);
        assertThat(once.and(LoggedNumbers.of(restocked(1, BIRTH)))).isSameAs(once);
        assertThat(LoggedNumbers.of(restocked(LoggedNumbers.EARLY_MAX + 1, BIRTH)))
                .isSameAs(LoggedNumbers.NONE);
    }

    @Test
    void ofTwoBirthsNoneIsKnown() {
        LoggedNumbers both =
                LoggedNumbers.of(restocked(1, BIRTH)).and(LoggedNumbers.of(restocked(1, BIRTH.plusMillis(1))));

        assertThat(both.birth()).isEmpty();
        assertThat(LoggedNumbers.NONE.birth()).isEmpty();
    }

    @Test
    void itBeginsWithTheFirstEventThatWasNotGivenUp() {
        LoggedNumbers late = LoggedNumbers.of(restocked(1, BIRTH.minusSeconds(60)));
        LoggedNumbers third = LoggedNumbers.of(restocked(3, BIRTH));
        LoggedNumbers rebuilt = LoggedNumbers.of(recovered(9, new NumberRange(1, 1), new NumberRange(7, 7)))
                .and(LoggedNumbers.of(recovered(10, new NumberRange(2, 2))));

        assertThat(third.birth()).as("before the rebuild").isEmpty();
        assertThat(rebuilt.and(third).birth()).contains(BIRTH);
        assertThat(late.and(third).and(rebuilt).birth())
                .as("whenever the first one comes")
                .contains(BIRTH);
        assertThat(third.and(rebuilt).and(late).birth()).contains(BIRTH);
        assertThat(rebuilt.birth()).as("the third is under way").isEmpty();
    }

    @Test
    void whereAllWasGivenUpItBeginsWithTheRebuild() {
        assertThat(LoggedNumbers.of(recovered(4712, new NumberRange(1, 4711))).birth())
                .contains(BIRTH);
    }

    @Test
    void theFirstOfTooManyIsNotKnown() {
        long many = LoggedNumbers.EARLY_MAX;
        LoggedNumbers rebuilt = LoggedNumbers.of(recovered(99, new NumberRange(1, many)));

        assertThat(rebuilt.and(LoggedNumbers.of(restocked(many + 1, BIRTH))).birth())
                .isEmpty();
    }

    @Test
    void everyRebuildTellsWhatItGaveUp() {
        LoggedNumbers all = LoggedNumbers.of(recovered(9, new NumberRange(3, 4), new NumberRange(7, 7)))
                .and(LoggedNumbers.of(recovered(15, new NumberRange(12, 13))));

        assertThat(List.of(3L, 4L, 7L, 12L, 13L)).allMatch(all.givenUp()::has);
        assertThat(List.of(1L, 2L, 5L, 6L, 8L, 9L, 11L, 14L, 15L)).noneMatch(all.givenUp()::has);
        assertThat(LoggedNumbers.of(recovered(LoggedNumbers.EARLY_MAX + 1))).isSameAs(LoggedNumbers.NONE);
    }
}

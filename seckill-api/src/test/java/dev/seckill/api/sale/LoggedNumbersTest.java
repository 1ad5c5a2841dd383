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
        assertThat(LoggedNumbers.of(restocked(2, BIRTH))).isSameAs(LoggedNumbers.NONE);
    }

    @Test
    void ofTwoBirthsNoneIsKnown() {
        LoggedNumbers both =
                LoggedNumbers.of(restocked(1, BIRTH)).and(LoggedNumbers.of(restocked(1, BIRTH.plusMillis(1))));

        assertThat(both.birth()).isEmpty();
        assertThat(LoggedNumbers.NONE.birth()).isEmpty();
    }

    @Test
    void everyRebuildTellsWhatItGaveUp() {
        LoggedNumbers all = LoggedNumbers.of(recovered(9, new NumberRange(3, 4), new NumberRange(7, 7)))
                .and(LoggedNumbers.of(recovered(15, new NumberRange(12, 13))));

        assertThat(List.of(3L, 4L, 7L, 12L, 13L)).allMatch(all::isGivenUp);
        assertThat(List.of(1L, 2L, 5L, 6L, 8L, 9L, 11L, 14L, 15L)).noneMatch(all::isGivenUp);
        assertThat(LoggedNumbers.of(recovered(9))).isSameAs(LoggedNumbers.NONE);
    }
}

package dev.seckill.loadtest.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.JournalEnd;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SaleInRedisTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final Map<String, String> LEFT_BY_A_RUN =
            Map.of("loadtest", "10", "seq", "9", "voided", "2", "allotment", "10");

    @Test
    void isForeignWhenAnybodyElseHasUnitsOnSale() {
        assertThat(new SaleInRedis("100", Map.of()).isForeign()).isTrue();
        assertThat(new SaleInRedis("1", Map.of("seq", "4", "allotment", "5")).isForeign())
                .isTrue();
        assertThat(new SaleInRedis("many", Map.of()).isForeign()).isTrue();
    }

    @Test
    void isNotForeignWhenNothingIsLeftToWipe() {
        assertThat(new SaleInRedis(null, Map.of()).isForeign()).isFalse();
        assertThat(new SaleInRedis("0", Map.of("seq", "5", "allotment", "5")).isForeign())
                .isFalse();
    }

    @Test
    void isNotForeignWhenTheUnitsAreLeftFromAnEarlierRun() {
        assertThat(new SaleInRedis("3", LEFT_BY_A_RUN).isForeign()).isFalse();
    }

    @Test
    void isForeignAgainWhenTheCounterWasSetByHandAfterARun() {
        assertThat(new SaleInRedis("500", LEFT_BY_A_RUN).isForeign()).isTrue();
    }

    @Test
    void isForeignAlsoWhenTheApiHasCountedThoseUnitsAsOffered() {
        Map<String, String> counted = new HashMap<>(LEFT_BY_A_RUN);
        counted.put("allotment", "507");

        assertThat(new SaleInRedis("500", counted).isForeign()).isTrue();
    }

    @Test
    void takesABareCounterForASaleThatAddsUp() {
        assertThat(new SaleInRedis("5", Map.of()).toCounterState()).isEqualTo(new CounterState(5, 5, 0, 0));
    }

    @Test
    void knowsWhereTheJournalMustHaveComeTo() {
        assertThat(new SaleInRedis("5", Map.of("no", "12")).journalEnd()).isEqualTo(new JournalEnd(12, 5));
        assertThat(new SaleInRedis("5", Map.of()).journalEnd()).isEqualTo(new JournalEnd(0, 5));
        assertThatThrownBy(() -> new SaleInRedis("5", Map.of("no", "many")).journalEnd())
                .isInstanceOf(UnusableSaleException.class)
                .hasMessageContaining("many");
    }

    @Test
    void refusesFiguresThatAreNone() {
        assertThatThrownBy(() -> new SaleInRedis("many", Map.of()).toCounterState())
                .isInstanceOf(UnusableSaleException.class)
                .hasMessageContaining("many");
        assertThatThrownBy(() -> new SaleInRedis(null, Map.of()).toCounterState())
                .isInstanceOf(UnusableSaleException.class);
    }

    @Test
    void refusesANumberThatRedisDoesNotCalculateWith() {
        for (String counter : List.of("0100", "+5", "-0", "٣", " 5", "9223372036854775807")) {
            assertThatThrownBy(() -> new SaleInRedis(counter, Map.of()).toCounterState())
                    .as(counter)
                    .isInstanceOf(UnusableSaleException.class)
                    .hasMessageContaining(counter);
        }
    }

    @Test
    void makesUpNoAllotmentForASaleThatWasSoldFrom() {
        assertThatThrownBy(() -> new SaleInRedis("100", Map.of("seq", "150")).toCounterState())
                .isInstanceOf(UnusableSaleException.class)
                .hasMessageContaining("allotment");
    }

    @Test
    void refusesAWindowInSeconds() {
        assertThatThrownBy(() -> closed(Map.of("opensAt", "1764403200")))
                .isInstanceOf(UnusableSaleException.class)
                .hasMessageContaining("1764403200");
    }

    @Test
    void isOpenUnlessItSaysOtherwise() {
        assertThat(closed(Map.of())).isNull();
        assertThat(closed(Map.of("state", "open"))).isNull();
        assertThat(closed(Map.of("opensAt", "2026-11-22T12:00:00Z", "closesAt", "2026-11-22T12:00:01Z")))
                .isNull();
    }

    @Test
    void tellsHowToMendASaleThatIsNotOpen() {
        assertThat(closed(Map.of("state", "HALTED"))).contains("is halted", "recover --sale counter");
        assertThat(closed(Map.of("state", "PAUSED"))).contains("is paused", "HSET '{counter}:sale' state OPEN");
        assertThat(closed(Map.of("opensAt", "2026-11-22T12:00:01Z"))).contains("HDEL '{counter}:sale'");
        assertThat(closed(Map.of("closesAt", String.valueOf(NOW.toEpochMilli()))))
                .contains("is not open now");
    }

    private static String closed(Map<String, String> fields) {
        return new SaleInRedis("5", fields).closedBecause(SaleId.DEFAULT, NOW).orElse(null);
    }
}

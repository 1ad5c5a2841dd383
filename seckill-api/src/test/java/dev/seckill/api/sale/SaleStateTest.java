package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SaleStateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 100",
                "100 ",
                "0100",
                "+100",
                "-0",
                "00",
                "1e2",
                "0x64",
                "1.0",
                "\u0661\u0660",
                "1000000001",
                "9223372036854775807",
                "9223372036854775808",
                "-1000000001"
            })
    void parse_refusesACounterThatRedisDoesNotTakeForAnIntegerOrThatIsOutOfBounds(String counter) {
        assertThatThrownBy(() -> SaleState.parse(counter, Map.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "100", "-1", "1000000000"})
    void parse_takesWhatRedisWrites(String counter) {
        assertThat(SaleState.parse(counter, Map.of(), 0).left()).isEqualTo(Long.parseLong(counter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "left", "seq", "voided", "allotment", "perBuyer", "epoch"})
    void parse_refusesAnyFigureThatJavaTakesAndRedisDoesNot(String field) {
        for (String figure : new String[] {"007", "+7", "-0", "9223372036854775807"}) {
            assertThatThrownBy(() -> SaleState.parse("100", Map.of(field, figure), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(field);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1795946400", "0", "1970-01-01T00:00:00Z", "-1", "99999999999999999"})
    void parse_refusesATimeInSecondsOrOutOfBounds(String time) {
        for (String field : new String[] {"opensAt", "closesAt"}) {
            assertThatThrownBy(() -> SaleState.parse("100", Map.of(field, time), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(field);
        }
    }

    @Test
    void changedByHand_isWhatTheCounterHasMoreOrLessThanWasLeftAfterTheLastEvent() {
        Map<String, String> after = Map.of("no", "41", "left", "60", "seq", "40", "allotment", "100");

        assertThat(changedByHand("60", after)).isZero();
        assertThat(changedByHand("100", after)).isEqualTo(40);
        assertThat(changedByHand("0", after)).isEqualTo(-60);
        assertThat(changedByHand("-3", after)).as("below 0 is sold out").isEqualTo(-60);
        assertThat(changedByHand(null, after)).isZero();
    }

    @Test
    void changedByHand_isAllOfItBeforeTheFirstEvent() {
        assertThat(changedByHand("100", Map.of())).isEqualTo(100);
        assertThat(changedByHand("100", Map.of("allotment", "100"))).isEqualTo(100);
        assertThat(changedByHand("100", Map.of("no", "0", "seq", "40"))).isEqualTo(100);
    }

    private static long changedByHand(String counter, Map<String, String> fields) {
        return SaleState.parse(counter, fields, 0).changedByHand();
    }

    @Test
    void isWithoutJournal_onceOrdersHaveNumbersAndEventsHaveNone() {
        assertThat(SaleState.parse("60", Map.of(), 0).isWithoutJournal()).isFalse();
        assertThat(SaleState.parse("60", Map.of("seq", "40"), 0).isWithoutJournal())
                .isTrue();
        assertThat(SaleState.parse("60", Map.of("seq", "40", "no", "41"), 0).isWithoutJournal())
                .isTrue();
        assertThat(SaleState.parse("60", Map.of("seq", "40", "no", "41", "left", "60"), 0)
                        .isWithoutJournal())
                .isFalse();
    }

    @Test
    void offered_isWhatTheHashRemembersOnlyWhileTheSaleIsHaltedForItsNewestBatch() {
        Map<String, String> halfDone =
                Map.of("seq", "50", "allotment", "100", "state", "HALTED", "batch", "an order", "halfDone", "an order");
        assertThat(SaleState.parse("60", halfDone, 0).offered()).isEqualTo(100);

        for (Map<String, String> since : List.of(Map.of("state", "OPEN"), Map.of("batch", "a later order"))) {
            Map<String, String> fields = new HashMap<>(halfDone);
            fields.putAll(since);
            assertThat(SaleState.parse("60", fields, 0).offered()).isEqualTo(110);
        }
    }

    @Test
    void parse_takesATimeInMilliseconds() {
        assertThat(SaleState.parse("100", Map.of("opensAt", "1795946400000"), 0)
                        .definition()
                        .opensAt())
                .isEqualTo("2026-11-29T10:00:00Z");
    }
}

package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SaleFiguresTest {

    private static final Instant AT = Instant.parse("2026-11-29T12:00:00.123Z");

    private static SaleFigures figures(long factor, Instant lastAccepted) {
        Map<Counted, Long> counts = new EnumMap<>(Counted.class);
        for (Counted what : Counted.values()) {
            counts.put(what, factor * (1 + what.ordinal()));
        }
        return new SaleFigures(
                counts,
                lastAccepted,
                new Latencies(new TreeMap<>(Map.of(7, factor))),
                new Latencies(new TreeMap<>(Map.of(7, factor, 300, 2 * factor))));
    }

    @Test
    void theTextTellsEverything() {
        assertThat(SaleFigures.parse(figures(3, AT).text())).isEqualTo(figures(3, AT));
        assertThat(SaleFigures.parse(SaleFigures.NONE.text())).isEqualTo(SaleFigures.NONE);
    }

    @Test
    void whatANewerVersionTellsBesidesIsNoHindrance() {
        assertThat(SaleFigures.parse("{\"accepted\":2,\"new\":[1]}").count(Counted.ACCEPTED))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"accepted\":-1}", "{\"recent\":{\"999\":1}}", "{\"recent\":{\"x\":1}}"})
    void whatSomebodyElseWroteIsNone(String text) {
        assertThatThrownBy(() -> SaleFigures.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thoseOfInstancesAddUpAndTheLatestOrderCounts() {
        assertThat(figures(1, AT.minusSeconds(1)).plus(figures(2, AT))).isEqualTo(figures(3, AT));
        assertThat(figures(1, AT).plus(figures(2, null))).isEqualTo(figures(3, AT));
        assertThat(SaleFigures.NONE.plus(figures(1, AT))).isEqualTo(figures(1, AT));
    }

    @Test
    void ofAnInstanceThatIsGoneNothingIsRecent() {
        SaleFigures past = figures(2, AT).past();

        assertThat(past.recent()).isEqualTo(Latencies.NONE);
        assertThat(past.latencies()).isEqualTo(figures(2, AT).latencies());
        assertThat(past.counts()).isEqualTo(figures(2, AT).counts());
    }
}

package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.event.SaleDefinition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LookPaceTest {

    private static final long TICK = 250_000_000L;
    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

    private final LookPace pace = new LookPace(0);

    private int looks(int from, int to) {
        int looks = 0;
        for (int tick = from; tick < to; tick++) {
            if (pace.begins(tick * TICK)) {
                looks++;
                pace.ended();
            }
        }
        return looks;
    }

    @Test
    void aSaleOfWhichNothingIsNewIsLookedAtOnceASecond() {
        assertThat(looks(0, 41)).isEqualTo(41);
        assertThat(looks(41, 81)).isEqualTo(10);

        pace.news(81 * TICK);
        assertThat(looks(81, 121)).isEqualTo(40);
    }

    @Test
    void whileOneLooksNobodyElseDoes() {
        assertThat(pace.begins(0)).isTrue();
        assertThat(pace.begins(TICK)).isFalse();
    }

    @Test
    void itIsLookedAtTheMomentItOpensOrCloses() {
        looks(0, 81);
        pace.saw(seen(500), 80 * TICK);
        assertThat(looks(81, 82)).isZero();
        assertThat(looks(82, 83)).isEqualTo(1);

        pace.saw(seen(999), 82 * TICK); // a little early
        assertThat(looks(83, 84)).isEqualTo(1);

        pace.saw(seen(1250), 83 * TICK);
        assertThat(looks(84, 86)).isZero();
        assertThat(looks(86, 87)).isEqualTo(1);
        assertThat(looks(87, 90)).isZero();
    }

    /** So many milliseconds after the start, of a sale that opens after one second and closes after two. */
    private static SaleSeen seen(long millis) {
        SaleDefinition hours = new SaleDefinition("Cars", "car", START.plusSeconds(1), START.plusSeconds(2), 1, 1);
        return new SaleSeen(SaleState.Phase.OPEN, 5, 0, 5, hours, START.plusMillis(millis), SaleSeen.Progress.NONE);
    }
}

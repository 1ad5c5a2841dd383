package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SaleRatesTest {

    private static final long QUARTER = 250_000_000L;

    private final SaleRates rates = new SaleRates();

    private static SaleFigures sold(long accepted, long soldOut) {
        return new SaleFigures(
                Map.of(Counted.RECEIVED, accepted + soldOut, Counted.ACCEPTED, accepted, Counted.SOLD_OUT, soldOut),
                null,
                Latencies.NONE,
                Latencies.NONE);
    }

    @Test
    void whatWasCountedBeforeIsNoRate() {
        assertThat(rates.of(sold(1000, 0), 0)).isEmpty();
        assertThat(rates.of(sold(1000, 0), QUARTER)).isEmpty();
    }

    @Test
    void theRateIsThatOfTheLastTwoSeconds() {
        for (int tick = 0; tick <= 40; tick++) {
            rates.of(sold(tick <= 20 ? 25L * tick : 500, 3L * tick), tick * QUARTER);
        }

        assertThat(rates.of(sold(500, 123), 41 * QUARTER)).isEqualTo(Map.of(Counted.SOLD_OUT, 12.0));
        assertThat(rates.of(sold(510, 126), 42 * QUARTER))
                .isEqualTo(Map.of(Counted.ACCEPTED, 5.0, Counted.SOLD_OUT, 12.0));
    }

    @Test
    void figuresThatAreLostAndComeBackAreNoRate() {
        rates.of(sold(1000, 0), 0);
        assertThat(rates.of(sold(400, 0), QUARTER)).isEmpty();
        assertThat(rates.of(sold(401, 0), 2 * QUARTER)).isEqualTo(Map.of(Counted.ACCEPTED, 4.0));
    }
}

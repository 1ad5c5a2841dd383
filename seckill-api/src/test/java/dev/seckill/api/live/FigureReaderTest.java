package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.redis.SharedFigures;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FigureReaderTest {

    private static final long SECOND = 1_000_000_000L;
    private static final SaleId CARS = new SaleId("cars");
    private static final SaleId CATS = new SaleId("cats");
    private static final List<SaleId> BOTH = List.of(CARS, CATS);
    private static final Instant EXPIRY = FakeSharedFigures.START.plusSeconds(60);

    private final FigureReader reader = new FigureReader();

    private static String sold(long count) {
        return new SaleFigures(Map.of(Counted.ACCEPTED, count), null, Latencies.NONE, Latencies.NONE).text();
    }

    /** @param sold by each sale, as one instance tells it */
    private SeenFigures read(Map<SaleId, Long> sold, Map<SaleId, Instant> expiry, long now) {
        Map<SaleId, Map<String, String>> sales = new HashMap<>();
        sold.forEach((sale, count) -> sales.put(sale, Map.of("one#1", sold(count))));
        return reader.read(
                new SharedFigures.Seen(FakeSharedFigures.START, Set.of(), Map.of(), sales, expiry), BOTH, now);
    }

    @Test
    void aSaleThatIsQuietIsAskedForOnceASecond() {
        assertThat(reader.due(BOTH, false, 0)).containsExactly(CARS, CATS);
        read(Map.of(CARS, 1L, CATS, 1L), Map.of(), 0);
        assertThat(reader.due(BOTH, false, 10 * SECOND)).containsExactly(CARS, CATS);

        read(Map.of(CARS, 1L, CATS, 2L), Map.of(), 9 * SECOND);
        assertThat(reader.due(BOTH, false, 11 * SECOND)).containsExactly(CATS);
        assertThat(reader.due(BOTH, true, 11 * SECOND)).containsExactly(CARS, CATS);
    }

    @Test
    void ofASaleThatWasNotAskedForNowOneKnowsWhatItWas() {
        read(Map.of(CARS, 1L, CATS, 2L), Map.of(CARS, EXPIRY, CATS, EXPIRY), 0);
        SeenFigures seen = read(Map.of(CATS, 3L), Map.of(), SECOND);

        assertThat(seen.sales().get(CARS).count(Counted.ACCEPTED)).isEqualTo(1);
        assertThat(seen.sales().get(CATS).count(Counted.ACCEPTED)).isEqualTo(3);
        assertThat(seen.nextExpiry()).isEqualTo(Map.of(CARS, EXPIRY));
    }
}

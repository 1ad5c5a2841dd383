package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.redis.SharedFigures;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SeenFiguresTest {

    private static final SaleId CARS = new SaleId("cars");
    private static final Instant NOW = FakeSharedFigures.START;

    private static String instance(Instant seenAt) {
        return new InstanceFigures(NOW, seenAt, List.of(), 0, 0, 1).text();
    }

    @Test
    void onlyOfInstancesThatLiveSomethingIsRecent() {
        Latencies took = new Latencies(new TreeMap<>(Map.of(7, 1L)));
        String counted = new SaleFigures(Map.of(Counted.ACCEPTED, 1L), null, took, took).text();
        SaleFigures cars = SeenFigures.of(new SharedFigures.Seen(
                        NOW,
                        Set.of(),
                        Map.of("lives", instance(NOW.minusSeconds(2)), "silent", instance(NOW.minusSeconds(7))),
                        Map.of(CARS, Map.of("lives#1", counted, "silent#1", counted, "left#3", counted)),
                        Map.of()))
                .sales()
                .get(CARS);

        assertThat(cars.count(Counted.ACCEPTED)).isEqualTo(3);
        assertThat(cars.latencies().count()).isEqualTo(3);
        assertThat(cars.recent().count()).isEqualTo(1);
    }
}

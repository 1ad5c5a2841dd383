package dev.seckill.api.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeftBehindTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LeftBehind leftBehind = new LeftBehind(Duration.ofSeconds(8));
    private final OrderId fromTheFuture = madeAt("2999-01-01T00:00:00Z");
    private final OrderId fromThePast = madeAt("1999-01-01T00:00:00Z");

    @Test
    void takesAnOrderOnceItWasSeenForLongEnoughWhateverItsIdSays() {
        List<OrderId> both = List.of(fromTheFuture, fromThePast);

        assertThat(leftBehind.among(both, 0, 10)).isEmpty();
        assertThat(leftBehind.among(both, 8 * SECOND - 1, 10)).isEmpty();
        assertThat(leftBehind.among(both, 8 * SECOND, 10)).containsExactly(fromThePast, fromTheFuture);
    }

    @Test
    void startsAnewWithAnOrderThatWasGoneInBetween() {
        leftBehind.among(List.of(fromThePast), 0, 10);
        leftBehind.among(List.of(), SECOND, 10);

        assertThat(leftBehind.among(List.of(fromThePast), 9 * SECOND, 10)).isEmpty();
        assertThat(leftBehind.among(List.of(fromThePast), 17 * SECOND, 10)).containsExactly(fromThePast);
    }

    @Test
    void takesNoMoreThanTheBoundAndTheLowestIdsFirst() {
        List<OrderId> both = List.of(fromTheFuture, fromThePast);
        leftBehind.among(both, 0, 1);

        assertThat(leftBehind.among(both, 9 * SECOND, 1)).containsExactly(fromThePast);
    }

    private static OrderId madeAt(String instant) {
        return new OrderIdGenerator(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC)).next();
    }
}

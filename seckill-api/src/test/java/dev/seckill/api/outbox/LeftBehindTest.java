package dev.seckill.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.EventId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LeftBehindTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LeftBehind leftBehind = new LeftBehind(Duration.ofSeconds(8));
    private final EventId fromTheFuture = madeAt("2999-01-01T00:00:00Z");
    private final EventId fromThePast = madeAt("1999-01-01T00:00:00Z");

    @Test
    void takesAnOrderOnceItWasSeenForLongEnoughWhateverItsIdSays() {
        leftBehind.saw(List.of(fromTheFuture, fromThePast), 0);

        assertThat(leftBehind.due(8 * SECOND - 1, 10)).isEmpty();
        assertThat(leftBehind.due(8 * SECOND, 10)).containsExactly(fromThePast, fromTheFuture);
    }

    @Test
    void keepsTheTimeAtWhichAnOrderWasSeenFirst() {
        leftBehind.saw(List.of(fromThePast), 0);
        leftBehind.saw(List.of(), SECOND); // a look that did not come to it
        leftBehind.saw(List.of(fromThePast), 5 * SECOND);

        assertThat(leftBehind.due(8 * SECOND, 10)).containsExactly(fromThePast);
    }

    @Test
    void startsAnewWithAnOrderThatWasDelivered() {
        leftBehind.saw(List.of(fromThePast), 0);
        leftBehind.forget(List.of(fromThePast));
        leftBehind.saw(List.of(fromThePast), 8 * SECOND);

        assertThat(leftBehind.due(9 * SECOND, 10)).isEmpty();
        assertThat(leftBehind.due(16 * SECOND, 10)).containsExactly(fromThePast);
    }

    @Test
    void takesNoMoreThanTheBoundAndThoseFirstThatWereSeenFirst() {
        leftBehind.saw(List.of(fromTheFuture), 0);
        leftBehind.saw(List.of(fromThePast), 1);

        assertThat(leftBehind.due(9 * SECOND, 1)).containsExactly(fromTheFuture);
    }

    @Test
    void holdsABoundedNumberOfOrdersAndTakesOthersWhenThereIsRoom() {
        OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
        List<EventId> many = Stream.generate(ids::next)
                .map(order -> EventId.of(SaleId.DEFAULT, order))
                .limit(LeftBehind.ORDERS_MAX)
                .toList();
        leftBehind.saw(many, 0);
        leftBehind.saw(List.of(fromThePast), 0);
        assertThat(leftBehind.due(8 * SECOND, Integer.MAX_VALUE)).hasSameSizeAs(many);

        leftBehind.forget(many.subList(0, 1));
        leftBehind.saw(List.of(fromThePast), 0);
        assertThat(leftBehind.due(8 * SECOND, Integer.MAX_VALUE)).contains(fromThePast);
    }

    private static EventId madeAt(String instant) {
        return EventId.of(
                SaleId.DEFAULT, new OrderIdGenerator(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC)).next());
    }
}

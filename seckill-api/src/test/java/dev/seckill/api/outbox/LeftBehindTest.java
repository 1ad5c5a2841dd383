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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LeftBehindTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final LeftBehind leftBehind = new LeftBehind(Duration.ofSeconds(8));
    private final EventId fromTheFuture = madeAt("2999-01-01T00:00:00Z");
    private final EventId fromThePast = madeAt("1999-01-01T00:00:00Z");

    @Test
    void takesAnOrderOnceItWasSeenForLongEnoughWhateverItsIdSays() {
        saw(0, fromTheFuture, fromThePast);

        assertThat(leftBehind.due(8 * SECOND - 1, 10)).isEmpty();
        assertThat(leftBehind.due(8 * SECOND, 10)).containsExactly(fromThePast, fromTheFuture);
    }

    @Test
    void keepsTheTimeAtWhichAnOrderWasSeenFirst() {
        saw(0, fromThePast);
        leftBehind.saw(Map.of(), SECOND); // a look that did not come to it
        saw(5 * SECOND, fromThePast);

        assertThat(leftBehind.due(8 * SECOND, 10)).containsExactly(fromThePast);
    }

    @Test
    void startsAnewWithAnOrderThatWasDelivered() {
        saw(0, fromThePast);
        leftBehind.forget(List.of(fromThePast));
        saw(8 * SECOND, fromThePast);

        assertThat(leftBehind.due(9 * SECOND, 10)).isEmpty();
        assertThat(leftBehind.due(16 * SECOND, 10)).containsExactly(fromThePast);
    }

    @Test
    void takesNoMoreThanTheBoundAndThoseFirstThatWereSeenFirst() {
        saw(0, fromTheFuture);
        saw(1, fromThePast);

        assertThat(leftBehind.due(9 * SECOND, 1)).containsExactly(fromTheFuture);
    }

    @Test
    void holdsABoundedNumberOfOrdersAndTakesOthersWhenThereIsRoom() {
        List<EventId> many = many(SaleId.DEFAULT, LeftBehind.EVENTS_MAX);
        leftBehind.saw(Map.of(SaleId.DEFAULT, many), 0);
        saw(0, fromThePast);
        assertThat(leftBehind.due(8 * SECOND, Integer.MAX_VALUE)).hasSameSizeAs(many);

        leftBehind.forget(many.subList(0, 1));
        saw(0, fromThePast);
        assertThat(leftBehind.due(8 * SECOND, Integer.MAX_VALUE)).contains(fromThePast);
    }

    @Test
    void takesAsManyOfEachSaleThoughOneHasManyMore() {
        SaleId large = new SaleId("large");
        SaleId small = new SaleId("small");
        List<EventId> few = many(small, 3);
        leftBehind.saw(Map.of(large, many(large, 100)), 0);
        leftBehind.saw(Map.of(small, few), 1);

        assertThat(leftBehind.due(9 * SECOND, 10)).hasSize(10).containsAll(few);
        assertThat(leftBehind.due(9 * SECOND, 2)).extracting(EventId::sale).containsExactlyInAnyOrder(large, small);
    }

    @Test
    void hasRoomForOtherSalesThoughOneHasMoreThanThereIsRoomFor() {
        SaleId other = new SaleId("other");
        List<EventId> few = many(other, 3);
        leftBehind.saw(Map.of(SaleId.DEFAULT, many(SaleId.DEFAULT, LeftBehind.EVENTS_MAX + 1), other, few), 0);

        assertThat(leftBehind.due(9 * SECOND, Integer.MAX_VALUE))
                .hasSize(LeftBehind.EVENTS_MAX / 2 + few.size())
                .containsAll(few);
    }

    private void saw(long nowNanos, EventId... events) {
        leftBehind.saw(Map.of(SaleId.DEFAULT, List.of(events)), nowNanos);
    }

    private List<EventId> many(SaleId sale, int count) {
        return Stream.generate(ids::next)
                .map(order -> EventId.of(sale, order))
                .limit(count)
                .toList();
    }

    private static EventId madeAt(String instant) {
        return EventId.of(
                SaleId.DEFAULT, new OrderIdGenerator(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC)).next());
    }
}

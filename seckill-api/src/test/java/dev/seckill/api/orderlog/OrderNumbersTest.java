package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import java.time.Clock;
import org.junit.jupiter.api.Test;

final class OrderNumbersTest {

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final OrderNumbers numbers = new OrderNumbers(1 << 20);

    @Test
    void countsAnOrderOnceHoweverOftenItComes() {
        OrderId order = ids.next();

        assertThat(numbers.add(64, order)).isEqualTo(OrderNumbers.Seen.FIRST);
        assertThat(numbers.add(64, order)).isEqualTo(OrderNumbers.Seen.AGAIN);
        assertThat(numbers.orders()).isEqualTo(1);
    }

    @Test
    void tellsAnotherOrderWithTheSameNumber() {
        OrderId order = ids.next();
        OrderId other = ids.next();
        numbers.add(1, order);

        assertThat(numbers.add(1, other)).isEqualTo(OrderNumbers.Seen.OTHER);
        assertThat(numbers.orders()).isEqualTo(1);
        assertThat(numbers.take(1, other)).isFalse();
        assertThat(numbers.take(1, order)).isTrue();
    }

    @Test
    void takesWhatWasAddedOnceUntilItIsGivenBack() {
        OrderId order = ids.next();
        numbers.add(Long.MAX_VALUE, order);

        assertThat(numbers.take(Long.MAX_VALUE, order)).isTrue();
        assertThat(numbers.take(Long.MAX_VALUE, order)).isFalse();
        assertThat(numbers.take(7, order)).isFalse();
        numbers.giveBack();
        assertThat(numbers.take(Long.MAX_VALUE, order)).isTrue();
    }

    @Test
    void takesTenBytesForEachOfAMillionOrders() {
        OrderNumbers roomy = new OrderNumbers(OrderNumbers.bytesFor(1_000_000));
        for (long seq = 1; seq <= 1_000_000; seq++) {
            assertThat(roomy.hasRoomFor(seq)).isTrue();
            roomy.add(seq, ids.next());
        }

        assertThat(roomy.orders()).isEqualTo(1_000_000);
        assertThat(roomy.hasRoomFor(2_000_000)).isFalse();
        assertThat(OrderNumbers.bytesFor(1_000_000)).isLessThan(10_000_000L);
    }
}

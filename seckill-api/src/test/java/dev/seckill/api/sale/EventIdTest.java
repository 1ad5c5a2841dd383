package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventIdTest {

    @Test
    void isReadBackFromTheFieldOfTheOutbox() {
        OrderId order = new OrderIdGenerator(Clock.systemUTC()).next();

        assertThat(EventId.parse(order.toString())).isEqualTo(EventId.of(order));
        assertThat(EventId.parse("no-12")).isEqualTo(new EventId(null, 12)).hasToString("no-12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kept", "no-", "no-0", "no--1", "no-012", "no-x", "12"})
    void isNothingElse(String field) {
        assertThatThrownBy(() -> EventId.parse(field)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersComeLast() {
        EventId order = EventId.of(new OrderIdGenerator(Clock.systemUTC()).next());

        assertThat(List.of(order, new EventId(null, 10), new EventId(null, 9)).stream()
                        .sorted())
                .containsExactly(new EventId(null, 9), new EventId(null, 10), order);
    }
}

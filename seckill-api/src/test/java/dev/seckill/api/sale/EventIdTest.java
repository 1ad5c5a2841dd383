package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventIdTest {

    private static final SaleId SALE = SaleId.DEFAULT;

    @Test
    void isReadBackFromTheFieldOfTheOutbox() {
        EventId order = EventId.of(SALE, new OrderIdGenerator(Clock.systemUTC()).next());

        assertThat(EventId.parse(SALE, order.toString())).isEqualTo(order);
        assertThat(EventId.parse(SALE, "no-12"))
                .isEqualTo(EventId.numbered(SALE, 12, 0))
                .hasToString("no-12");
        assertThat(EventId.parse(SALE, "no-12@1700000000000"))
                .isEqualTo(EventId.numbered(SALE, 12, 1_700_000_000_000L))
                .hasToString("no-12@1700000000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kept",
                "no-",
                "no-0",
                "no--1",
                "no-012",
                "no-x",
                "12",
                "no-1@",
                "no-1@0",
                "no-1@-1",
                "no-1@01",
                "no-1@x",
                "no-1@2@3",
                "no-@2"
            })
    void isNothingElse(String field) {
        assertThatThrownBy(() -> EventId.parse(SALE, field)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsApartWhatTwoSalesOrTwoLivesOfOneHaveNumberedAlike() {
        EventId first = entry(SALE, 0).id();

        assertThat(entry(SALE, 0).id()).isEqualTo(first);
        assertThat(entry(new SaleId("other"), 0).id()).isNotEqualTo(first);
        assertThat(entry(SALE, 1).id()).isNotEqualTo(first);
        assertThat(OutboxEntry.parse(entry(SALE, 1).bytes()).id())
                .isEqualTo(entry(SALE, 1).id());
    }

    @Test
    void ordersComeLast() {
        EventId order = EventId.of(SALE, new OrderIdGenerator(Clock.systemUTC()).next());
        EventId nine = EventId.numbered(SALE, 9, 0);
        EventId ten = EventId.numbered(SALE, 10, 0);
        EventId afterRebuild = EventId.numbered(SALE, 1, 5);

        assertThat(List.of(order, ten, afterRebuild, nine).stream().sorted())
                .containsExactly(nine, ten, afterRebuild, order);
    }

    private static OutboxEntry entry(SaleId sale, long epoch) {
        return OutboxEntry.of(
                new SaleEvent.Restocked(sale, 3, 5, 5, Instant.EPOCH, SaleEvent.Restocked.BY_HAND),
                null,
                new OutboxEntry.Offer(5, epoch));
    }
}

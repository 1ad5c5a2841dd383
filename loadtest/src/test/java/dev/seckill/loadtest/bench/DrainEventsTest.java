package dev.seckill.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DrainEventsTest {

    private static final int EVENTS = 100;

    @Test
    void provable_addsUpFromTheFirstEventToTheLast() {
        List<SaleEvent> events = DrainEvents.provable(new SaleId("some"), EVENTS);

        long left = 0;
        long no = 0;
        for (SaleEvent event : events) {
            left += event.units();
            assertThat(event.left()).isEqualTo(left);
            assertThat(event.no()).isEqualTo(++no);
        }
        assertThat(no).isEqualTo(EVENTS);
        assertThat(left).isZero();
    }
}

package dev.seckill.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.decide.OrderDelivery;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InFlightTest {

    private final List<String> heard = new ArrayList<>();
    private final InFlight order = new InFlight(
            OutboxEntry.of(
                    new SaleEvent.Restocked(SaleId.DEFAULT, 1, 10, 10, Instant.EPOCH, "ann"),
                    null,
                    new OutboxEntry.Offer(10, 0)),
            new OrderDelivery.Listener() {
                @Override
                public void logged() {
                    heard.add("logged");
                }

                @Override
                public void pending() {
                    heard.add("pending");
                }
            },
            0);

    /** The thread that tells of the wait's end may come between the two steps of an acknowledgement. */
    @Test
    void nobodyHearsThatDeliveryIsPendingOnceTheLogHasIt() {
        order.becomesLogged();
        order.waited();
        order.tellLogged();

        assertThat(heard).containsExactly("logged");
    }

    @Test
    void whoeverWaitsTooLongHearsThatDeliveryIsPending() {
        order.waited();
        order.becomesLogged();
        order.tellLogged();

        assertThat(heard).containsExactly("pending");
    }
}

package dev.seckill.consumer.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.notify.EarlyEvents.Read;
import dev.seckill.model.LogPosition;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EarlyEventsTest {

    private static final SaleId SALE = new SaleId("cars");
    private static final Instant AT = Instant.parse("2026-11-22T10:16:00.250Z");

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final AtomicLong now = new AtomicLong();
    private final EarlyEvents early = new EarlyEvents(now::get);
    private final PartitionMarks marks = new PartitionMarks(0);
    private final OrderId order = ids.next();
    private final List<Long> told = new ArrayList<>();

    @Test
    void whatIsInItsOrderGoesThrough() {
        take(accepted(order, 1), extended(2), released(3), late(4));
        assertThat(told).containsExactly(1L, 2L, 3L, 4L);
        assertThat(early.size()).isZero();
    }

    @Test
    void anExpiryThatWasPublishedBeforeTheAcceptanceWaitsForIt() {
        take(released(3));
        assertThat(told).isEmpty();
        assertThat(early.size()).isOne();

        take(accepted(ids.next(), 2)); // another order goes on
        assertThat(told).containsExactly(2L);

        take(accepted(order, 1));
        assertThat(told).containsExactly(2L, 1L, 3L);
        assertThat(early.size()).isZero();
    }

    @Test
    void whateverTheLogMixesUpIsToldByItsNumbers() {
        take(late(4), extended(2), released(3), accepted(order, 1));
        assertThat(told).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aLatePaymentWaitsForTheReleaseThatItCameAfter() {
        take(accepted(order, 1), late(4));
        assertThat(told).containsExactly(1L);
        take(released(3));
        assertThat(told).containsExactly(1L, 3L, 4L);
    }

    @Test
    void aCancellationWaitsForTheConfirmationThatItCameAfter() {
        take(accepted(order, 1), cancelled(7, 6));
        assertThat(told).containsExactly(1L);

        take(confirmed(6, 1));
        assertThat(told).containsExactly(1L, 6L, 7L);
        assertThat(early.size()).isZero();
    }

    @Test
    void eachEventWaitsForTheOneBeforeIt() {
        take(accepted(order, 1), cancelled(7, 6), extended(3, 1), confirmed(6, 4));
        assertThat(told).containsExactly(1L, 3L);

        take(extended(4, 3));
        assertThat(told).containsExactly(1L, 3L, 4L, 6L, 7L);
    }

    @Test
    void whatCameBeforeMayHaveBeenToldBeforeTheGroupsPosition() {
        early.wasTold(accepted(order, 1));
        early.wasTold(confirmed(6, 1));
        take(cancelled(7, 6));
        assertThat(told).containsExactly(7L);
    }

    @Test
    void whatNamesAnEventThatDoesNotComeIsToldInTheEnd() {
        take(accepted(order, 1), cancelled(7, 6));
        now.set(EarlyEvents.WAIT_MAX.toNanos() + 1);
        assertThat(early.overdue()).extracting(read -> read.event().no()).containsExactly(7L);

        take(confirmed(6, 5)); // what is late already waits for nothing
        assertThat(told).containsExactly(1L, 6L);
    }

    @Test
    void whatWasToldBeforeTheGroupsPositionNeedNotComeAgain() {
        early.wasTold(accepted(order, 1));
        take(released(3));
        assertThat(told).containsExactly(3L);
    }

    @Test
    void anOrderFromBeforeAllThatWasReadIsTakenForBegun() {
        early.take(read(released(3)), false)
                .forEach(read -> told.add(read.event().no()));
        assertThat(told).containsExactly(3L);
    }

    @Test
    void anOrderThatIsForgottenIsTakenForBegun() {
        early.wasTold(accepted(order, 1));
        for (int i = 0; i < EarlyEvents.ORDERS_MAX; i++) {
            early.wasTold(accepted(ids.next(), 5));
        }
        take(released(3));
        assertThat(told).containsExactly(3L);
    }

    @Test
    void nothingWaitsForEver() {
        take(released(3), late(4));
        now.set(EarlyEvents.WAIT_MAX.toNanos());
        assertThat(early.overdue()).isEmpty();

        now.addAndGet(1);
        assertThat(early.overdue()).extracting(read -> read.event().no()).containsExactly(3L, 4L);
        assertThat(early.size()).isZero();
        assertThat(early.overdue()).isEmpty();
    }

    @Test
    void whatBelongsToAPartitionThatWentIsDropped() {
        take(released(3));
        marks.giveUp();
        early.dropGone();
        assertThat(early.size()).isZero();
    }

    private void take(SaleEvent.OfOrder... events) {
        for (SaleEvent.OfOrder event : events) {
            early.take(read(event), true).forEach(read -> told.add(read.event().no()));
        }
    }

    private Read read(SaleEvent.OfOrder event) {
        return new Read(event, new LogPosition("LOG", 0, 0), marks, null);
    }

    private static SaleEvent.Accepted accepted(OrderId id, long no) {
        return new SaleEvent.Accepted(no, new Order(id, SALE, 1, null, "car", 1, 9, AT), AT.plusSeconds(2), false);
    }

    private SaleEvent.Confirmed confirmed(long no, long after) {
        return new SaleEvent.Confirmed(SALE, no, order, 9, AT, "shop", after);
    }

    private SaleEvent.Released cancelled(long no, long after) {
        return new SaleEvent.Released(SALE, no, order, null, 1, 10, AT, "shop", Reason.CANCELLED, after);
    }

    private SaleEvent.Extended extended(long no, long after) {
        return new SaleEvent.Extended(SALE, no, order, AT.plusSeconds(3), 9, AT, "shop", after);
    }

    private SaleEvent.Extended extended(long no) {
        return new SaleEvent.Extended(SALE, no, order, AT.plusSeconds(3), 9, AT, "shop");
    }

    private SaleEvent.Released released(long no) {
        return new SaleEvent.Released(SALE, no, order, null, 1, 10, AT, "expiry", Reason.EXPIRED);
    }

    private SaleEvent.Late late(long no) {
        return new SaleEvent.Late(SALE, no, order, 10, AT, "shop");
    }
}

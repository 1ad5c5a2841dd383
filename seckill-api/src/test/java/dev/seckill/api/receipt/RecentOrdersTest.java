package dev.seckill.api.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.orderlog.LoggedEvent;
import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.TraceParent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RecentOrdersTest {

    private static final OutboxEntry.Offer OFFER = new OutboxEntry.Offer(100, Samples.EPOCH);

    /** Acknowledges when it is told to. */
    private static final class Log implements OrderLog {

        private final List<Acknowledgement> waiting = new ArrayList<>();

        private Bound trouble;

        @Override
        public Bound trouble() {
            return trouble;
        }

        @Override
        public void append(OutboxEntry entry, TraceParent trace, Acknowledgement acknowledgement) {
            waiting.add(acknowledgement);
        }

        @Override
        public void close() {}
    }

    private final Log log = new Log();
    private final RecentOrders recent = new RecentOrders(log);
    private final OrderLog remembered = recent.log();
    private final AtomicInteger logged = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final OrderLog.Acknowledgement teller = new OrderLog.Acknowledgement() {
        @Override
        public void logged() {
            logged.incrementAndGet();
        }

        @Override
        public void failed(Exception reason) {
            failed.incrementAndGet();
        }
    };

    private static OutboxEntry accepted(OrderId id, long no) {
        Order order = new Order(id, Samples.SALE, no, null, "car", 1, 5, Instant.parse("2026-11-29T12:00:00.123456Z"));
        return OutboxEntry.of(new SaleEvent.Accepted(no, order), null, OFFER);
    }

    @Test
    void anOrderIsRememberedOnceTheLogHasAcknowledgedIt() {
        OutboxEntry entry = accepted(Samples.ORDER, 57);
        remembered.append(entry, teller);
        assertThat(recent.find(Samples.ORDER)).as("not acknowledged yet").isEmpty();

        log.waiting.get(0).logged();

        assertThat(logged).hasValue(1);
        LoggedEvent found = recent.find(Samples.ORDER).orElseThrow();
        assertThat(found.event()).as("as the log has it").isEqualTo(EventCodec.decode(entry.message()));
        assertThat(found.offer()).isEqualTo(OFFER);

        log.trouble = Bound.LOG_REPLACED;
        assertThat(recent.find(Samples.ORDER)).as("it may be lost").isEmpty();
        assertThat(remembered.trouble()).isEqualTo(Bound.LOG_REPLACED);
    }

    @Test
    void whatTheLogDidNotTakeIsNot() {
        remembered.append(accepted(Samples.ORDER, 57), teller);

        log.waiting.get(0).failed(new IllegalStateException("no room"));

        assertThat(failed).hasValue(1);
        assertThat(recent.find(Samples.ORDER)).isEmpty();
    }

    @Test
    void whatElseBecomesOfAnOrderIsNotItsAcceptance() {
        SaleEvent confirmed = new SaleEvent.Confirmed(Samples.SALE, 58, Samples.ORDER, 43, Samples.AT, "a test", 57);
        remembered.append(OutboxEntry.of(confirmed, null, OFFER), teller);

        log.waiting.get(0).logged();

        assertThat(recent.find(Samples.ORDER)).isEmpty();
    }

    @Test
    void aPlaceIsTheNextOnesAndNobodyGetsAnothersOrder() {
        OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
        List<OrderId> made = new ArrayList<>();
        for (int no = 1; no <= 3 * RecentOrders.PLACES; no++) {
            OrderId id = ids.next();
            made.add(id);
            remembered.append(accepted(id, no), teller);
            log.waiting.get(no - 1).logged();
        }

        int found = 0;
        for (int i = 0; i < made.size(); i++) {
            OrderId id = made.get(i);
            SaleEvent event = recent.find(id).map(LoggedEvent::event).orElse(null);
            if (event != null) {
                assertThat(((SaleEvent.Accepted) event).orderId()).isEqualTo(id);
                found++;
            }
        }
        assertThat(found).isBetween(RecentOrders.PLACES / 2, RecentOrders.PLACES);
        assertThat(recent.find(made.get(made.size() - 1))).as("the newest").isPresent();
    }
}

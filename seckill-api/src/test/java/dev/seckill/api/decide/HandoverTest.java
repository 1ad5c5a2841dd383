package dev.seckill.api.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.InMemorySale;
import dev.seckill.api.sale.InMemoryStockCounter;
import dev.seckill.api.sale.OrderChange;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is told what became of an order before the order log has it. */
final class HandoverTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final DecisionEvents NOBODY = new DecisionEvents() {
        @Override
        public void decided(int purchases, int accepted, int conflicts) {
            // Nobody counts.
        }

        @Override
        public void contended(int purchases, int conflicts) {
            // Nobody counts.
        }

        @Override
        public void unavailable(RuntimeException reason) {
            throw new AssertionError(reason);
        }
    };

    private final InMemorySale sale = new InMemorySale();
    private final InMemoryStockCounter counter = new InMemoryStockCounter(sale, Clock.systemUTC());
    private final RecordingDelivery delivery = new RecordingDelivery();
    private final Handover handover = new Handover(counter, delivery, NOBODY);
    private OrderId order;

    @BeforeEach
    void hold() {
        sale.put("3", Map.of("holdFor", "60", "holdMax", "60"));
        sale.clock = Clock.fixed(START, ZoneOffset.UTC);
        order = hand(Purchase.ANONYMOUS)
                .get(0)
                .reply
                .join()
                .decision()
                .entry()
                .order()
                .orderId();
        sale.clock = Clock.fixed(START.plusSeconds(60), ZoneOffset.UTC);
        delivery.hold();
    }

    @Test
    void aLatePaymentIsToldOnceTheLogHasItAndSoIsItsRepeat() {
        List<Ticket> tickets = hand(confirm(), confirm());

        assertThat(tickets).noneMatch(ticket -> ticket.reply.isDone());
        delivery.release();
        assertThat(tickets).extracting(ticket -> ticket.reply.join().logged()).containsExactly(true, true);
        assertThat(tickets)
                .extracting(ticket -> ticket.reply.join().decision().outcome())
                .containsOnly(Outcome.LATE);
        assertThat(kinds()).containsExactly(Kind.RESTOCKED, Kind.RELEASED, Kind.LATE);
    }

    @Test
    void whoeverCancelsWhatJustRanOutHearsOfItOnceTheLogHasIt() {
        List<Ticket> tickets = hand(new OrderChange.Cancel(order, "shop", null));

        assertThat(tickets.get(0).reply).isNotDone();
        delivery.release();
        assertThat(tickets.get(0).reply.join().logged()).isTrue();
        assertThat(tickets.get(0).reply.join().decision().outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(kinds()).containsExactly(Kind.RESTOCKED, Kind.RELEASED);
    }

    /** Or a crash could take back what it was told. */
    @Test
    void whoeverIsRefusedBecauseOfWhatJustHappenedHearsOfItOnceTheLogHasIt() {
        List<Ticket> tickets = hand(new OrderChange.Extend(order, "shop", null, null));

        assertThat(tickets.get(0).reply).isNotDone();
        delivery.release();
        assertThat(tickets.get(0).reply.join().logged()).isTrue();
        assertThat(tickets.get(0).reply.join().decision().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(kinds()).containsExactly(Kind.RESTOCKED, Kind.RELEASED);
    }

    /** Another instance may deliver it yet. */
    @Test
    void whatTheLogMayNotHaveYetIsPending() {
        counter.decide(List.of(confirm()), List.of());

        List<Ticket> tickets = hand(confirm());
        assertThat(tickets.get(0).reply.join().logged()).isFalse();

        sale.outbox.clear();
        tickets = hand(confirm());
        assertThat(tickets.get(0).reply.join().logged()).isTrue();
    }

    @Test
    void whatIsReleasedIsDeliveredBeforeWhatWasSoldOfItAndOnce() {
        List<Ticket> tickets = hand(new Purchase(null, null, 3), new OrderChange.Cancel(order, "shop", null));

        assertThat(tickets).noneMatch(ticket -> ticket.reply.isDone());
        delivery.release();
        assertThat(tickets).allMatch(ticket -> ticket.reply.join().logged());
        assertThat(delivery.delivered()).hasSize(2);
        assertThat(kinds()).containsExactly(Kind.RESTOCKED, Kind.RELEASED);
    }

    private OrderChange confirm() {
        return new OrderChange.Confirm(order, "shop");
    }

    private List<Kind> kinds() {
        return delivery.others().stream().map(entry -> entry.event().kind()).toList();
    }

    private List<Ticket> hand(Request... requests) {
        Queue<Ticket> tickets = new ArrayDeque<>();
        for (Request request : requests) {
            tickets.add(new Ticket(request, System.nanoTime(), null));
        }
        List<Ticket> all = new ArrayList<>(tickets);
        Batch batch = new Batch(requests.length, Duration.ofHours(1));
        batch.fill(tickets::poll);
        handover.hand(batch, (Attempt.Decided) counter.decide(batch.requests(), List.of()), 0);
        return all;
    }
}

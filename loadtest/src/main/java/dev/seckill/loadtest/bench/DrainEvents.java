package dev.seckill.loadtest.bench;

import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The journal of a sale, for a log to be drained. Not thread-safe. */
final class DrainEvents {

    /** So many orders later, an order meets its fate: about a second of a sale that sells fast. */
    private static final int HELD_ORDERS = 10_000;

    private static final String SHOP = "shop";

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final List<SaleEvent> events = new ArrayList<>();
    private final SaleId sale;
    private long left;
    private long seq;

    private DrainEvents(SaleId sale, long left) {
        this.sale = sale;
        this.left = left;
    }

    /** As many orders, each sold at once. */
    static List<SaleEvent> sold(SaleId sale, int count) {
        DrainEvents journal = new DrainEvents(sale, count);
        while (journal.events.size() < count) {
            journal.accept(null);
        }
        return journal.events;
    }

    /** As many events of a sale that is proven: its units are put on sale, and all are sold at once. */
    static List<SaleEvent> provable(SaleId sale, int count) {
        DrainEvents journal = new DrainEvents(sale, count - 1L);
        journal.events.add(new SaleEvent.Restocked(
                sale, journal.nextNo(), journal.left, journal.left, Instant.now(), SaleEvent.Restocked.BY_HAND));
        while (journal.events.size() < count) {
            journal.accept(null);
        }
        return journal.events;
    }

    /** As many events: of ten orders seven are confirmed, one of them after an extension; three expire, one is paid late. */
    static List<SaleEvent> held(SaleId sale, int count) {
        DrainEvents journal = new DrainEvents(sale, count);
        List<OrderId> held = new ArrayList<>();
        while (journal.events.size() < count) {
            held.add(journal.accept(Instant.now().plusSeconds(1)));
            if (held.size() > HELD_ORDERS) {
                journal.end(held.get(held.size() - 1 - HELD_ORDERS), held.size() % 10);
            }
        }
        return List.copyOf(journal.events.subList(0, count));
    }

    private OrderId accept(Instant heldUntil) {
        OrderId id = ids.next();
        Order order = new Order(id, sale, ++seq, null, "car", 1, --left, Instant.now());
        events.add(new SaleEvent.Accepted(nextNo(), order, heldUntil, false));
        return id;
    }

    private void end(OrderId order, int fate) {
        Instant now = Instant.now();
        if (fate < 7) {
            if (fate == 0) {
                events.add(new SaleEvent.Extended(sale, nextNo(), order, now.plusSeconds(60), left, now, SHOP));
            }
            events.add(new SaleEvent.Confirmed(sale, nextNo(), order, left, now, SHOP));
            return;
        }
        left++;
        events.add(new SaleEvent.Released(
                sale, nextNo(), order, null, 1, left, now, Released.BY_EXPIRY, Released.Reason.EXPIRED));
        if (fate == 9) {
            events.add(new SaleEvent.Late(sale, nextNo(), order, left, now, SHOP));
        }
    }

    private long nextNo() {
        return events.size() + 1L;
    }
}

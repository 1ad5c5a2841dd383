package dev.seckill.consumer;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The journal of a sale with holds: of ten orders seven are confirmed, two expire, and one is paid too late. What becomes of an
 * order comes some orders later, as in a shop. Of one order in ten the log has the expiry before the acceptance, as when the
 * instance that accepted it died before it told.
 */
final class OrderLives {

    private static final Instant BEGIN = Instant.parse("2026-11-22T10:15:30Z");
    private static final int LATER = 25;

    private final SaleId sale = new SaleId("lives");
    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final List<SaleEvent> events = new ArrayList<>();
    private final Map<String, List<String>> webhooks = new HashMap<>();
    private final Map<OrderId, SaleEvent> unpublished = new HashMap<>();
    private long no;
    private long left;

    /** So many orders from their beginning to their end. */
    OrderLives(int orders) {
        left = 2L * orders; // never sold out
        events.add(new SaleEvent.Restocked(sale, ++no, left, left, at(), "alice"));
        List<OrderId> open = new ArrayList<>();
        for (int i = 0; i < orders + LATER; i++) {
            if (i < orders) {
                open.add(accept(i + 1));
            }
            if (i >= LATER) {
                end(i - LATER, open.get(i - LATER));
            }
        }
    }

    /** In the order of the log. */
    List<SaleEvent> events() {
        return events;
    }

    /** The types of the webhooks that the shop must get of each order, in this order. */
    Map<String, List<String>> webhooks() {
        return webhooks;
    }

    private OrderId accept(long seq) {
        OrderId id = ids.next();
        left--;
        Order order = new Order(id, sale, seq, new BuyerId("buyer " + seq), "car", 1, left, at());
        SaleEvent accepted =
                new SaleEvent.Accepted(++no, order, order.decidedAt().plus(Duration.ofMinutes(10)), false);
        if (seq % 10 == 9) {
            unpublished.put(id, accepted);
        } else {
            events.add(accepted);
        }
        told(id, "order.accepted");
        return id;
    }

    private void end(int index, OrderId id) {
        if (index % 10 < 7) {
            events.add(new SaleEvent.Confirmed(sale, ++no, id, left, at(), "shop"));
            told(id, "order.confirmed");
            return;
        }
        left++;
        events.add(new SaleEvent.Released(
                sale, ++no, id, null, 1, left, at(), SaleEvent.Released.BY_EXPIRY, Reason.EXPIRED));
        told(id, "order.released");
        if (unpublished.containsKey(id)) {
            events.add(unpublished.remove(id));
        }
        if (index % 10 == 9) {
            events.add(new SaleEvent.Late(sale, ++no, id, left, at(), "shop"));
            told(id, "order.late");
        }
    }

    private void told(OrderId id, String type) {
        webhooks.computeIfAbsent(id.toString(), order -> new ArrayList<>()).add(type);
    }

    private Instant at() {
        return BEGIN.plusMillis(no);
    }
}

package dev.seckill.consumer.store;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Orders of one sale for tests: seq 1, 2, 3 … with ids of their own. */
public final class TestOrders {

    /** Orders decided later than that are refused by a book that is told so. */
    static final Instant FAR_FUTURE = Instant.parse("2900-01-01T00:00:00Z");

    private static final long ALLOTMENT = 1_000_000;

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final SaleId sale;
    private long seq;

    public TestOrders(String sale) {
        this.sale = new SaleId(sale);
    }

    public Order next() {
        return withSeq(++seq);
    }

    public List<Order> next(int count) {
        List<Order> orders = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            orders.add(next());
        }
        return orders;
    }

    /** An order with an id of its own, at a seq that another may hold. */
    public Order withSeq(long number) {
        Instant decidedAt = Instant.parse("2026-11-22T10:15:30.123Z").plusMillis(number);
        return new Order(
                ids.next(),
                sale,
                number,
                new BuyerId("Zoë 李 \uD83D\uDE97 " + number),
                "car",
                1,
                ALLOTMENT - number,
                decidedAt);
    }

    /** The order as an entry of the journal. Nothing else happens to its sale, so its number is its place. */
    public static SaleEvent.Accepted event(Order order) {
        return new SaleEvent.Accepted(order.seq(), order);
    }

    /** The same of each. */
    public static List<SaleEvent.Accepted> events(List<Order> orders) {
        return orders.stream().map(TestOrders::event).toList();
    }

    /** The order as the order log has it. */
    public static byte[] message(Order order) {
        return EventCodec.encode(event(order));
    }

    /** The same order, decided at another time. */
    public static Order decidedAt(Order order, String instant) {
        return new Order(
                order.orderId(),
                order.sale(),
                order.seq(),
                order.buyer(),
                order.item(),
                order.quantity(),
                order.left(),
                Instant.parse(instant));
    }

    /** The same order, with so many units left after it. */
    public static Order leaving(Order order, long left) {
        return new Order(
                order.orderId(),
                order.sale(),
                order.seq(),
                order.buyer(),
                order.item(),
                order.quantity(),
                left,
                order.decidedAt());
    }

    /** The same order id with another seq. */
    public static Order movedTo(Order order, long seq) {
        return new Order(
                order.orderId(),
                order.sale(),
                seq,
                order.buyer(),
                order.item(),
                order.quantity(),
                order.left(),
                order.decidedAt());
    }
}

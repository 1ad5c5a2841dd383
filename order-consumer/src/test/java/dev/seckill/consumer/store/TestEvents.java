package dev.seckill.consumer.store;

import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import java.time.Instant;
import java.util.List;

/** The journal of one sale for tests, event after event: numbers without a gap, and left adds up. */
public final class TestEvents {

    private static final Instant BEGIN = Instant.parse("2026-11-22T10:15:30.123Z");

    private final SaleId sale;
    private final TestOrders orders;
    private long no;
    private long left;

    public TestEvents(String sale) {
        this.sale = new SaleId(sale);
        this.orders = new TestOrders(sale);
    }

    public String sale() {
        return sale.value();
    }

    /** The next event: so many units more, or fewer. */
    public SaleEvent.Restocked restocked(long units) {
        left += units;
        return new SaleEvent.Restocked(sale, ++no, units, left, at(), SaleEvent.Restocked.BY_HAND);
    }

    /** The next event: somebody gets a unit. */
    public SaleEvent.Accepted accepted() {
        return new SaleEvent.Accepted(++no, TestOrders.leaving(orders.next(), --left));
    }

    /** The next event: somebody gets several units. */
    public SaleEvent.Accepted accepted(int quantity, String item) {
        left -= quantity;
        return of(new SaleEvent.Accepted(++no, TestOrders.leaving(orders.next(), left)), quantity, item);
    }

    /** The next event: somebody gets a unit, and has to confirm it within a minute. */
    public SaleEvent.Accepted held() {
        SaleEvent.Accepted accepted = accepted();
        return new SaleEvent.Accepted(accepted.no(), accepted.order(), at().plusSeconds(60), false);
    }

    /** The next event: somebody gets units, and may give them back. */
    public SaleEvent.Accepted cancellable(int quantity) {
        SaleEvent.Accepted accepted = accepted(quantity, "car");
        return new SaleEvent.Accepted(accepted.no(), accepted.order(), null, true);
    }

    /** The next event: the order is paid. */
    public SaleEvent.Confirmed confirmed(SaleEvent.Accepted order) {
        return new SaleEvent.Confirmed(sale, ++no, order.orderId(), left, at(), "shop");
    }

    /** The next event: the order's units go back. */
    public SaleEvent.Released released(SaleEvent.Accepted order) {
        return released(order, order.order().quantity());
    }

    /** The next event: so many units of the order go back. */
    public SaleEvent.Released released(SaleEvent.Accepted order, int units) {
        left += units;
        return new SaleEvent.Released(
                sale, ++no, order.orderId(), order.order().buyer(), units, left, at(), "shop", Reason.CANCELLED);
    }

    /** The next event: the order is paid after its units went back. */
    public SaleEvent.Late late(SaleEvent.Accepted order) {
        return new SaleEvent.Late(sale, ++no, order.orderId(), left, at(), "shop");
    }

    /** The next event: the order is held for an hour. */
    public SaleEvent.Extended extended(SaleEvent.Accepted order) {
        return new SaleEvent.Extended(sale, ++no, order.orderId(), at().plusSeconds(3600), left, at(), "shop");
    }

    /** The same order, but of other units. */
    public static SaleEvent.Accepted of(SaleEvent.Accepted event, int quantity, String item) {
        Order order = event.order();
        return new SaleEvent.Accepted(
                event.no(),
                new Order(
                        order.orderId(),
                        order.sale(),
                        order.seq(),
                        order.buyer(),
                        item,
                        quantity,
                        order.left(),
                        order.decidedAt()));
    }

    /** The next event: the sale gets a name. */
    public SaleEvent.SaleChanged changed(String name) {
        return changed(name, Change.DEFINED, SalePhase.OPEN);
    }

    /** The next event: the sale of that name is paused, resumed or closed. */
    public SaleEvent.SaleChanged changed(String name, Change change, SalePhase state) {
        SaleDefinition definition = new SaleDefinition(name, "car", Instant.parse("2026-11-22T10:15:00Z"), null, 1, 2);
        return new SaleEvent.SaleChanged(sale, ++no, left, at(), "alice", change, definition, state);
    }

    /** The next event but two: a recover that gives up the two numbers before it, which no event has. */
    public SaleEvent.Recovered recovered() {
        no += 2;
        return recovered(left, new NumberRange(no - 1, no));
    }

    /** The next event: a recover that finds so many units left. */
    public SaleEvent.Recovered recovered(long found, NumberRange... voided) {
        left = found;
        return new SaleEvent.Recovered(sale, ++no, left, at(), 1_795_342_800_000L, List.of(voided), List.of());
    }

    private Instant at() {
        return BEGIN.plusMillis(no);
    }
}

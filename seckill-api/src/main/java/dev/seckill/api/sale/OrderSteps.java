package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Instant;

/** What may become of an order of a sale: each step makes its event and notes what the sale remembers of it. Used for one batch. */
final class OrderSteps {

    private final RunningSale sale;
    private final RunningOrders orders;
    private final RunningBuyers buyers;
    private final long epoch;

    OrderSteps(RunningSale sale, RunningOrders orders, RunningBuyers buyers, long epoch) {
        this.sale = sale;
        this.orders = orders;
        this.buyers = buyers;
        this.epoch = epoch;
    }

    /** A held order is paid. */
    OutboxEntry confirm(OrderId id, OrderRecord order, String by) {
        SaleEvent.Confirmed event =
                new SaleEvent.Confirmed(sale.id(), sale.nextNo(), id, sale.left(), sale.now(), by, before(order.no()));
        orders.settled(HeldOrder.of(id, order), order.after(event, epoch));
        return sale.add(event);
    }

    /** A held order is held for longer. */
    OutboxEntry extend(OrderId id, OrderRecord order, Instant until, String by) {
        SaleEvent.Extended event = new SaleEvent.Extended(
                sale.id(), sale.nextNo(), id, until, sale.left(), sale.now(), by, before(order.no()));
        orders.extended(id, order.after(event, epoch));
        return sale.add(event);
    }

    /** A payment came for an order that has its units no more. */
    OutboxEntry late(OrderId id, OrderRecord order, String by) {
        SaleEvent.Late event =
                new SaleEvent.Late(sale.id(), sale.nextNo(), id, sale.left(), sale.now(), by, before(order.no()));
        orders.changed(id, order.after(event, epoch));
        return sale.add(event);
    }

    /** Somebody takes an order back that is held or sold. */
    OutboxEntry cancel(OrderId id, OrderRecord order, String by) {
        SaleEvent.Released event = new SaleEvent.Released(
                sale.id(),
                sale.nextNo(),
                id,
                order.buyer(),
                order.quantity(),
                sale.left() + order.quantity(),
                sale.now(),
                by,
                Reason.CANCELLED,
                before(order.no()));
        OrderRecord after = order.after(event, epoch);
        if (order.heldUntil() == null) {
            orders.changed(id, after);
        } else {
            orders.settled(HeldOrder.of(id, order), after);
        }
        return giveBack(event);
    }

    /** A held order's time is over. */
    void expire(HeldOrder order) {
        SaleEvent.Released event = new SaleEvent.Released(
                sale.id(),
                sale.nextNo(),
                order.id(),
                order.buyer(),
                order.quantity(),
                sale.left() + order.quantity(),
                sale.now(),
                SaleEvent.Released.BY_EXPIRY,
                Reason.EXPIRED,
                before(orders.newestNo(order.id())));
        orders.settled(order, OrderRecord.released(order, event, epoch));
        giveBack(event);
    }

    /** A number that is not lower than the event's own is no sound one: somebody has changed what is remembered. */
    private long before(long no) {
        return no < sale.nextNo() ? no : SaleEvent.OfOrder.UNKNOWN;
    }

    private OutboxEntry giveBack(SaleEvent.Released event) {
        if (event.buyer() != null) {
            buyers.givesBack(event.buyer(), event.units());
        }
        return sale.add(event);
    }
}

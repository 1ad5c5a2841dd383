package dev.seckill.consumer.store;

import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;

/**
 * What some events of an order make of its row. Each column is what the highest number says of it, so they may come in any
 * order. Not thread-safe.
 */
final class OrderLife {

    private SaleEvent.OfOrder newest;
    private int events;
    private boolean isAccepted;
    private long firstNo = Long.MAX_VALUE;
    private long heldNo = -1;
    private long settledNo = -1;
    private Instant heldUntil;
    private Instant settledAt;

    /** Of an order that nothing became of yet. */
    static OrderLife of(SaleEvent.Accepted accepted) {
        OrderLife life = new OrderLife();
        life.add(accepted);
        return life;
    }

    void add(SaleEvent.OfOrder event) {
        events++;
        firstNo = Math.min(firstNo, event.no());
        if (newest == null || event.no() > newest.no()) {
            newest = event;
        }
        if (event instanceof SaleEvent.Accepted accepted) {
            isAccepted = true;
            hold(event, accepted.heldUntil());
            settle(event, accepted.heldUntil() == null ? event.at() : null);
        } else if (event instanceof SaleEvent.Extended extended) {
            hold(event, extended.heldUntil());
        } else if (event instanceof SaleEvent.Confirmed || event instanceof SaleEvent.Released) {
            settle(event, event.at());
        }
    }

    private void hold(SaleEvent event, Instant until) {
        if (event.no() > heldNo) {
            heldNo = event.no();
            heldUntil = until;
        }
    }

    private void settle(SaleEvent event, Instant at) {
        if (event.no() > settledNo) {
            settledNo = event.no();
            settledAt = at;
        }
    }

    /** Whether its acceptance is among the events. */
    boolean isAccepted() {
        return isAccepted;
    }

    /** How many events it is made of. */
    int events() {
        return events;
    }

    long firstNo() {
        return firstNo;
    }

    long lastNo() {
        return newest.no();
    }

    /** What the newest of the events makes of it. */
    OrderState state() {
        if (newest instanceof SaleEvent.Accepted accepted) {
            return accepted.heldUntil() == null ? OrderState.CONFIRMED : OrderState.HELD;
        }
        if (newest instanceof SaleEvent.Extended) {
            return OrderState.HELD;
        }
        return newest instanceof SaleEvent.Confirmed ? OrderState.CONFIRMED : OrderState.RELEASED;
    }

    /** Null if it was not held, or no event tells. */
    Instant heldUntil() {
        return heldUntil;
    }

    /** When it was confirmed, or gave its units back; null if it is held, or no event tells. */
    Instant settledAt() {
        return settledAt;
    }
}

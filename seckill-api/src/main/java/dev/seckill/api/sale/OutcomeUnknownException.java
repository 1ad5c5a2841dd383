package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import java.util.List;

/**
 * A transaction was sent, its reply got lost, and reading it back was not possible in time. Its orders may or may not
 * stand in the outbox; if they do, a relay delivers them. Whoever has a key may ask again.
 */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<OrderId> orders;

    public OutcomeUnknownException(List<OrderId> orders, String reason, Throwable cause) {
        super(reason + " (orders=" + orders.size() + ", first=" + orders.get(0) + ")", cause);
        this.orders = List.copyOf(orders);
    }

    /** The orders whose fate is not known. */
    public List<OrderId> orders() {
        return orders;
    }
}

package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.OrderId;
import java.time.Instant;
import java.util.Objects;

/**
 * An order whose hold may run out: a member of {@code {c}:held}, whose score is the time, in milliseconds since 1970, until which
 * it is held. The member tells all that its release needs, so that what is due is read in one go:
 *
 * <pre>orderId quantity decidedAt flags buyer</pre>
 *
 * <p>as in {@link OrderRecord}. It stays the same as long as the order is held.
 *
 * @param heldUntil from this time on it has its units no more
 * @param quantity units that it has, at least 1
 * @param decidedAt when it was accepted
 * @param cancellable whether it could be cancelled even if it were confirmed
 * @param buyer whose it is, or null when it does not say
 */
public record HeldOrder(
        OrderId id, Instant heldUntil, long quantity, Instant decidedAt, boolean cancellable, BuyerId buyer) {

    private static final String NONE = "-";
    private static final String CANCELLABLE = "c";
    private static final int FIELDS = 5;

    public HeldOrder {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(heldUntil, "heldUntil");
        Objects.requireNonNull(decidedAt, "decidedAt");
        if (quantity < 1) {
            throw new IllegalArgumentException("no held order (quantity=" + quantity + ")");
        }
    }

    /** @param order it has to be held */
    public static HeldOrder of(OrderId id, OrderRecord order) {
        return new HeldOrder(
                id, order.heldUntil(), order.quantity(), order.decidedAt(), order.cancellable(), order.buyer());
    }

    /**
     * Reads a member with its score.
     *
     * @throws IllegalArgumentException if it is no such member
     */
    public static HeldOrder parse(String member, long scoreMillis) {
        String[] parts = member.split(" ", FIELDS);
        if (parts.length != FIELDS) {
            throw new IllegalArgumentException("no held order (parts=" + parts.length + ")");
        }
        return new HeldOrder(
                OrderId.parse(parts[0]),
                Instant.ofEpochMilli(scoreMillis),
                SaleState.count("quantity", parts[1]),
                Instant.ofEpochMilli(SaleState.count("time", parts[2])),
                parts[3].equals(CANCELLABLE),
                OrderRecord.buyer(parts[4]));
    }

    /** The member. */
    @Override
    public String toString() {
        return String.join(
                " ",
                id.toString(),
                Long.toString(quantity),
                Long.toString(decidedAt.toEpochMilli()),
                cancellable ? CANCELLABLE : NONE,
                OrderRecord.text(buyer));
    }
}

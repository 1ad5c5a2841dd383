package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.Objects;

/**
 * What a sale remembers of an order of which something may become yet: its field in {@code {c}:states}, as text
 *
 * <pre>state no epoch at quantity decidedAt heldUntil flags buyer</pre>
 *
 * <p>with times in milliseconds since 1970, {@code -} for none, and the buyer's id last, as it is. The flags are letters: {@code a}
 * nothing happened since it was accepted, {@code c} it can be cancelled when it is confirmed, {@code x} it expired, {@code l} a
 * payment came late; {@code -} for none.
 *
 * @param state how far it got
 * @param no the number in the journal of the newest event about it
 * @param epoch the rebuild after which that number was given, in milliseconds since 1970; 0 if there was none
 * @param at when it got that far
 * @param quantity units that it has or had, at least 1
 * @param decidedAt when it was accepted
 * @param heldUntil until when it has its units; null once it is confirmed, and of an order that was never held
 * @param isNew whether nothing happened since it was accepted
 * @param cancellable whether it can be cancelled when it is confirmed
 * @param expired whether it was released because it was not confirmed in time
 * @param late whether a payment came after its release
 * @param buyer whose it is, or null when it does not say
 */
public record OrderRecord(
        OrderState state,
        long no,
        long epoch,
        Instant at,
        long quantity,
        Instant decidedAt,
        Instant heldUntil,
        boolean isNew,
        boolean cancellable,
        boolean expired,
        boolean late,
        BuyerId buyer) {

    private static final String NONE = "-";
    private static final String BUYER = "=";
    private static final int FIELDS = 9;

    public OrderRecord {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(decidedAt, "decidedAt");
        if ((state == OrderState.HELD) != (heldUntil != null)) {
            throw new IllegalArgumentException(state + " and held until " + heldUntil);
        }
        if (no < 1 || epoch < 0 || quantity < 1) {
            throw new IllegalArgumentException(
                    "no order (no=" + no + ", epoch=" + epoch + ", quantity=" + quantity + ")");
        }
    }

    /** An order that was just accepted. */
    public static OrderRecord of(SaleEvent.Accepted accepted, long epoch) {
        return new OrderRecord(
                accepted.heldUntil() == null ? OrderState.CONFIRMED : OrderState.HELD,
                accepted.no(),
                epoch,
                accepted.at(),
                accepted.order().quantity(),
                accepted.at(),
                accepted.heldUntil(),
                true,
                accepted.cancellable(),
                false,
                false,
                accepted.order().buyer());
    }

    /** The order after another event about it, which has to have a higher number. */
    public OrderRecord after(SaleEvent.OfOrder event, long epochThen) {
        if (event instanceof SaleEvent.Confirmed) {
            return with(OrderState.CONFIRMED, event, epochThen, event.at(), null);
        }
        if (event instanceof SaleEvent.Extended extended) {
            return with(OrderState.HELD, event, epochThen, at, extended.heldUntil());
        }
        if (event instanceof SaleEvent.Released) {
            return with(OrderState.RELEASED, event, epochThen, event.at(), null);
        }
        if (event instanceof SaleEvent.Late) {
            return with(OrderState.RELEASED, event, epochThen, at, null);
        }
        throw new IllegalArgumentException("an order is accepted once: " + event.orderId());
    }

    /** A held order after it was released, of which no more was read than what {@code {c}:held} has. */
    public static OrderRecord released(HeldOrder held, SaleEvent.Released event, long epoch) {
        return new OrderRecord(
                OrderState.RELEASED,
                event.no(),
                epoch,
                event.at(),
                held.quantity(),
                held.decidedAt(),
                null,
                false,
                held.cancellable(),
                event.reason() == SaleEvent.Released.Reason.EXPIRED,
                false,
                held.buyer());
    }

    private OrderRecord with(
            OrderState newState, SaleEvent event, long epochThen, Instant since, Instant newHeldUntil) {
        boolean expires =
                event instanceof SaleEvent.Released released && released.reason() == SaleEvent.Released.Reason.EXPIRED;
        return new OrderRecord(
                newState,
                event.no(),
                epochThen,
                since,
                quantity,
                decidedAt,
                newHeldUntil,
                false,
                cancellable,
                expired || expires,
                late || event instanceof SaleEvent.Late,
                buyer);
    }

    /** Names the newest event about it. */
    public EventId event(SaleId sale, OrderId id) {
        return isNew ? EventId.of(sale, id) : EventId.numbered(sale, no, epoch);
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static OrderRecord parse(String text) {
        String[] parts = text.split(" ", FIELDS);
        if (parts.length != FIELDS) {
            throw new IllegalArgumentException("not what is remembered of an order (parts=" + parts.length + ")");
        }
        return new OrderRecord(
                OrderState.valueOf(parts[0]),
                SaleState.count("no", parts[1]),
                SaleState.count("epoch", parts[2]),
                time(parts[3]),
                SaleState.count("quantity", parts[4]),
                time(parts[5]),
                parts[6].equals(NONE) ? null : time(parts[6]),
                parts[7].contains("a"),
                parts[7].contains("c"),
                parts[7].contains("x"),
                parts[7].contains("l"),
                buyer(parts[8]));
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(SaleState.count("time", millis));
    }

    /** The text. */
    @Override
    public String toString() {
        String flags = (isNew ? "a" : "") + (cancellable ? "c" : "") + (expired ? "x" : "") + (late ? "l" : "");
        return String.join(
                " ",
                state.name(),
                Long.toString(no),
                Long.toString(epoch),
                Long.toString(at.toEpochMilli()),
                Long.toString(quantity),
                Long.toString(decidedAt.toEpochMilli()),
                heldUntil == null ? NONE : Long.toString(heldUntil.toEpochMilli()),
                flags.isEmpty() ? NONE : flags,
                text(buyer));
    }

    /** A buyer has a sign before it, so that one who is called {@code -} is somebody. */
    static String text(BuyerId buyer) {
        return buyer == null ? NONE : BUYER + buyer.value();
    }

    /** @throws IllegalArgumentException if it is not what {@link #text} made */
    static BuyerId buyer(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        if (!text.startsWith(BUYER)) {
            throw new IllegalArgumentException("no buyer of an order (length=" + text.length() + ")");
        }
        return new BuyerId(text.substring(BUYER.length()));
    }
}

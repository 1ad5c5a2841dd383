package dev.seckill.model.event;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One entry of a sale's journal. The entries of a sale, in the order of {@link #no}, tell all that ever changed its stock or
 * its rules: whoever adds up their {@link #units} has {@link #left} after each.
 */
public sealed interface SaleEvent {

    /** The number of an order that an older program has logged: it knew no journal. */
    long UNNUMBERED = 0;

    /** The sale that it belongs to. */
    SaleId sale();

    /** 1, 2, 3 … within the sale; {@link #UNNUMBERED} only of an order of an older program. */
    long no();

    /** What it is about. */
    Kind kind();

    /** How it changes what is left: below 0 when units are taken. */
    long units();

    /** Units that were left after it, at least 0. */
    long left();

    /** When it was decided, from 1970 to 9999, cut to the millisecond. */
    Instant at();

    /** An event about one order. */
    sealed interface OfOrder extends SaleEvent {

        /** Stands for a number that is not known. */
        long UNKNOWN = 0;

        /** Names the order over all sales. */
        OrderId orderId();

        /**
         * The number of the newest event about the order that was decided before; {@link #UNKNOWN} of what begins it, and
         * where it was decided without looking at what the sale remembers of the order.
         */
        long after();
    }

    /**
     * Somebody got units.
     *
     * @param no {@link #UNNUMBERED} of an order that an older program has logged
     * @param heldUntil until when the order has them and must be confirmed; null: it is confirmed
     * @param cancellable whether it can be cancelled even once it is confirmed
     */
    record Accepted(long no, Order order, Instant heldUntil, boolean cancellable) implements OfOrder {

        /** @throws IllegalArgumentException if the number is negative, or one without a number may change */
        public Accepted {
            Objects.requireNonNull(order, "order");
            EventRules.require(no >= UNNUMBERED, "no must not be negative, but was: ", no);
            heldUntil = heldUntil == null ? null : EventRules.time("heldUntil", heldUntil);
            EventRules.require(
                    no > UNNUMBERED || heldUntil == null && !cancellable,
                    "an order without a number is confirmed, but was held until: ",
                    heldUntil);
        }

        /** An order that is confirmed, and stays so. */
        public Accepted(long no, Order order) {
            this(no, order, null, false);
        }

        /** Whether another event about the order may follow. */
        public boolean isOpen() {
            return heldUntil != null || cancellable;
        }

        @Override
        public OrderId orderId() {
            return order.orderId();
        }

        @Override
        public long after() {
            return UNKNOWN;
        }

        @Override
        public SaleId sale() {
            return order.sale();
        }

        @Override
        public Kind kind() {
            return Kind.ACCEPTED;
        }

        @Override
        public long units() {
            return -order.quantity();
        }

        @Override
        public long left() {
            return order.left();
        }

        @Override
        public Instant at() {
            return order.decidedAt();
        }
    }

    /**
     * A held order was paid.
     *
     * @param by who said so, 1 to 64 characters
     */
    record Confirmed(SaleId sale, long no, OrderId orderId, long left, Instant at, String by, long after)
            implements OfOrder {

        /** @throws IllegalArgumentException if a figure or the name is out of its range */
        public Confirmed {
            Objects.requireNonNull(orderId, "orderId");
            at = EventRules.check(sale, no, left, at);
            EventRules.requireText("by", by, EventRules.BY_LENGTH_MAX);
            EventRules.checkAfter(after, no);
        }

        /** One of which it is not known what came before it. */
        public Confirmed(SaleId sale, long no, OrderId orderId, long left, Instant at, String by) {
            this(sale, no, orderId, left, at, by, UNKNOWN);
        }

        @Override
        public Kind kind() {
            return Kind.CONFIRMED;
        }

        @Override
        public long units() {
            return 0;
        }
    }

    /**
     * An order's units went back to the sale.
     *
     * @param buyer whose order it was, or null when it does not say
     * @param units all that the order had, at least 1
     * @param by who did it, 1 to 64 characters
     */
    record Released(
            SaleId sale,
            long no,
            OrderId orderId,
            BuyerId buyer,
            long units,
            long left,
            Instant at,
            String by,
            Reason reason,
            long after)
            implements OfOrder {

        /** Who is named when nobody asked for it. */
        public static final String BY_EXPIRY = "expiry";

        /** Who is named when the buyer did it. */
        public static final String BY_BUYER = "buyer";

        /** Why. The names are on the wire. */
        public enum Reason {
            /** The buyer or the shop took the order back. */
            CANCELLED,
            /** It was not confirmed in time. */
            EXPIRED
        }

        /** @throws IllegalArgumentException if a figure or the name is out of its range */
        public Released {
            Objects.requireNonNull(orderId, "orderId");
            Objects.requireNonNull(reason, "reason");
            at = EventRules.check(sale, no, left, at);
            EventRules.require(units >= 1, "units must be at least 1, but was: ", units);
            EventRules.requireText("by", by, EventRules.BY_LENGTH_MAX);
            EventRules.checkAfter(after, no);
        }

        /** One of which it is not known what came before it. */
        public Released(
                SaleId sale,
                long no,
                OrderId orderId,
                BuyerId buyer,
                long units,
                long left,
                Instant at,
                String by,
                Reason reason) {
            this(sale, no, orderId, buyer, units, left, at, by, reason, UNKNOWN);
        }

        @Override
        public Kind kind() {
            return Kind.RELEASED;
        }
    }

    /**
     * A payment came for an order whose units had gone back: it has to be refunded. Once for each order.
     *
     * @param by who told of the payment, 1 to 64 characters
     */
    record Late(SaleId sale, long no, OrderId orderId, long left, Instant at, String by, long after)
            implements OfOrder {

        /** @throws IllegalArgumentException if a figure or the name is out of its range */
        public Late {
            Objects.requireNonNull(orderId, "orderId");
            at = EventRules.check(sale, no, left, at);
            EventRules.requireText("by", by, EventRules.BY_LENGTH_MAX);
            EventRules.checkAfter(after, no);
        }

        /** One of which it is not known what came before it. */
        public Late(SaleId sale, long no, OrderId orderId, long left, Instant at, String by) {
            this(sale, no, orderId, left, at, by, UNKNOWN);
        }

        @Override
        public Kind kind() {
            return Kind.LATE;
        }

        @Override
        public long units() {
            return 0;
        }
    }

    /**
     * An order is held for longer.
     *
     * @param heldUntil until when now
     * @param by who asked for it, 1 to 64 characters
     */
    record Extended(
            SaleId sale, long no, OrderId orderId, Instant heldUntil, long left, Instant at, String by, long after)
            implements OfOrder {

        /** @throws IllegalArgumentException if a figure, the time or the name is out of its range */
        public Extended {
            Objects.requireNonNull(orderId, "orderId");
            heldUntil = EventRules.time("heldUntil", heldUntil);
            at = EventRules.check(sale, no, left, at);
            EventRules.requireText("by", by, EventRules.BY_LENGTH_MAX);
            EventRules.checkAfter(after, no);
        }

        /** One of which it is not known what came before it. */
        public Extended(SaleId sale, long no, OrderId orderId, Instant heldUntil, long left, Instant at, String by) {
            this(sale, no, orderId, heldUntil, left, at, by, UNKNOWN);
        }

        @Override
        public Kind kind() {
            return Kind.EXTENDED;
        }

        @Override
        public long units() {
            return 0;
        }
    }

    /**
     * Units were put on sale, or taken back from it.
     *
     * @param units how many, never 0; below 0 when they were taken back
     * @param by who did it, 1 to 64 characters
     */
    record Restocked(SaleId sale, long no, long units, long left, Instant at, String by) implements SaleEvent {

        /** Who is named when somebody changed the counter in Redis. */
        public static final String BY_HAND = "by hand";

        /** Who is named when an instance put the units of its setting on sale. */
        public static final String BY_STOCK = "--stock";

        /** @throws IllegalArgumentException if a figure or the name is out of its range */
        public Restocked {
            at = EventRules.check(sale, no, left, at);
            EventRules.require(units != 0, "units must not be ", units);
            EventRules.requireText("by", by, EventRules.BY_LENGTH_MAX);
        }

        @Override
        public Kind kind() {
            return Kind.RESTOCKED;
        }
    }

    /**
     * The sale was defined anew, paused, resumed or closed.
     *
     * @param by who did it, 1 to 64 characters
     * @param change what was done
     * @param definition what holds from then on
     * @param state what the sale was after it
     */
    record SaleChanged(
            SaleId sale,
            long no,
            long left,
            Instant at,
            String by,
            Change change,
            SaleDefinition definition,
            SalePhase state)
            implements SaleEvent {

        /** What was done to a sale. The names are on the wire. */
        public enum Change {
            /** It was made, or its name, hours or limits were set. */
            DEFINED,
            /** It takes no purchases until it is resumed. */
            PAUSED,
            /** It takes purchases again. */
            RESUMED,
            /** It takes none any more. */
            CLOSED
        }

        /** @throws IllegalArgumentException if a figure or the name is out of its range */
        public SaleChanged {
            at = EventRules.check(sale, no, left, at);
            EventRules.requireText("by", by, EventRules.BY_LENGTH_MAX);
            Objects.requireNonNull(change, "change");
            Objects.requireNonNull(definition, "definition");
            Objects.requireNonNull(state, "state");
        }

        @Override
        public Kind kind() {
            return Kind.SALE_CHANGED;
        }

        @Override
        public long units() {
            return 0;
        }
    }

    /**
     * The sale was rebuilt from the order log.
     *
     * @param epoch when, in milliseconds since 1970, as the events carry it that come after; at least 1
     * @param voided numbers of the journal that were given up, ascending, apart from each other; none later
     *     than this event's own
     * @param voidedSeqs the same of the places that orders have within the sale
     */
    record Recovered(
            SaleId sale,
            long no,
            long left,
            Instant at,
            long epoch,
            List<NumberRange> voided,
            List<NumberRange> voidedSeqs)
            implements SaleEvent {

        /**
         * So many ranges of each fit into a message that every consumer takes whole, whatever its {@code --message-max-bytes}
         * is; a sale that gave up more has several such events.
         */
        public static final int RANGES_MAX = 20;

        /** @throws IllegalArgumentException if a figure is out of its range, or the ranges are out of order */
        public Recovered {
            at = EventRules.check(sale, no, left, at);
            EventRules.require(epoch >= 1, "epoch must be at least 1, but was: ", epoch);
            voided = NumberRange.checked("voided", voided, RANGES_MAX);
            voidedSeqs = NumberRange.checked("voidedSeqs", voidedSeqs, RANGES_MAX);
            EventRules.require(
                    voided.isEmpty() || voided.get(voided.size() - 1).last() < no,
                    "voided must end before the event's own number, but was: ",
                    voided);
        }

        @Override
        public Kind kind() {
            return Kind.RECOVERED;
        }

        @Override
        public long units() {
            return 0;
        }
    }
}

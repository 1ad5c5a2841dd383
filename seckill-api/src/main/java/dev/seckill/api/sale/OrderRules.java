package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import dev.seckill.model.event.OrderState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What may become of an order that was accepted. An order whose time is over has its units no more, released or not. Stateless. */
final class OrderRules {

    /** Less changes nothing, unless more is not to be had: each extension is an event, and buyers may ask for it. */
    private static final Duration EXTENSION_MIN = Duration.ofSeconds(1);

    private final long outboxMax;

    OrderRules(long outboxMax) {
        this.outboxMax = outboxMax;
    }

    /**
     * Releases held orders whose time is over, for as long as the outbox has room: the rest comes with the next batch.
     *
     * @return until when the first of them was held that could not be released; null without any
     */
    Instant expire(Iterable<HeldOrder> due, RunningSale sale) {
        boolean isFixed = sale.phase() == SaleState.Phase.HALTED || !sale.isKnown();
        for (HeldOrder order : due) {
            if (isOver(order.heldUntil(), sale)) {
                if (isFixed || sale.waiting() >= outboxMax) {
                    return order.heldUntil();
                }
                sale.steps().expire(order);
            }
        }
        return null;
    }

    Decision decide(OrderChange change, RunningSale sale) {
        if (sale.phase() == SaleState.Phase.HALTED) {
            return new Decision(Outcome.REFUSED, null, sale.seen(), SaleState.HALTED_TROUBLE);
        }
        if (!sale.isKnown()) {
            return Decision.refused(Outcome.UNKNOWN_SALE, "The sale is not loaded.");
        }
        OrderId id = change.order();
        OrderRecord order = sale.orders().of(id);
        if (order == null || !mayAsk(change, order)) {
            return Decision.refused(Outcome.UNKNOWN_ORDER, "The sale knows no such order.");
        }
        if (order.heldUntil() != null && isOver(order.heldUntil(), sale)) {
            if (sale.waiting() >= outboxMax) {
                return overloaded();
            }
            sale.steps().expire(HeldOrder.of(id, order));
            order = sale.orders().of(id);
        }
        if (change instanceof OrderChange.Confirm) {
            return confirm(change, order, sale);
        }
        if (change instanceof OrderChange.Extend extend) {
            return extend(extend, order, sale);
        }
        return cancel(change, order, sale);
    }

    /** A buyer hears of nobody else's orders, not even whether they are there. */
    private static boolean mayAsk(OrderChange change, OrderRecord order) {
        if (change instanceof OrderChange.Extend extend) {
            return extend.buyer() == null || extend.buyer().equals(order.buyer());
        }
        if (change instanceof OrderChange.Cancel cancel) {
            return cancel.buyer() == null || cancel.buyer().equals(order.buyer());
        }
        return true;
    }

    private static boolean isOver(Instant heldUntil, RunningSale sale) {
        return !sale.now().isBefore(heldUntil);
    }

    private Decision confirm(OrderChange change, OrderRecord order, RunningSale sale) {
        OrderId id = change.order();
        if (order.state() == OrderState.CONFIRMED) {
            return unchanged(id, order, sale);
        }
        if (order.late()) {
            return decision(Outcome.LATE, null, id, order, sale, whatHappenedTo(order));
        }
        if (sale.waiting() >= outboxMax) {
            return overloaded();
        }
        if (order.state() == OrderState.RELEASED) {
            return after(Outcome.LATE, sale.steps().late(id, order, change.by()), id, sale, whatHappenedTo(order));
        }
        return changed(sale.steps().confirm(id, order, change.by()), id, sale);
    }

    private Decision extend(OrderChange.Extend extend, OrderRecord order, RunningSale sale) {
        if (order.state() != OrderState.HELD) {
            return refused(extend.order(), order, sale);
        }
        Instant latest = order.decidedAt().plus(sale.definition().holds().holdMax());
        Instant until = extend.until() != null && extend.until().isBefore(latest) ? extend.until() : latest;
        boolean isWorthAnEvent = !until.isBefore(order.heldUntil().plus(EXTENSION_MIN)) || until.equals(latest);
        if (!until.isAfter(order.heldUntil()) || !isWorthAnEvent) {
            return unchanged(extend.order(), order, sale);
        }
        return sale.waiting() >= outboxMax
                ? overloaded()
                : changed(sale.steps().extend(extend.order(), order, until, extend.by()), extend.order(), sale);
    }

    private Decision cancel(OrderChange change, OrderRecord order, RunningSale sale) {
        if (order.state() == OrderState.RELEASED) {
            return unchanged(change.order(), order, sale);
        }
        if (order.state() == OrderState.CONFIRMED && !order.cancellable()) {
            return refused(change.order(), order, sale);
        }
        return sale.waiting() >= outboxMax
                ? overloaded()
                : changed(sale.steps().cancel(change.order(), order, change.by()), change.order(), sale);
    }

    private static Decision changed(OutboxEntry entry, OrderId id, RunningSale sale) {
        return after(Outcome.CHANGED, entry, id, sale, "");
    }

    private static Decision after(Outcome outcome, OutboxEntry entry, OrderId id, RunningSale sale, String detail) {
        return decision(outcome, entry, id, sale.orders().of(id), sale, detail);
    }

    private static Decision unchanged(OrderId id, OrderRecord order, RunningSale sale) {
        return decision(Outcome.UNCHANGED, null, id, order, sale, "");
    }

    private static Decision decision(
            Outcome outcome, OutboxEntry entry, OrderId id, OrderRecord order, RunningSale sale, String detail) {
        return new Decision(outcome, entry, order.event(sale.id(), id), order, sale.seen(), detail);
    }

    private static Decision refused(OrderId id, OrderRecord order, RunningSale sale) {
        return decision(Outcome.REFUSED, null, id, order, sale, whatHappenedTo(order));
    }

    private static String whatHappenedTo(OrderRecord order) {
        String what = order.state() == OrderState.RELEASED
                ? order.expired() ? "expired" : "was cancelled"
                : "was " + order.state().name().toLowerCase(Locale.ROOT);
        return "The order " + what + " at " + order.at() + ".";
    }

    private static Decision overloaded() {
        return Bound.BACKLOG.refusal();
    }
}

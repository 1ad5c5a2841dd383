package dev.seckill.api.sale;

import java.util.Locale;

/** Who gets units: the first rule that speaks against a purchase is the outcome. Stateless. */
final class PurchaseRules {

    private final long outboxMax;
    private final long heldMax;
    private final long ordersMax;

    PurchaseRules(long outboxMax, long heldMax, long ordersMax) {
        this.outboxMax = outboxMax;
        this.heldMax = heldMax;
        this.ordersMax = ordersMax;
    }

    Decision decide(Purchase purchase, RunningSale sale) {
        OutboxEntry earlier = purchase.key() == null ? null : sale.entryOf(StoredFields.ofPurchase(purchase.key()));
        if (earlier != null) {
            return again(purchase, earlier);
        }
        Decision closed = sale.whyClosed();
        if (closed != null) {
            return closed;
        }
        if (sale.left() == 0) {
            return Decision.soldOut();
        }
        if (sale.left() < purchase.quantity()) {
            return refused(
                    sale, Outcome.NOT_ENOUGH, "Only " + sale.left() + " of " + purchase.quantity() + " are left.");
        }
        String limit = whatLimits(purchase, sale);
        if (limit != null) {
            return refused(sale, Outcome.LIMIT_REACHED, limit);
        }
        if (sale.waiting() >= outboxMax) {
            return Bound.BACKLOG.refusal();
        }
        if (sale.definition().holds().holds() && sale.orders().held() >= heldMax) {
            return Bound.HELD_MAX.refusal();
        }
        if (sale.definition().holds().remembersOrders() && sale.orders().remembered() >= ordersMax) {
            return Bound.ORDERS_MAX.refusal();
        }
        return Decision.accepted(sale.sell(purchase));
    }

    private static Decision again(Purchase purchase, OutboxEntry earlier) {
        if (earlier.order() == null) {
            throw new IllegalArgumentException("the key of a purchase holds an event that is no order");
        }
        boolean same = earlier.order().quantity() == purchase.quantity()
                && (earlier.order().buyer() == null
                        ? purchase.buyer() == null
                        : earlier.order().buyer().equals(purchase.buyer()));
        return same
                ? Decision.replayed(earlier)
                : Decision.refused(
                        Outcome.KEY_REUSED, "This key was used before, for another buyer or another quantity.");
    }

    /** Why a sale takes no purchase of anybody, or null. */
    static Decision whyClosed(RunningSale sale) {
        boolean halted = sale.phase() == SaleState.Phase.HALTED; // then there is a sale, whatever Redis has lost of it
        if (!sale.isKnown() && !halted) {
            return Decision.refused(Outcome.UNKNOWN_SALE, "The sale is not loaded.");
        }
        if (sale.phase() != SaleState.Phase.OPEN) {
            return refused(
                    sale, Outcome.NOT_OPEN, "The sale is " + sale.phase().name().toLowerCase(Locale.ROOT) + ".");
        }
        if (sale.definition().opensAt() != null
                && sale.now().isBefore(sale.definition().opensAt())) {
            return refused(
                    sale,
                    Outcome.NOT_OPEN,
                    "The sale opens at " + sale.definition().opensAt() + ".");
        }
        if (sale.definition().closesAt() != null
                && !sale.now().isBefore(sale.definition().closesAt())) {
            return refused(
                    sale,
                    Outcome.NOT_OPEN,
                    "The sale closed at " + sale.definition().closesAt() + ".");
        }
        return null;
    }

    private static String whatLimits(Purchase purchase, RunningSale sale) {
        long perOrder = sale.definition().perOrder();
        if (purchase.quantity() > perOrder) {
            return "This sale gives at most " + perOrder + " to one order.";
        }
        long perBuyer = sale.definition().perBuyer();
        if (perBuyer == 0 || purchase.buyer() == null) {
            return null;
        }
        long had = sale.unitsOf(purchase.buyer());
        return had > perBuyer - purchase.quantity()
                ? "This sale gives at most " + perBuyer + " to one buyer, who has " + had + "."
                : null;
    }

    private static Decision refused(RunningSale sale, Outcome outcome, String detail) {
        return new Decision(outcome, null, sale.seen(), detail);
    }
}

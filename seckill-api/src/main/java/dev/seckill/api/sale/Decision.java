package dev.seckill.api.sale;

import java.util.Objects;

/**
 * How one request was decided.
 *
 * @param outcome how
 * @param entry the order with what belongs to it if accepted or replayed; the last event that a change made or found made;
 *     else null
 * @param event names the event of the entry, or, for a change that found the sale like that already, the event that made it
 *     so; null if there is none, or it is not known
 * @param order what the order is like after it, of changes of an order that is known; else null
 * @param seen what the sale is like after it, for those who want to know: looks, changes, and purchases that were refused
 *     because of it; else null
 * @param detail one sentence for the client that says why, or empty when the outcome says it all
 */
public record Decision(
        Outcome outcome, OutboxEntry entry, EventId event, OrderRecord order, SaleSeen seen, String detail) {

    private static final Decision SOLD_OUT = new Decision(Outcome.SOLD_OUT, null, null, "");

    /** @throws IllegalArgumentException if an order is there without reason or missing */
    public Decision {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(detail, "detail");
        boolean hasOrder = outcome == Outcome.ACCEPTED || outcome == Outcome.REPLAYED;
        if (hasOrder != (entry != null && entry.order() != null)) {
            throw new IllegalArgumentException(outcome + (hasOrder ? " needs an order" : " has no order"));
        }
        if (outcome == Outcome.SEEN && seen == null) {
            throw new IllegalArgumentException(outcome + " needs what was seen");
        }
    }

    /** One whose event, if there is one, is known as a whole. */
    public Decision(Outcome outcome, OutboxEntry entry, SaleSeen seen, String detail) {
        this(outcome, entry, entry == null ? null : entry.id(), seen, detail);
    }

    /** One that is about no order, or about a new one. */
    public Decision(Outcome outcome, OutboxEntry entry, EventId event, SaleSeen seen, String detail) {
        this(outcome, entry, event, null, seen, detail);
    }

    static Decision accepted(OutboxEntry entry) {
        return new Decision(Outcome.ACCEPTED, entry, null, "");
    }

    static Decision replayed(OutboxEntry entry) {
        return new Decision(Outcome.REPLAYED, entry, null, "");
    }

    public static Decision soldOut() {
        return SOLD_OUT;
    }

    public static Decision refused(Outcome outcome, String detail) {
        return new Decision(outcome, null, null, detail);
    }
}

package dev.seckill.api.sale;

import java.util.Objects;

/**
 * The outcome of one purchase request.
 *
 * @param outcome how it was decided
 * @param entry the order with what belongs to it if accepted or replayed, else null
 * @param detail one sentence for the client that says why, or empty when the outcome says it all
 */
public record Decision(Outcome outcome, OutboxEntry entry, String detail) {

    private static final Decision SOLD_OUT = new Decision(Outcome.SOLD_OUT, null, "");

    /** @throws IllegalArgumentException if an order is there without reason or missing */
    public Decision {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(detail, "detail");
        boolean hasOrder = outcome == Outcome.ACCEPTED || outcome == Outcome.REPLAYED;
        if (hasOrder != (entry != null && entry.order() != null)) {
            throw new IllegalArgumentException(outcome + (hasOrder ? " needs an order" : " has no order"));
        }
    }

    static Decision accepted(OutboxEntry entry) {
        return new Decision(Outcome.ACCEPTED, entry, "");
    }

    static Decision replayed(OutboxEntry entry) {
        return new Decision(Outcome.REPLAYED, entry, "");
    }

    public static Decision soldOut() {
        return SOLD_OUT;
    }

    public static Decision refused(Outcome outcome, String detail) {
        return new Decision(outcome, null, detail);
    }
}

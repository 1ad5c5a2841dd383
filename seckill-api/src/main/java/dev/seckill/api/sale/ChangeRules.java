package dev.seckill.api.sale;

import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.Locale;

/** Which changes of its operator a sale takes, and what becomes of it. Stateless. */
final class ChangeRules {

    private final long outboxMax;

    ChangeRules(long outboxMax) {
        this.outboxMax = outboxMax;
    }

    Decision decide(SaleChange change, RunningSale sale) {
        OutboxEntry earlier = change.key() == null ? null : sale.entryOf(StoredFields.ofChange(change.key()));
        if (earlier != null) {
            return again(change, earlier, sale);
        }
        if (!sale.isKnown() && !(change instanceof SaleChange.Define && sale.isNew())) {
            return sale.phase() == SaleState.Phase.HALTED
                    ? refused(sale, SaleState.HALTED_TROUBLE)
                    : Decision.refused(Outcome.UNKNOWN_SALE, "The sale is not loaded.");
        }
        if (sale.phase() == SaleState.Phase.HALTED) {
            return refused(sale, SaleState.HALTED_TROUBLE);
        }
        if (sale.phase() == SaleState.Phase.CLOSED) {
            return change instanceof SaleChange.Close
                    ? unchanged(sale)
                    : refused(sale, "The sale is closed, which is final.");
        }
        if (sale.waiting() >= outboxMax) {
            return Bound.BACKLOG.refusal();
        }
        if (change instanceof SaleChange.Define define) {
            return define(define, sale);
        }
        if (change instanceof SaleChange.Restock restock) {
            return restock(restock, sale);
        }
        return turn(change, sale);
    }

    /** The same key: the same change is made once, another one not at all. */
    private static Decision again(SaleChange change, OutboxEntry earlier, RunningSale sale) {
        boolean same = change instanceof SaleChange.Restock restock
                && earlier.event() instanceof SaleEvent.Restocked made
                && made.units() == restock.units();
        return same
                ? new Decision(Outcome.UNCHANGED, earlier, sale.seen(), "")
                : new Decision(
                        Outcome.KEY_REUSED,
                        null,
                        sale.seen(),
                        "This key was used before, for another number of units.");
    }

    private static Decision define(SaleChange.Define define, RunningSale sale) {
        String problem = whatSpeaksAgainst(define, sale);
        if (problem != null) {
            return refused(sale, problem);
        }
        boolean isNew = sale.isNew();
        OutboxEntry last = null;
        if (isNew || !define.definition().equals(sale.definition())) {
            last = sale.define(define);
        }
        long units = define.allotment() - sale.offered();
        if (units != 0) {
            last = sale.restock(define, units);
        }
        return last == null ? unchanged(sale) : changed(last, sale);
    }

    private static String whatSpeaksAgainst(SaleChange.Define define, RunningSale sale) {
        SaleDefinition definition = define.definition();
        if (isTooEarly(definition.opensAt()) || isTooEarly(definition.closesAt())) {
            return "A sale opens and closes after the year 2000.";
        }
        long sold = sale.offered() - sale.left();
        if (define.allotment() < sold) {
            return "The allotment is below the " + sold + " that are sold.";
        }
        return isTooMany(define.allotment(), sale) ? tooMany() : null;
    }

    /** A store would take it for a time in seconds. */
    private static boolean isTooEarly(Instant time) {
        return time != null && time.isBefore(StoredText.EARLIEST);
    }

    private static Decision restock(SaleChange.Restock restock, RunningSale sale) {
        if (restock.units() < -sale.left()) {
            return refused(sale, "Only " + sale.left() + " are left, so no more can be taken back.");
        }
        // Not added up: the sum may overflow.
        if (restock.units() > StoredText.UNITS_MAX - sale.offered() && restock.units() > 0) {
            return refused(sale, tooMany());
        }
        return changed(sale.restock(restock, restock.units()), sale);
    }

    private static boolean isTooMany(long allotment, RunningSale sale) {
        return allotment > StoredText.UNITS_MAX && allotment > sale.offered();
    }

    private static String tooMany() {
        return "A sale offers at most " + StoredText.UNITS_MAX + " units in all.";
    }

    private static Decision turn(SaleChange change, RunningSale sale) {
        SaleState.Phase to = SaleState.Phase.OPEN;
        SaleEvent.SaleChanged.Change what = SaleEvent.SaleChanged.Change.RESUMED;
        if (change instanceof SaleChange.Pause) {
            to = SaleState.Phase.PAUSED;
            what = SaleEvent.SaleChanged.Change.PAUSED;
        } else if (change instanceof SaleChange.Close) {
            to = SaleState.Phase.CLOSED;
            what = SaleEvent.SaleChanged.Change.CLOSED;
        }
        return sale.phase() == to ? unchanged(sale) : changed(sale.turn(change, to, what), sale);
    }

    private static Decision changed(OutboxEntry entry, RunningSale sale) {
        return new Decision(Outcome.CHANGED, entry, sale.seen(), "");
    }

    private static Decision unchanged(RunningSale sale) {
        return new Decision(
                Outcome.UNCHANGED,
                null,
                sale.newestChange(),
                sale.seen(),
                "The sale is " + sale.phase().name().toLowerCase(Locale.ROOT) + " and like that already.");
    }

    private static Decision refused(RunningSale sale, String detail) {
        return new Decision(Outcome.REFUSED, null, sale.seen(), detail);
    }
}

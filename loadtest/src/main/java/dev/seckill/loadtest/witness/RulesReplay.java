package dev.seckill.loadtest.witness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replays the journal of a sale and asks of each purchase whether the rules that held at its number allowed it: hours, a
 * pause, the close, and the limits for an order and for a buyer. Knows nothing of how the API decides. Not thread-safe.
 */
public final class RulesReplay {

    private static final String PAUSED = "PAUSED";
    private static final String RESUMED = "RESUMED";
    private static final String CLOSED = "CLOSED";

    private final Map<String, Long> unitsByBuyer = new HashMap<>();
    private final List<String> early = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();
    private final List<String> largeOrders = new ArrayList<>();
    private final List<String> greedyBuyers = new ArrayList<>();
    private SaleTerms terms = SaleTerms.NONE;
    /** Why nobody may buy at all; null while they may. */
    private String stop;

    private long lastNo;
    /** A number is missing that may have changed the rules, and nothing has told them since. */
    private boolean isUncertain;

    /** Nothing replayed yet. */
    public RulesReplay() {}

    /** The next entry; they come in the order of their numbers. */
    public void take(SaleStep step) {
        isUncertain |= step.no() != lastNo + 1;
        lastNo = step.no();
        switch (step.kind()) {
            case SaleStep.SALE_CHANGED -> change(step);
            // The sale was rebuilt from these very entries: what they last said holds again.
            case SaleStep.RECOVERED -> isUncertain = false;
            case SaleStep.ACCEPTED -> accepted(step);
            case SaleStep.RELEASED -> released(step);
            default -> {
                // The stock has no rule but those of the journal itself.
            }
        }
    }

    private void change(SaleStep step) {
        isUncertain = false;
        terms = step.terms();
        switch (step.change()) {
            case PAUSED, CLOSED -> stop = step.change();
            case RESUMED -> stop = null;
            default -> {
                // Laid down anew while it is paused, it stays paused.
            }
        }
    }

    /** What a buyer has given back may be had again. */
    private void released(SaleStep step) {
        if (step.buyer() != null) {
            unitsByBuyer.merge(step.buyer(), -step.units(), Long::sum);
        }
    }

    private void accepted(SaleStep step) {
        long units = -step.units();
        long all = step.buyer() == null ? units : unitsByBuyer.merge(step.buyer(), units, Long::sum);
        if (isUncertain) {
            return;
        }
        String which = "no " + step.no();
        if (stop != null) {
            stopped.add(which + ", " + stop);
        }
        if (terms.opensAt() != null && step.at().isBefore(terms.opensAt())) {
            early.add(which + ", at " + step.at() + " and not from " + terms.opensAt());
        }
        if (terms.closesAt() != null && !step.at().isBefore(terms.closesAt())) {
            late.add(which + ", at " + step.at() + " and not before " + terms.closesAt());
        }
        if (units > terms.perOrder()) {
            largeOrders.add(which + ", " + units + " of at most " + terms.perOrder());
        }
        if (terms.perBuyer() > 0 && step.buyer() != null && all > terms.perBuyer()) {
            greedyBuyers.add(which + ", " + step.buyer() + " has " + all + " of at most " + terms.perBuyer());
        }
    }

    /** Purchases before the opening. */
    public int early() {
        return early.size();
    }

    /** Purchases while the sale was paused, and after its close. */
    public int stopped() {
        return stopped.size() + late.size();
    }

    /** Purchases past a limit. */
    public int pastLimits() {
        return largeOrders.size() + greedyBuyers.size();
    }

    /** What is wrong; empty when every purchase was allowed. */
    public List<String> findings() {
        Reasons findings = new Reasons();
        findings.addIfAny(early, "rules: sold before the opening");
        findings.addIfAny(late, "rules: sold after the hours");
        findings.addIfAny(stopped, "rules: sold while the sale was paused or closed");
        findings.addIfAny(largeOrders, "rules: orders past the limit of an order");
        findings.addIfAny(greedyBuyers, "rules: buyers past their limit");
        return findings.lines();
    }
}

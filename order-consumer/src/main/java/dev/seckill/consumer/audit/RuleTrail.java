package dev.seckill.consumer.audit;

import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.consumer.store.SaleRules;
import dev.seckill.model.event.SalePhase;

/**
 * Whether the orders of one sale keep to what its journal had laid down before them. Where a number is missing, a change may
 * be missing, so nothing is said from there on until the next change, or a recover that accounts for all numbers. Not
 * thread-safe.
 */
final class RuleTrail {

    private final Finding outside = new Finding();
    private final Finding overLimit = new Finding();
    private BuyerUnits buyers = new BuyerUnits();
    /** What was laid down last; null: nothing. */
    private SaleRules rules;

    private boolean inForce = true;

    /** Numbers before the next entry are missing. */
    void gap() {
        inForce = false;
    }

    /** The sale was rebuilt from all entries that are there. */
    void recovered(boolean allIsKnown) {
        inForce = allIsKnown;
    }

    void changed(SaleRules laidDown) {
        rules = laidDown;
        inForce = true;
    }

    void accepted(JournalEntry order) {
        long units = order.buyer() == null ? 0 : buyers.add(order.buyer(), -order.units());
        if (rules == null || !inForce) {
            return;
        }
        String why = whyNotOpen(order);
        if (why != null) {
            outside.add(order.no() + ": accepted " + why);
        }
        if (rules.perBuyer() > 0 && units > rules.perBuyer()) {
            overLimit.add(order.no() + ": makes " + units + " units of one buyer, who may have " + rules.perBuyer());
        }
        if (rules.perOrder() > 0 && -order.units() > rules.perOrder()) {
            overLimit.add(order.no() + ": is of " + -order.units() + " units, and may be of " + rules.perOrder());
        }
    }

    /** What a buyer gave back, he may have again. */
    void released(JournalEntry entry) {
        if (entry.buyer() != null) {
            buyers.add(entry.buyer(), -entry.units());
        }
    }

    private String whyNotOpen(JournalEntry order) {
        if (!SalePhase.OPEN.name().equals(rules.state())) {
            return "while the sale was " + rules.state();
        }
        if (rules.opensAt() != null && order.at().isBefore(rules.opensAt())) {
            return "at " + order.at() + ", before the opening at " + rules.opensAt();
        }
        if (rules.closesAt() != null && !order.at().isBefore(rules.closesAt())) {
            return "at " + order.at() + ", after the close at " + rules.closesAt();
        }
        return null;
    }

    /** Nothing comes any more: frees the buyers, which take most of the memory. */
    void end() {
        buyers = null;
    }

    /** Orders that were accepted while the sale was paused, closed or outside its hours. */
    Finding outside() {
        return outside;
    }

    /** Orders with which a buyer, or one order, got more than was allowed. */
    Finding overLimit() {
        return overLimit;
    }
}

package dev.seckill.loadtest.witness;

import java.util.ArrayList;
import java.util.List;

/**
 * Judges a planned sale: what buyers were told and what the order book has against each other, order id by order id, and
 * both against what the operator laid down and did. A pure function, with no code of the API or of {@code audit}.
 */
public final class PlannedWitness {

    private PlannedWitness() {}

    /** Judges one run. Everything that is wrong becomes a reason, not only the first thing. */
    public static PlannedVerdict judge(PlannedExpectation expectation, PlannedEvidence evidence) {
        PlannedFindings findings = new PlannedFindings(expectation, evidence);
        Reasons reasons = new Reasons();
        checkReplies(expectation, findings, reasons);
        long early = 0;
        long stopped = 0;
        for (Silence silence : expectation.silences()) {
            List<String> told = findings.told(silence);
            reasons.addIfAny(told, "told something else than \"not open\" " + silence.why());
            early += silence.until().isAfter(expectation.firstStop()) ? 0 : told.size();
            stopped += silence.until().isAfter(expectation.firstStop()) ? told.size() : 0;
        }
        reasons.addIfAny(findings.refusedThoughOpen(), "buyers told \"not open\" though the sale was open");
        checkOrderBook(findings, reasons);
        checkCounter(expectation, evidence.counter(), findings, reasons);
        checkChanges(expectation, findings, reasons);
        reasons.addAll(findings.rules().findings());
        reasons.addAll(evidence.journal().findings());
        if (!evidence.journal().kept()) {
            reasons.add("the order book has no journal");
        }
        reasons.addAll(evidence.incidents());
        return new PlannedVerdict(
                expectation,
                evidence.answers().size(),
                findings.count(BuyerOutcome.ACCEPTED),
                findings.replays(),
                findings.count(BuyerOutcome.NOT_OPEN),
                findings.count(BuyerOutcome.SOLD_OUT),
                findings.count(BuyerOutcome.LIMIT_REACHED),
                findings.errors().size(),
                findings.buyersServed(),
                ReplyTimes.of(evidence.seen()),
                findings.firstOrderMillis(),
                evidence.rows().size(),
                findings.matching().missing().size(),
                findings.matching().unanswered().size(),
                findings.matching().toldTwice().size()
                        + findings.twoOrders().size()
                        + findings.matching().storedTwice().size(),
                findings.oversold(),
                early + findings.rules().early(),
                stopped + findings.rules().stopped(),
                findings.rules().pastLimits(),
                evidence.counter(),
                evidence.journal(),
                reasons.lines());
    }

    private static void checkReplies(PlannedExpectation expectation, PlannedFindings findings, Reasons reasons) {
        reasons.addIfAny(findings.errors(), "requests that got an error");
        if (!findings.hasAskedBeforeTheOpening()) {
            reasons.add("nobody asked before the opening, so nothing is known of it");
        }
        long due = Math.min(expectation.offered(), expectation.buyers() * expectation.perBuyer());
        if (findings.matching().told() != due) {
            reasons.add("orders told: " + findings.matching().told() + ", but it should have been " + due);
        }
        reasons.addIfAny(findings.matching().toldTwice(), "orders promised to more than one buyer");
        reasons.addIfAny(findings.twoOrders(), "purchases that got two orders");
    }

    private static void checkOrderBook(PlannedFindings findings, Reasons reasons) {
        reasons.addIfAny(findings.matching().missing(), "orders that buyers were told of and that have no row");
        reasons.addIfAny(findings.matching().unanswered(), "rows that nobody was told of");
        reasons.addIfAny(findings.matching().storedTwice(), "rows that repeat an order or a place");
        reasons.addIfAny(findings.wrongBuyers(), "rows of another buyer than was told");
        reasons.addIfAny(findings.buyersPastTheirShare(), "buyers with more than their share");
        if (findings.oversold() > 0) {
            reasons.add("units sold past those offered: " + findings.oversold());
        }
    }

    private static void checkCounter(
            PlannedExpectation expectation, CounterState counter, PlannedFindings findings, Reasons reasons) {
        if (counter.allotment() != expectation.offered()) {
            reasons.add("the allotment in Redis is " + counter.allotment() + ", but " + expectation.offered()
                    + " units were offered");
        }
        if (counter.left() + findings.unitsStored() != expectation.offered()) {
            reasons.add("units do not add up: left " + counter.left() + " + sold " + findings.unitsStored()
                    + " is not the " + expectation.offered() + " offered");
        }
    }

    /** Each of the operator's changes once, in the order in which they were made, and nobody else's. */
    private static void checkChanges(PlannedExpectation expectation, PlannedFindings findings, Reasons reasons) {
        List<DueChange> told = findings.changes();
        if (!told.equals(expectation.changes())) {
            List<DueChange> lacking = new ArrayList<>(expectation.changes());
            told.forEach(lacking::remove);
            List<DueChange> further = new ArrayList<>(told);
            expectation.changes().forEach(further::remove);
            reasons.addIfAny(lacking, "changes of the sale that are not in its journal");
            reasons.addIfAny(further, "changes in the journal that nobody made");
            if (lacking.isEmpty() && further.isEmpty()) {
                reasons.add("changes in the journal in another order: " + told);
            }
        }
    }
}

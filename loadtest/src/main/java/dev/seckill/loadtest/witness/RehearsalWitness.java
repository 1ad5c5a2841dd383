package dev.seckill.loadtest.witness;

/**
 * Judges a rehearsal by what a client sees: the replies among themselves, against the figures that the API gives of the sale,
 * and, where the API passes it on, against the order book. A pure function.
 */
public final class RehearsalWitness {

    private RehearsalWitness() {}

    /** Judges one run. Everything that is wrong becomes a reason, not only the first thing. */
    public static RehearsalVerdict judge(RehearsalTerms terms, RehearsalEvidence evidence) {
        RehearsalFindings findings = new RehearsalFindings(terms, evidence);
        Matching matching = findings.matching();
        boolean hasBook = evidence.book().isSeen();
        Reasons reasons = new Reasons();
        checkReplies(terms, findings, reasons);
        checkEnd(terms, evidence.end(), matching.told(), reasons);
        if (hasBook) {
            reasons.addIfAny(matching.missing(), "orders that buyers were told of and that have no row");
            reasons.addIfAny(matching.unanswered(), "rows that nobody was told of");
            reasons.addIfAny(matching.storedTwice(), "rows that repeat an order or a place");
        }
        if (findings.oversold() > 0) {
            reasons.add("units past those offered: " + findings.oversold());
        }
        reasons.addAll(evidence.incidents());
        return new RehearsalVerdict(
                terms,
                evidence.answers().size(),
                matching.told(),
                findings.perSecond(),
                findings.repeated(),
                findings.count(BuyerOutcome.SOLD_OUT),
                findings.errors().size(),
                ReplyTimes.of(evidence.seen()),
                findings.oversold(),
                matching.toldTwice().size()
                        + findings.twoOrders().size()
                        + matching.storedTwice().size(),
                hasBook ? matching.stored() : null,
                hasBook ? matching.missing().size() : 0,
                evidence.book().unseen(),
                reasons.lines());
    }

    private static void checkReplies(RehearsalTerms terms, RehearsalFindings findings, Reasons reasons) {
        reasons.addIfAny(findings.errors(), "requests that got an error");
        if (findings.matching().told() != terms.due()) {
            reasons.add("orders told: " + findings.matching().told() + ", but it should have been " + terms.due());
        }
        reasons.addIfAny(findings.matching().toldTwice(), "orders promised to more than one buyer");
        reasons.addIfAny(findings.twoOrders(), "purchases that got two orders");
        reasons.addIfAny(findings.buyersPastTheirShare(), "buyers with more than their share");
        reasons.addIfAny(findings.forgotten(), "retries that did not get their order again");
        reasons.addIfAny(findings.refusedThoughOpen(), "buyers told \"not open\" though the sale was open");
    }

    private static void checkEnd(RehearsalTerms terms, RehearsalEvidence.SaleAtEnd end, long told, Reasons reasons) {
        if (end == null) {
            reasons.add("the sale could not be looked at after its close");
            return;
        }
        if (!end.state().equals("CLOSED")) {
            reasons.add("the sale is " + end.state() + " after its close");
        }
        if (end.allotment() != terms.stock()) {
            reasons.add("the sale offered " + end.allotment() + " units instead of " + terms.stock());
        }
        if (end.left() + end.confirmed() != end.allotment()) {
            reasons.add("units do not add up: left " + end.left() + " + sold " + end.confirmed() + " is not the "
                    + end.allotment() + " offered");
        }
        if (end.confirmed() != told) {
            reasons.add("units sold: " + end.confirmed() + ", but buyers were told of " + told + " orders");
        }
    }
}

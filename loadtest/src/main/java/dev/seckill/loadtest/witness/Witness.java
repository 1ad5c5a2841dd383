package dev.seckill.loadtest.witness;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds what buyers were told, what the order book has and what the counter says against each other, order id by
 * order id. A pure function: the same evidence always gets the same verdict.
 */
public final class Witness {

    private Witness() {}

    /** Judges one run. Everything that is wrong becomes a reason, not only the first thing. */
    public static Verdict judge(Expectation expectation, Evidence evidence) {
        Findings findings = new Findings(expectation, evidence);
        Reasons reasons = new Reasons();
        checkReplies(expectation, evidence, findings, reasons);
        checkOrderBook(findings, reasons);
        checkCounter(expectation, evidence.counter(), findings, reasons);
        reasons.addAll(evidence.journal().findings());
        reasons.addAll(evidence.incidents());
        return new Verdict(
                expectation,
                findings.count(BuyerOutcome.ACCEPTED),
                acceptedPerSecond(evidence.answers()),
                findings.count(BuyerOutcome.SOLD_OUT),
                findings.errors().size(),
                ReplyTimes.of(evidence.answers()),
                evidence.rows().size(),
                findings.matching().missing().size(),
                findings.matching().toldTwice().size()
                        + findings.matching().storedTwice().size(),
                findings.oversold(),
                findings.matching().unanswered().size(),
                findings.gaps().size(),
                evidence.counter(),
                evidence.journal(),
                reasons.lines());
    }

    private static void checkReplies(Expectation expectation, Evidence evidence, Findings findings, Reasons reasons) {
        int replies = evidence.answers().size();
        if (replies != expectation.buyers()) {
            reasons.add("replies: " + replies + ", but " + expectation.buyers() + " buyers were to ask");
        }
        List<Answer> errors = findings.errors();
        if (!errors.isEmpty() && !expectation.errorsAllowed()) {
            reasons.add("buyers who got an error: " + errors.size() + " (" + commonest(errors) + ")");
        }
        long due = Math.min(expectation.stock(), expectation.buyers());
        long accepted = findings.count(BuyerOutcome.ACCEPTED);
        if (errors.isEmpty() && accepted != due) {
            reasons.add("buyers accepted: " + accepted + ", but it should have been " + due);
        }
        reasons.addIfAny(findings.matching().toldTwice(), "orders promised to more than one buyer");
    }

    private static void checkOrderBook(Findings findings, Reasons reasons) {
        reasons.addIfAny(findings.matching().missing(), "orders that buyers were told of and that have no row");
        reasons.addIfAny(findings.matching().storedTwice(), "rows that repeat an order or a place");
        reasons.addIfAny(findings.outOfRange(), "rows with a place that the counter never gave");
        if (findings.matching().unanswered().size() > findings.errors().size()) {
            reasons.addIfAny(findings.matching().unanswered(), "rows that nobody was told of");
        }
        if (findings.gaps().size() > findings.voided()) {
            reasons.addIfAny(findings.gaps(), "places of the sale without a row");
        }
        if (findings.oversold() > 0) {
            reasons.add("units sold past the stock: " + findings.oversold());
        }
    }

    private static void checkCounter(
            Expectation expectation, CounterState counter, Findings findings, Reasons reasons) {
        if (counter.allotment() != expectation.before().allotment()) {
            reasons.add("the allotment changed during the run, from "
                    + expectation.before().allotment() + " to " + counter.allotment());
        }
        if (counter.left() + counter.decided() != counter.allotment()) {
            reasons.add("the counter does not add up: left " + counter.left() + " + decided " + counter.decided()
                    + " is not the allotment " + counter.allotment());
        }
        if (counter.left() != expectation.stock() - findings.decided()) {
            reasons.add("the counter is wrong: left " + counter.left() + " is not the stock " + expectation.stock()
                    + " - decided " + findings.decided());
        }
    }

    private static double acceptedPerSecond(List<Answer> answers) {
        List<Answer> accepted = answers.stream()
                .filter(answer -> answer.outcome() == BuyerOutcome.ACCEPTED)
                .toList();
        if (accepted.isEmpty()) {
            return 0;
        }
        Instant first =
                answers.stream().map(Answer::askedAt).min(Instant::compareTo).orElseThrow();
        Instant last = accepted.stream()
                .map(Answer::answeredAt)
                .max(Instant::compareTo)
                .orElseThrow();
        long millis = Math.max(1, Duration.between(first, last).toMillis());
        return accepted.size() * 1000.0 / millis;
    }

    private static String commonest(List<Answer> errors) {
        Map<String, Long> counts = errors.stream().collect(groupingBy(Answer::detail, TreeMap::new, counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(Reasons.EXAMPLES_MAX)
                .map(entry -> entry.getValue() + " x " + entry.getKey())
                .collect(joining(", "));
    }
}

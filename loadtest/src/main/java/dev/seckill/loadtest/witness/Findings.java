package dev.seckill.loadtest.witness;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** The comparison itself, one question per method: every list is sorted, and empty when all is well. */
final class Findings {

    private final Expectation expectation;
    private final Evidence evidence;
    private final Matching matching;

    Findings(Expectation expectation, Evidence evidence) {
        this.expectation = expectation;
        this.evidence = evidence;
        this.matching = new Matching(evidence.answers(), evidence.rows());
    }

    long count(BuyerOutcome outcome) {
        return evidence.answers().stream()
                .filter(answer -> answer.outcome() == outcome)
                .count();
    }

    List<Answer> errors() {
        return evidence.answers().stream()
                .filter(answer -> answer.outcome().isError())
                .toList();
    }

    Matching matching() {
        return matching;
    }

    /** Places of this run that no row has. */
    List<Long> gaps() {
        Set<Long> places = new HashSet<>();
        evidence.rows().forEach(row -> places.add(row.seq()));
        return LongStream.rangeClosed(
                        expectation.before().seq() + 1, evidence.counter().seq())
                .filter(seq -> !places.contains(seq))
                .boxed()
                .toList();
    }

    /** Rows whose place the counter never gave in this run. */
    List<String> outOfRange() {
        return evidence.rows().stream()
                .filter(row -> row.seq() <= expectation.before().seq()
                        || row.seq() > evidence.counter().seq())
                .map(row -> row.orderId() + " at seq " + row.seq())
                .sorted()
                .toList();
    }

    /** Units that the counter gave in this run. */
    long decided() {
        return evidence.counter().decided() - expectation.before().decided();
    }

    /** Places that were taken back in this run. */
    long voided() {
        return evidence.counter().voided() - expectation.before().voided();
    }

    long oversold() {
        long sold = Math.max(count(BuyerOutcome.ACCEPTED), Math.max(matching.stored(), decided()));
        return Math.max(0, sold - expectation.stock());
    }
}

package dev.seckill.loadtest.witness;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The comparison of a planned sale, one question per method: every list is sorted, and empty when all is well. */
final class PlannedFindings {

    private final PlannedExpectation expectation;
    private final PlannedEvidence evidence;
    private final Matching matching;
    private final RulesReplay rules = new RulesReplay();

    PlannedFindings(PlannedExpectation expectation, PlannedEvidence evidence) {
        this.expectation = expectation;
        this.evidence = evidence;
        this.matching = new Matching(evidence.seen(), evidence.rows());
        evidence.steps().forEach(rules::take);
    }

    Matching matching() {
        return matching;
    }

    RulesReplay rules() {
        return rules;
    }

    long count(BuyerOutcome outcome) {
        return evidence.answers().stream()
                .filter(each -> each.answer().outcome() == outcome && !each.isReplay())
                .count();
    }

    long replays() {
        return evidence.answers().stream().filter(ShopAnswer::isReplay).count();
    }

    List<String> errors() {
        return evidence.seen().stream()
                .filter(answer -> answer.outcome().isError())
                .map(answer -> answer.buyer() + ": " + answer.detail())
                .toList();
    }

    /** The distinct orders that each buyer was told of. */
    private Map<String, Set<String>> ordersBy(Function<ShopAnswer, String> owner) {
        return evidence.answers().stream()
                .filter(each -> each.answer().outcome() == BuyerOutcome.ACCEPTED)
                .collect(groupingBy(
                        owner, TreeMap::new, mapping(each -> each.answer().orderId(), toCollection(TreeSet::new))));
    }

    long buyersServed() {
        return ordersBy(each -> each.answer().buyer()).size();
    }

    /** Purchases that were told two orders. */
    List<String> twoOrders() {
        return ordersBy(ShopAnswer::key).entrySet().stream()
                .filter(purchase -> purchase.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Buyers who hold more than their share, going by the order book. */
    List<String> buyersPastTheirShare() {
        Map<String, Long> units = new TreeMap<>();
        evidence.rows().forEach(row -> units.merge(String.valueOf(row.buyer()), row.units(), Long::sum));
        return units.entrySet().stream()
                .filter(buyer -> buyer.getValue() > expectation.perBuyer())
                .map(buyer -> buyer.getKey() + " has " + buyer.getValue())
                .toList();
    }

    /** Rows of another buyer than the one who was told of the order. */
    List<String> wrongBuyers() {
        Map<String, String> buyers = new HashMap<>();
        evidence.seen().stream()
                .filter(answer -> answer.outcome() == BuyerOutcome.ACCEPTED)
                .forEach(answer -> buyers.put(answer.orderId(), answer.buyer()));
        return evidence.rows().stream()
                .filter(row -> buyers.containsKey(row.orderId()))
                .filter(row -> !buyers.get(row.orderId()).equals(row.buyer()))
                .map(row -> row.orderId() + " is of " + row.buyer() + ", told to " + buyers.get(row.orderId()))
                .sorted()
                .toList();
    }

    /** What was told in a span in which the sale took no purchases. A replay may come at any time. */
    List<String> told(Silence silence) {
        return evidence.answers().stream()
                .filter(each -> !each.isReplay() && silence.holds(each.answer()))
                .map(ShopAnswer::answer)
                .filter(answer -> answer.outcome() != BuyerOutcome.NOT_OPEN
                        && !answer.outcome().isError())
                .map(answer -> answer.buyer() + ", " + answer.outcome() + " at " + answer.answeredAt())
                .sorted()
                .toList();
    }

    /** Whether the opening was put to the test: somebody asked before it, by the clock of the sale. */
    boolean hasAskedBeforeTheOpening() {
        return evidence.answers().stream()
                .anyMatch(each -> each.answer().outcome() == BuyerOutcome.NOT_OPEN
                        && each.serverTime() != null
                        && each.serverTime().isBefore(expectation.opensAt()));
    }

    /** Buyers who were told that the sale is not open, though it was, by the time in the reply. */
    List<String> refusedThoughOpen() {
        return evidence.answers().stream()
                .filter(each -> each.answer().outcome() == BuyerOutcome.NOT_OPEN)
                .filter(each -> each.answer().answeredAt().isBefore(expectation.firstStop()))
                .filter(each -> each.serverTime() == null || !each.serverTime().isBefore(expectation.opensAt()))
                .map(each -> each.answer().buyer() + " at " + each.serverTime())
                .sorted()
                .toList();
    }

    long unitsStored() {
        return evidence.rows().stream().mapToLong(BookedOrder::units).sum();
    }

    long oversold() {
        long most = Math.max(
                matching.told(), Math.max(unitsStored(), evidence.counter().decided()));
        return Math.max(0, most - expectation.offered());
    }

    /** What the journal tells of the operator. */
    List<DueChange> changes() {
        return evidence.steps().stream()
                .filter(step -> !step.kind().equals(SaleStep.ACCEPTED))
                .map(DueChange::of)
                .toList();
    }

    long firstOrderMillis() {
        return evidence.steps().stream()
                .filter(step -> step.kind().equals(SaleStep.ACCEPTED))
                .map(SaleStep::at)
                .min(Instant::compareTo)
                .map(first -> first.toEpochMilli() - expectation.opensAt().toEpochMilli())
                .orElse(-1L);
    }
}

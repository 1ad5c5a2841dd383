package dev.seckill.loadtest.witness;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The comparison of a rehearsal, one question per method: every list is sorted, and empty when all is well. */
final class RehearsalFindings {

    private final RehearsalTerms terms;
    private final RehearsalEvidence evidence;
    private final List<ShopAnswer> accepted;
    private final Matching matching;
    private final Map<String, Instant> servedAt;

    RehearsalFindings(RehearsalTerms terms, RehearsalEvidence evidence) {
        this.terms = terms;
        this.evidence = evidence;
        this.accepted = evidence.answers().stream()
                .filter(each -> each.answer().outcome() == BuyerOutcome.ACCEPTED)
                .toList();
        this.matching = new Matching(evidence.seen(), evidence.book().rows());
        this.servedAt = accepted.stream()
                .collect(toMap(ShopAnswer::key, each -> each.answer().answeredAt(), (a, b) -> a.isBefore(b) ? a : b));
    }

    Matching matching() {
        return matching;
    }

    long count(BuyerOutcome outcome) {
        return evidence.seen().stream()
                .filter(answer -> answer.outcome() == outcome)
                .count();
    }

    List<String> errors() {
        return evidence.seen().stream()
                .filter(answer -> answer.outcome().isError())
                .map(answer -> answer.buyer() + ": " + answer.detail())
                .toList();
    }

    /** Distinct orders told in a second, from the first request on until the last order was told for the first time. */
    double perSecond() {
        Instant begin = evidence.seen().stream()
                .map(Answer::askedAt)
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        Instant end = servedAt.values().stream().max(Instant::compareTo).orElse(begin);
        long millis = Math.max(1, Duration.between(begin, end).toMillis());
        return matching.told() * 1000.0 / millis;
    }

    private List<ShopAnswer> again() {
        return evidence.answers().stream()
                .filter(each -> servedAt.containsKey(each.key()))
                .filter(each -> each.answer().askedAt().isAfter(servedAt.get(each.key())))
                .toList();
    }

    /** Requests of a purchase that was known to have its order. */
    long repeated() {
        return again().size();
    }

    /** Of those the ones that were told something else than an order. */
    List<String> forgotten() {
        return again().stream()
                .map(ShopAnswer::answer)
                .filter(answer -> answer.outcome() != BuyerOutcome.ACCEPTED
                        && !answer.outcome().isError())
                .map(answer -> answer.buyer() + " was told " + answer.outcome())
                .sorted()
                .toList();
    }

    /** Purchases that were told two orders. */
    List<String> twoOrders() {
        return withSeveral(ShopAnswer::key);
    }

    /** Buyers who were told of more orders than the one that each may have. */
    List<String> buyersPastTheirShare() {
        return withSeveral(each -> each.answer().buyer());
    }

    private List<String> withSeveral(Function<ShopAnswer, String> owner) {
        Map<String, Set<String>> orders = accepted.stream()
                .collect(groupingBy(
                        owner, TreeMap::new, mapping(each -> each.answer().orderId(), toCollection(TreeSet::new))));
        return orders.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Buyers who were told that the sale is not open before anybody had asked for its close. */
    List<String> refusedThoughOpen() {
        return evidence.seen().stream()
                .filter(answer -> answer.outcome() == BuyerOutcome.NOT_OPEN)
                .filter(answer -> answer.answeredAt().isBefore(evidence.closing()))
                .map(Answer::buyer)
                .sorted()
                .toList();
    }

    long unitsStored() {
        return evidence.book().rows().stream().mapToLong(BookedOrder::units).sum();
    }

    long oversold() {
        long sold = evidence.end() == null ? 0 : evidence.end().confirmed();
        return Math.max(0, Math.max(matching.told(), Math.max(sold, unitsStored())) - terms.stock());
    }
}

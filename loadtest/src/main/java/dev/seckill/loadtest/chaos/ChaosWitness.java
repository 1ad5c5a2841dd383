package dev.seckill.loadtest.chaos;

import static java.util.stream.Collectors.toSet;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BookedOrder;
import dev.seckill.loadtest.witness.BuyerOutcome;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.DueChange;
import dev.seckill.loadtest.witness.Matching;
import dev.seckill.loadtest.witness.Reasons;
import dev.seckill.loadtest.witness.RulesReplay;
import dev.seckill.loadtest.witness.SaleStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges a sale that was broken: every reply against every row, order id by order id, and the units against the
 * counter. A pure function. Unlike in a run without faults, a buyer may have had no reply, may have asked several times
 * under one key, and may hold an order that nobody told, if it was asked for; nothing else is excused.
 */
public final class ChaosWitness {

    private ChaosWitness() {}

    /** Judges everything up to now. Everything that is wrong becomes a reason, not only the first thing. */
    public static Reckoning judge(ChaosEvidence evidence) {
        Matching matching = new Matching(evidence.answers(), evidence.rows());
        CounterState counter = evidence.counter();
        List<String> twoOrders = keysWithTwoOrders(evidence);
        List<String> forNobody = ordersForNobody(evidence);
        long rows = evidence.rows().size();
        HoldWitness held = new HoldWitness(evidence.held());
        long sold = evidence.rows().stream().mapToLong(BookedOrder::units).sum() - held.released();
        // Where units come back there may be more orders than units.
        long most = held.released() > 0 ? sold : Math.max(matching.told(), Math.max(sold, counter.decided()));
        long oversold = Math.max(0, most - evidence.offered());
        long leaked = evidence.offered() - counter.left() - sold;

        Reasons reasons = new Reasons();
        reasons.addIfAny(matching.missing(), "lost: orders that buyers were told of and that have no row");
        reasons.addIfAny(matching.storedTwice(), "duplicate: rows that repeat an order or a place");
        reasons.addIfAny(matching.toldTwice(), "duplicate: orders told to more than one purchase");
        reasons.addIfAny(twoOrders, "duplicate: purchases that got two orders");
        reasons.addIfAny(forNobody, "duplicate: orders that no purchase was waiting for");
        if (oversold > 0) {
            reasons.add("oversold: " + oversold + " units past the " + evidence.offered() + " offered");
        }
        if (leaked != 0) {
            reasons.add("leaked: offered " + evidence.offered() + " is not left " + counter.left() + " + sold " + sold);
        }
        checkCounter(evidence, rows, reasons);
        reasons.addIfAny(deniedOrders(evidence), "purchases told no after they had got an order");
        checkOperator(evidence, reasons);
        held.judge(reasons);
        checkOddMessages(evidence.odd(), reasons);
        reasons.addAll(evidence.journal().findings());
        reasons.addAll(evidence.incidents());
        return new Reckoning(
                evidence.offered(),
                counter.left(),
                matching.told(),
                rows,
                matching.unanswered().size(),
                matching.missing().size(),
                matching.storedTwice().size() + matching.toldTwice().size() + twoOrders.size() + forNobody.size(),
                oversold,
                leaked,
                evidence.journal(),
                reasons.lines());
    }

    private static void checkCounter(ChaosEvidence evidence, long rows, Reasons reasons) {
        CounterState counter = evidence.counter();
        if (counter.left() < 0) {
            reasons.add("the counter is below zero: " + counter.left());
        }
        if (counter.allotment() != evidence.offered()) {
            reasons.add("the allotment in Redis is " + counter.allotment() + ", but " + evidence.offered()
                    + " units were offered");
        }
        if (counter.decided() != rows) {
            reasons.add("decided in Redis: seq " + counter.seq() + " - void " + counter.voided() + " = "
                    + counter.decided() + ", but there are " + rows + " rows");
        }
        reasons.addIfAny(
                evidence.rows().stream()
                        .filter(row -> row.seq() < 1 || row.seq() > counter.seq())
                        .map(row -> row.orderId() + " at seq " + row.seq())
                        .sorted()
                        .toList(),
                "rows with a place that the counter never gave");
    }

    /** Whether the rules held for each purchase, and each restock happened once, however often it was sent. */
    private static void checkOperator(ChaosEvidence evidence, Reasons reasons) {
        RulesReplay rules = new RulesReplay();
        evidence.steps().forEach(rules::take);
        reasons.addAll(rules.findings());
        if (evidence.restocks() != null) {
            List<DueChange> told = evidence.steps().stream()
                    .filter(step -> step.kind().equals(SaleStep.RESTOCKED))
                    .map(DueChange::of)
                    .toList();
            reasons.addIfAny(without(evidence.restocks(), told), "restocks that are not in the journal");
            reasons.addIfAny(without(told, evidence.restocks()), "restocks that nobody made, or that happened twice");
        }
    }

    private static List<DueChange> without(List<DueChange> all, List<DueChange> others) {
        List<DueChange> rest = new ArrayList<>(all);
        others.forEach(rest::remove);
        return rest;
    }

    /** Told or logged, whichever: one purchase, one order. */
    private static List<String> keysWithTwoOrders(ChaosEvidence evidence) {
        Map<String, Set<String>> ordersByKey = new TreeMap<>();
        for (Answer answer : evidence.answers()) {
            if (answer.outcome() == BuyerOutcome.ACCEPTED) {
                ordersByKey
                        .computeIfAbsent(answer.buyer(), key -> new TreeSet<>())
                        .add(answer.orderId());
            }
        }
        for (OrderInLog order : evidence.logged()) {
            if (order.key() != null) {
                ordersByKey.computeIfAbsent(order.key(), key -> new TreeSet<>()).add(order.orderId());
            }
        }
        return ordersByKey.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }

    /**
     * Orders without a key that nobody was told of need a purchase without a key that was left without an answer at that
     * time, one each. Else a purchase was decided twice, and the second order told.
     */
    private static List<String> ordersForNobody(ChaosEvidence evidence) {
        Set<String> told = evidence.answers().stream()
                .map(Answer::orderId)
                .filter(Objects::nonNull)
                .collect(toSet());
        Map<String, Instant> untold = new TreeMap<>();
        for (OrderInLog order : evidence.logged()) {
            if (order.key() == null && !told.contains(order.orderId())) {
                untold.put(order.orderId(), order.decidedAt());
            }
        }
        // The question that ends first answers first, so that the longer ones are left for later orders.
        List<OpenQuestion> open = new ArrayList<>(evidence.open());
        open.sort(Comparator.comparing(OpenQuestion::until));
        List<String> forNobody = new ArrayList<>();
        untold.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(order -> {
            Optional<OpenQuestion> asked = open.stream()
                    .filter(question -> question.allows(order.getValue()))
                    .findFirst();
            asked.ifPresentOrElse(open::remove, () -> forNobody.add(order.getKey()));
        });
        return forNobody;
    }

    /** A retry must find the order that an earlier request of the purchase got. */
    private static List<String> deniedOrders(ChaosEvidence evidence) {
        Map<String, Instant> decidedAt = new HashMap<>();
        for (OrderInLog order : evidence.logged()) {
            if (order.key() != null) {
                decidedAt.merge(order.key(), order.decidedAt(), (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        return evidence.answers().stream()
                .filter(answer -> answer.outcome() != BuyerOutcome.ACCEPTED)
                .filter(answer ->
                        decidedAt.getOrDefault(answer.buyer(), Instant.MAX).isBefore(answer.askedAt()))
                .map(Answer::buyer)
                .sorted()
                .toList();
    }

    private static void checkOddMessages(ChaosEvidence.Odd odd, Reasons reasons) {
        reasons.addIfAny(lacking(odd.toBeParked(), odd.parked()), "odd messages that were not parked");
        reasons.addIfAny(lacking(odd.parked(), odd.toBeParked()), "messages parked without reason");
        reasons.addIfAny(lacking(odd.toBeStored(), odd.stored()), "orders beside refused ones that were not stored");
        reasons.addIfAny(lacking(odd.stored(), odd.toBeStored()), "refused orders that were stored");
    }

    /** What is in the first and not in the second. */
    private static List<String> lacking(Collection<String> all, Collection<String> present) {
        Set<String> there = new HashSet<>(present);
        return all.stream().filter(one -> !there.contains(one)).collect(toSet()).stream()
                .sorted()
                .toList();
    }
}

package dev.seckill.loadtest.witness;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Replies and rows held against each other by order id. Every list is sorted, and empty when all is well. */
public final class Matching {

    private final Map<String, Set<String>> buyersByOrder;
    private final Set<String> storedIds = new TreeSet<>();
    private final Collection<BookedOrder> rows;

    /** Replies that are no acceptance are left out. */
    public Matching(Collection<Answer> answers, Collection<BookedOrder> rows) {
        this.buyersByOrder = answers.stream()
                .filter(answer -> answer.outcome() == BuyerOutcome.ACCEPTED)
                .collect(groupingBy(Answer::orderId, TreeMap::new, mapping(Answer::buyer, toCollection(TreeSet::new))));
        this.rows = List.copyOf(rows);
        rows.forEach(row -> storedIds.add(row.orderId()));
    }

    /** Distinct orders that buyers were told. */
    public int told() {
        return buyersByOrder.size();
    }

    /** Distinct orders that are stored. */
    public int stored() {
        return storedIds.size();
    }

    /** Order ids that a buyer was told and no row has. */
    public List<String> missing() {
        return buyersByOrder.keySet().stream()
                .filter(orderId -> !storedIds.contains(orderId))
                .toList();
    }

    /** Order ids of rows that no buyer was told of. */
    public List<String> unanswered() {
        return storedIds.stream()
                .filter(orderId -> !buyersByOrder.containsKey(orderId))
                .toList();
    }

    /** Order ids that more than one buyer was told. */
    public List<String> toldTwice() {
        return buyersByOrder.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Rows whose order id or place an earlier row has. */
    public List<String> storedTwice() {
        Set<String> ids = new HashSet<>();
        Set<Long> places = new HashSet<>();
        return rows.stream()
                .filter(row -> !ids.add(row.orderId()) | !places.add(row.seq()))
                .map(row -> row.orderId() + " at seq " + row.seq())
                .sorted()
                .toList();
    }
}

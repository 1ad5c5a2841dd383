package dev.seckill.loadtest.witness;

import dev.seckill.model.event.NumberRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replays the journal of a sale from its first event: whether the numbers are dense, what is left follows from event to
 * event, and each order has its event. Works by itself, with none of the consumer's audit. Not thread-safe.
 */
public final class JournalReplay {

    private static final String ACCEPTED = "ACCEPTED";
    private static final String RECOVERED = "RECOVERED";

    /** Numbers that no event has. */
    private final List<NumberRange> gaps = new ArrayList<>();

    private final List<NumberRange> givenUp = new ArrayList<>();
    private final List<NumberRange> refused = new ArrayList<>();
    /** Whether the order book has the order of an ACCEPTED event. */
    private final Map<String, Boolean> orders = new HashMap<>();

    private final List<String> disordered = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> belowZero = new ArrayList<>();
    private final List<String> withoutId = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> withoutEvent = new ArrayList<>();
    private long events;
    private long lastNo;
    private long left;
    /** What the units of all events make that are there: {@link #left} without what a gap has taken or added. */
    private long standing;

    /** Nothing replayed yet. */
    public JournalReplay() {}

    /** The next event; they come in the order of their numbers. */
    public void take(JournalEvent event) {
        events++;
        if (event.no() <= lastNo) {
            disordered.add("no " + event.no() + " after no " + lastNo);
            return;
        }
        boolean follows = event.no() == lastNo + 1;
        if (!follows) {
            gaps.add(new NumberRange(lastNo + 1, event.no() - 1));
        }
        standing += event.units();
        checkLeft(event, follows);
        if (event.kind().equals(ACCEPTED)) {
            accepted(event);
        }
        givenUp.addAll(event.givenUp());
        lastNo = event.no();
        left = event.left();
    }

    /**
     * Events that are given up take their units along, which is known from the RECOVERED that does so: up to there, an
     * event behind a gap may know of units that this replay does not.
     */
    private void checkLeft(JournalEvent event, boolean follows) {
        if (event.left() < 0) {
            belowZero.add("no " + event.no() + ": " + event.left());
        }
        if (event.kind().equals(RECOVERED)) {
            if (refused.isEmpty()) { // else recover knows units that the order book does not
                requireLeft(event, Math.max(0, standing));
            }
            standing = event.left();
        } else if (follows) {
            requireLeft(event, left + event.units());
        }
    }

    private void requireLeft(JournalEvent event, long due) {
        if (event.left() != due) {
            wrong.add("no " + event.no() + ": " + event.left() + ", should be " + due);
        }
    }

    private void accepted(JournalEvent event) {
        if (event.orderId() == null) {
            withoutId.add("no " + event.no());
        } else if (orders.putIfAbsent(event.orderId(), false) != null) {
            twice.add(event.orderId() + " at no " + event.no());
        }
    }

    /** An order of the order book that has a number of the journal; after all events. */
    public void stored(String orderId) {
        if (orders.replace(orderId, true) == null) {
            withoutEvent.add(orderId);
        }
    }

    /** The number of an event that the order book must have refused, so that it is parked and not stored; before all events. */
    public void refused(long no) {
        refused.add(new NumberRange(no, no));
    }

    /** The verdict, once all events and orders were told. */
    public JournalVerdict end(JournalEnd redis) {
        Reasons findings = new Reasons();
        findings.addIfAny(disordered, "journal: events out of order");
        findings.addIfAny(missing(), "journal: numbers without an event that no RECOVERED gives up");
        findings.addIfAny(present(givenUp), "journal: numbers that were given up and have an event");
        findings.addIfAny(present(refused), "journal: numbers that were refused and have an event");
        findings.addIfAny(wrong, "journal: events whose left does not follow");
        findings.addIfAny(belowZero, "journal: events whose left is below zero");
        findings.addIfAny(withoutId, "journal: ACCEPTED events without an order id");
        findings.addIfAny(twice, "journal: orders accepted twice");
        findings.addIfAny(
                orders.entrySet().stream()
                        .filter(order -> !order.getValue())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList(),
                "journal: orders accepted that have no row");
        findings.addIfAny(withoutEvent, "journal: rows whose order has no ACCEPTED event");
        if (lastNo != redis.no()) {
            findings.add("journal: it ends at no " + lastNo + ", but Redis has given numbers up to " + redis.no());
        }
        if (left != redis.left()) {
            findings.add("journal: it replays to " + left + " left, but the counter is " + redis.left());
        }
        long missing = missing().stream().mapToLong(NumberRange::size).sum() + Math.max(0, redis.no() - lastNo);
        return new JournalVerdict(true, events, missing, left, findings.lines());
    }

    private List<NumberRange> missing() {
        List<NumberRange> missing = new ArrayList<>();
        List<NumberRange> explained = new ArrayList<>(givenUp);
        explained.addAll(refused);
        gaps.forEach(gap -> missing.addAll(without(gap, explained)));
        return missing;
    }

    /** Those of the numbers that have an event, though they should have none. */
    private List<NumberRange> present(List<NumberRange> numbers) {
        List<NumberRange> there = new ArrayList<>();
        numbers.forEach(range -> there.addAll(without(range, gaps)));
        return there;
    }

    /** What is left of a range without all of the others. */
    private static List<NumberRange> without(NumberRange range, Iterable<NumberRange> others) {
        List<NumberRange> rest = List.of(range);
        for (NumberRange other : others) {
            List<NumberRange> less = new ArrayList<>();
            for (NumberRange part : rest) {
                if (other.last() < part.first() || other.first() > part.last()) {
                    less.add(part);
                    continue;
                }
                if (part.first() < other.first()) {
                    less.add(new NumberRange(part.first(), other.first() - 1));
                }
                if (other.last() < part.last()) {
                    less.add(new NumberRange(other.last() + 1, part.last()));
                }
            }
            rest = less;
        }
        return rest;
    }
}

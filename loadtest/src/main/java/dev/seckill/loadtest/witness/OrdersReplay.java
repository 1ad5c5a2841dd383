package dev.seckill.loadtest.witness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replays what became of each order of a sale: whether every event about it was allowed by the one before, and its units went
 * back as they had come, once. Knows nothing of how the API decides. Not thread-safe.
 */
public final class OrdersReplay {

    private static final String ACCEPTED = "ACCEPTED";
    private static final String CONFIRMED = "CONFIRMED";
    private static final String RELEASED = "RELEASED";
    private static final String LATE = "LATE";
    private static final String EXTENDED = "EXTENDED";
    private static final String EXPIRED = "EXPIRED";

    private final Map<String, Fate> orders = new HashMap<>();
    private final Set<String> withRow = new HashSet<>();
    private final List<String> acceptedTwice = new ArrayList<>();
    private final List<String> withoutOrder = new ArrayList<>();
    private final List<String> wrongUnits = new ArrayList<>();
    private final List<String> notAllowed = new ArrayList<>();
    private final List<String> early = new ArrayList<>();
    private final List<String> overdue = new ArrayList<>();
    private final List<String> lateTwice = new ArrayList<>();
    private final List<String> otherRows = new ArrayList<>();

    /** How far an order got. The names are in the order book. */
    public enum State {
        /** It has its units and must be confirmed in time. */
        HELD,
        /** Its units are sold. */
        CONFIRMED,
        /** Its units went back. */
        RELEASED
    }

    /**
     * What became of an order.
     *
     * @param state how far it got
     * @param units that it has or had
     * @param until until when it is held; null if it is not
     * @param cancellable whether it can be cancelled once it is confirmed
     * @param late whether it was paid after its units had gone back
     * @param expired whether they went back because its time was over
     * @param confirmed whether it was confirmed once
     * @param extended whether it was held for longer once
     * @param lastNo the number of the newest event about it
     */
    public record Fate(
            State state,
            long units,
            Instant until,
            boolean cancellable,
            boolean late,
            boolean expired,
            boolean confirmed,
            boolean extended,
            long lastNo) {}

    /** Nothing replayed yet. */
    public OrdersReplay() {}

    /** The next event; they come in the order of their numbers. */
    public void take(JournalEvent event) {
        switch (event.kind()) {
            case ACCEPTED -> accepted(event);
            case CONFIRMED, RELEASED, LATE, EXTENDED -> changed(event);
            default -> {
                // It is about no order.
            }
        }
    }

    private void accepted(JournalEvent event) {
        Instant until = event.hold().until();
        Fate before = orders.putIfAbsent(
                event.orderId(),
                new Fate(
                        until == null ? State.CONFIRMED : State.HELD,
                        -event.units(),
                        until,
                        event.hold().cancellable(),
                        false,
                        false,
                        false,
                        false,
                        event.no()));
        if (before != null) {
            acceptedTwice.add(which(event));
        }
    }

    private void changed(JournalEvent event) {
        Fate before = orders.get(event.orderId());
        if (before == null) {
            withoutOrder.add(which(event));
            return;
        }
        switch (event.kind()) {
            case CONFIRMED -> {
                require(before.state() == State.HELD, event, before);
                requireInTime(event, before);
                put(event, State.CONFIRMED, null, before.late(), before.expired());
            }
            case EXTENDED -> {
                require(before.state() == State.HELD, event, before);
                requireInTime(event, before);
                put(event, State.HELD, event.hold().until(), before.late(), before.expired());
            }
            case RELEASED -> released(event, before);
            default -> {
                require(before.state() == State.RELEASED, event, before);
                if (before.late()) {
                    lateTwice.add(which(event));
                }
                put(event, State.RELEASED, null, true, before.expired());
            }
        }
    }

    private void released(JournalEvent event, Fate before) {
        boolean expired = EXPIRED.equals(event.hold().reason());
        boolean isFree =
                before.state() == State.HELD || !expired && before.state() == State.CONFIRMED && before.cancellable();
        require(isFree, event, before);
        if (expired && before.until() != null && event.at().isBefore(before.until())) {
            early.add(which(event) + ", at " + event.at() + " and not from " + before.until());
        }
        if (event.units() != before.units()) {
            wrongUnits.add(which(event) + ", " + event.units() + " of " + before.units());
        }
        put(event, State.RELEASED, null, before.late(), expired);
    }

    private void require(boolean allowed, JournalEvent event, Fate before) {
        if (!allowed) {
            notAllowed.add(which(event) + " of one that was " + before.state());
        }
    }

    private void requireInTime(JournalEvent event, Fate before) {
        if (before.until() != null && !event.at().isBefore(before.until())) {
            overdue.add(which(event) + ", at " + event.at() + " and not before " + before.until());
        }
    }

    private void put(JournalEvent event, State state, Instant until, boolean late, boolean expired) {
        Fate before = orders.get(event.orderId());
        orders.put(
                event.orderId(),
                new Fate(
                        state,
                        before.units(),
                        until,
                        before.cancellable(),
                        late,
                        expired,
                        before.confirmed() || event.kind().equals(CONFIRMED),
                        before.extended() || event.kind().equals(EXTENDED),
                        event.no()));
    }

    private static String which(JournalEvent event) {
        return "no " + event.no() + ", " + event.kind() + " of " + event.orderId();
    }

    /** What the order book says of an order; after all events. */
    public void stored(String orderId, String state, long lastNo) {
        Fate fate = orders.get(orderId);
        withRow.add(orderId);
        if (fate != null && (!fate.state().name().equals(state) || fate.lastNo() != lastNo)) {
            otherRows.add(orderId + ": " + state + " by no " + lastNo + ", should be " + fate.state() + " by no "
                    + fate.lastNo());
        }
    }

    /** What became of each order, by its id. */
    public Map<String, Fate> orders() {
        return Collections.unmodifiableMap(orders);
    }

    /** Units of the orders that got so far. */
    public long units(State state) {
        return orders.values().stream()
                .filter(fate -> fate.state() == state)
                .mapToLong(Fate::units)
                .sum();
    }

    /** What is wrong; empty when every order went a way that it may go. */
    public List<String> findings() {
        Reasons findings = new Reasons();
        findings.addIfAny(acceptedTwice, "orders: accepted twice");
        if (!withRow.isEmpty()) {
            findings.addIfAny(
                    orders.keySet().stream()
                            .filter(order -> !withRow.contains(order))
                            .sorted()
                            .toList(),
                    "orders: without a row");
        }
        findings.addIfAny(withoutOrder, "orders: events of an order that nobody has accepted before");
        findings.addIfAny(notAllowed, "orders: events that the state of the order does not allow");
        findings.addIfAny(overdue, "orders: confirmed or held longer after their time");
        findings.addIfAny(early, "orders: expired before their time");
        findings.addIfAny(wrongUnits, "orders: other units went back than were taken");
        findings.addIfAny(lateTwice, "orders: told twice that they were paid late");
        findings.addIfAny(otherRows, "orders: rows that are not as the journal says");
        return findings.lines();
    }
}

package dev.seckill.consumer.audit;

import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.Kind;
import java.time.Instant;

/**
 * What becomes of the orders of one sale, entry by entry: whether each step may follow the ones before, and where the units
 * are. Where a number is missing, a step may be missing, so nothing is called illegal from there on until a recover accounts
 * for all numbers. Orders of which no more can be heard take no memory. Not thread-safe.
 */
final class OrderTrail {

    private static final String EXPIRED = "EXPIRED";

    private final Finding illegal = new Finding();
    private OrderStates orders = new OrderStates();
    private boolean allIsKnown = true;
    private boolean haveALife;
    private long held;
    private long confirmed;
    private long released;
    private long late;
    private long overdue;

    /** Numbers before the next entry are missing. */
    void gap() {
        allIsKnown = false;
    }

    /** The sale was rebuilt from all entries that are there. */
    void recovered(boolean nothingIsMissing) {
        allIsKnown = nothingIsMissing;
    }

    /** The next entry, of whatever kind. */
    void take(JournalEntry entry) {
        String kind = entry.kind();
        if (entry.orderId() == null) {
            return;
        }
        OrderId id = idOf(entry);
        if (id == null) {
            return;
        }
        int slot = orders.slotOf(id.value());
        if (kind.equals(Kind.ACCEPTED.name())) {
            accepted(entry, id, slot);
        } else if (kind.equals(Kind.EXTENDED.name())) {
            extended(entry, slot);
        } else if (kind.equals(Kind.CONFIRMED.name())) {
            confirmed(entry, slot);
        } else if (kind.equals(Kind.RELEASED.name())) {
            released(entry, slot);
        } else if (kind.equals(Kind.LATE.name())) {
            late(entry, slot);
        }
    }

    /** No consumer has stored what is no order id. */
    private OrderId idOf(JournalEntry entry) {
        try {
            return OrderId.parse(entry.orderId());
        } catch (IllegalArgumentException foreign) {
            illegal.add(entry.no() + ": " + entry.orderId() + " is no order id");
            return null;
        }
    }

    private void accepted(JournalEntry entry, OrderId id, int slot) {
        Instant until = entry.terms().heldUntil();
        boolean cancellable = entry.terms().cancellable();
        require(orders.stateOf(slot) == OrderStates.UNKNOWN, entry, "accepted again");
        if (until == null) {
            confirmed -= entry.units();
        } else {
            held -= entry.units();
        }
        if ((until != null || cancellable) && orders.stateOf(slot) == OrderStates.UNKNOWN) {
            haveALife = true;
            byte state = until == null ? OrderStates.CONFIRMED : OrderStates.HELD;
            orders.add(id.value(), state, -entry.units(), until == null ? 0 : until.toEpochMilli(), cancellable);
        }
    }

    private void extended(JournalEntry entry, int slot) {
        Instant until = entry.terms().heldUntil();
        if (isIn(OrderStates.HELD, entry, slot) && isInTime(entry, slot)) {
            require(until != null && until.toEpochMilli() > orders.heldUntilOf(slot), entry, "extended by nothing");
        }
        if (until != null) {
            orders.heldUntil(slot, until.toEpochMilli());
        }
    }

    private void confirmed(JournalEntry entry, int slot) {
        if (isIn(OrderStates.HELD, entry, slot)) {
            isInTime(entry, slot);
        }
        if (orders.stateOf(slot) == OrderStates.HELD) {
            held -= orders.unitsOf(slot);
            confirmed += orders.unitsOf(slot);
            orders.state(slot, OrderStates.CONFIRMED);
        }
    }

    private void released(JournalEntry entry, int slot) {
        haveALife = true;
        released += entry.units();
        byte before = orders.stateOf(slot);
        if (before == OrderStates.HELD) {
            held -= orders.unitsOf(slot);
            require(
                    !EXPIRED.equals(entry.terms().reason()) || entry.at().toEpochMilli() >= orders.heldUntilOf(slot),
                    entry,
                    "expired before its time");
        } else if (before == OrderStates.CONFIRMED) {
            confirmed -= orders.unitsOf(slot);
            require(
                    orders.isCancellable(slot) && !EXPIRED.equals(entry.terms().reason()),
                    entry,
                    "released, but it was confirmed");
        } else {
            require(false, entry, before == OrderStates.UNKNOWN ? "released, but not open" : "released again");
            return;
        }
        require(
                entry.units() == orders.unitsOf(slot),
                entry,
                "gave " + entry.units() + " units back, but had " + orders.unitsOf(slot));
        orders.state(slot, OrderStates.RELEASED);
    }

    private void late(JournalEntry entry, int slot) {
        haveALife = true;
        late++;
        isIn(OrderStates.RELEASED, entry, slot);
        if (orders.stateOf(slot) == OrderStates.RELEASED) {
            orders.state(slot, OrderStates.LATE);
        }
    }

    private boolean isIn(byte state, JournalEntry entry, int slot) {
        return require(
                orders.stateOf(slot) == state, entry, entry.kind() + ", but it was " + nameOf(orders.stateOf(slot)));
    }

    private boolean isInTime(JournalEntry entry, int slot) {
        return require(
                entry.at().toEpochMilli() < orders.heldUntilOf(slot),
                entry,
                entry.kind() + " at " + entry.at() + ", but it was held until "
                        + Instant.ofEpochMilli(orders.heldUntilOf(slot)));
    }

    private boolean require(boolean holds, JournalEntry entry, String what) {
        if (!holds && allIsKnown) {
            illegal.add(entry.no() + ": " + entry.orderId() + " " + what);
        }
        return holds;
    }

    private static String nameOf(byte state) {
        return switch (state) {
            case OrderStates.HELD -> "HELD";
            case OrderStates.CONFIRMED -> "CONFIRMED";
            case OrderStates.RELEASED -> "RELEASED";
            case OrderStates.LATE -> "LATE";
            default -> "not open";
        };
    }

    /** Nothing comes any more: counts orders that should be released by then, and frees the orders. */
    void end(Instant releasedBy) {
        overdue = orders.heldUntilAtMost(releasedBy.toEpochMilli());
        orders = null;
    }

    /** Entries that cannot follow the earlier ones of their order. */
    Finding illegal() {
        return illegal;
    }

    /** Where the units are. */
    JournalUnits units(long allotment, long left) {
        return new JournalUnits(allotment, left, held, confirmed, released, late, overdue, haveALife);
    }
}

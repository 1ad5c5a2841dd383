package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be written and answered for a batch.
 *
 * @param decisions one for each request, in the batch's order
 * @param events everything new in the sale's journal, in order of {@code no}; empty when nothing needs a transaction
 * @param accepted those of them that are orders, in order of {@code seq}
 * @param batch names the transaction, as no other is named: the first new order, or an id of its own if there is none
 * @param writtenKeys new values of {@code {c}:orders} by field
 * @param writtenBuyers new values of {@code {c}:buyers} by field
 * @param returnedUnits units that buyers of whom nothing was read have given back, by field of {@code {c}:buyers}
 * @param writtenOrders new values of {@code {c}:states} by field
 * @param held new members of {@code {c}:held}, and those whose time has changed
 * @param heldNoMore members that leave it
 * @param writtenFields new values of {@code {c}:sale} by field, but for the figures that every batch changes
 * @param before the sale before it
 * @param prior the values that the fields of keys, buyers and orders had; fields without a value are absent
 * @param stock the sale's units before and after
 * @param soldBefore what it sells may not be sold any more from this time on; null if that is never
 * @param open whether the sale takes purchases after it
 * @param seen what the sale is like after it; null if there is none
 * @param overdue when the first hold ran out that could not be ended; null without any
 * @param damages why something that the sale remembers of a key or buyer could not be read, for each purchase that
 *     was refused because of it
 */
public record BatchPlan(
        List<Decision> decisions,
        List<OutboxEntry> events,
        List<OutboxEntry> accepted,
        OrderId batch,
        Map<String, byte[]> writtenKeys,
        Map<String, byte[]> writtenBuyers,
        Map<String, Long> returnedUnits,
        Map<String, byte[]> writtenOrders,
        List<HeldOrder> held,
        List<HeldOrder> heldNoMore,
        Map<String, String> writtenFields,
        SaleState before,
        Map<String, byte[]> prior,
        Stock stock,
        Instant soldBefore,
        boolean open,
        SaleSeen seen,
        Instant overdue,
        List<RuntimeException> damages) {

    /** The field of {@code {c}:sale} that has the units that were changed by hand so far. */
    public static final String BY_HAND = "byHand";

    /**
     * Units of a sale before and after a batch.
     *
     * @param counter what the counter had before, which may be below 0; null when there was none
     * @param left what is left after it
     * @param offeredBefore units offered before it; what somebody did to the counter by hand is in it
     * @param offered units offered after it
     */
    public record Stock(Long counter, long left, long offeredBefore, long offered) {

        /** What the counter has to be raised by; below 0 when units are taken from it. */
        public long change() {
            long before = counter == null ? 0 : counter;
            return left == Math.max(0, before) ? 0 : left - before;
        }

        /** What the counter has afterwards. */
        public long counterAfter() {
            return (counter == null ? 0 : counter) + change();
        }
    }

    /** The new events' ids, in order of {@code no}. */
    public List<EventId> ids() {
        return events.stream().map(OutboxEntry::id).toList();
    }

    /** The new events that no decision tells of, in order of {@code no}; most batches have none. */
    public List<OutboxEntry> others() {
        if (events.size() == accepted.size()) {
            return List.of();
        }
        Set<EventId> told = new HashSet<>();
        for (Decision decision : decisions) {
            if (decision.entry() != null) {
                told.add(decision.entry().id());
            }
        }
        return events.stream().filter(entry -> !told.contains(entry.id())).toList();
    }

    /** The number in the sale's journal of the last new event. There has to be one. */
    public long lastNo() {
        return events.get(events.size() - 1).event().no();
    }

    /** What the sale was like when the batch was decided. There has to be a new event. */
    public OutboxEntry.Offer offer() {
        return events.get(0).offer();
    }

    /** Units that were changed by hand so far, those of which this batch tells included. */
    public long byHand() {
        return SaleState.signed(BY_HAND, writtenFields.getOrDefault(BY_HAND, Long.toString(before.byHand())));
    }

    /** Whether it lays down a definition. */
    public boolean defines() {
        return writtenFields.containsKey("name");
    }

    /** How the attempt ended once all of it is written. */
    public Attempt.Decided decided() {
        return new Attempt.Decided(decisions, others(), stock.counterAfter(), open, null, holds(), seen, overdue);
    }

    private boolean holds() {
        String after = writtenFields.get(SaleState.HELD_ORDERS);
        return after == null ? before.heldOrders() > 0 : !after.equals("0");
    }
}

package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import java.util.List;
import java.util.Map;

/**
 * What is to be written and answered for a batch.
 *
 * @param decisions one for each purchase, in the batch's order
 * @param events everything new in the sale's journal, in order of {@code no}; empty when nothing needs a transaction
 * @param accepted those of them that are orders, in order of {@code seq}
 * @param batch names the transaction, as no other is named: the first new order, or an id of its own if there is none
 * @param writtenKeys new values of {@code {c}:orders} by field
 * @param writtenBuyers new values of {@code {c}:buyers} by field
 * @param prior the values that the fields of keys and buyers had; fields without a value are absent
 * @param offered units offered so far, for {@code allotment} of {@code {c}:sale}
 * @param open whether the sale takes purchases at all
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
        Map<String, byte[]> prior,
        long offered,
        boolean open,
        List<RuntimeException> damages) {

    /** The new events' ids, in order of {@code no}. */
    public List<EventId> ids() {
        return events.stream().map(OutboxEntry::id).toList();
    }

    /** The new events that are no orders; most batches have none. */
    public List<OutboxEntry> others() {
        return events.size() == accepted.size() ? List.of() : events.subList(0, events.size() - accepted.size());
    }

    /** The number in the sale's journal of the last new event. There has to be one. */
    public long lastNo() {
        return last().event().no();
    }

    /** What is left after the last new event. There has to be one. */
    public long lastLeft() {
        return last().event().left();
    }

    private OutboxEntry last() {
        return events.get(events.size() - 1);
    }

    /** What the sale was like when the batch was decided. There has to be a new event. */
    public OutboxEntry.Offer offer() {
        return events.get(0).offer();
    }

    /** How the attempt ended once all of it is written. */
    public Attempt.Decided decided(SaleState before) {
        return new Attempt.Decided(decisions, others(), before.left() - accepted.size(), open, null);
    }
}

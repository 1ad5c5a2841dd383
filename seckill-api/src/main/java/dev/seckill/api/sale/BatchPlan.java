package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import java.util.List;
import java.util.Map;

/**
 * What is to be written and answered for a batch.
 *
 * @param decisions one for each purchase, in the batch's order
 * @param accepted the new orders, in order of {@code seq}; empty when nothing needs a transaction
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
        List<OutboxEntry> accepted,
        Map<String, byte[]> writtenKeys,
        Map<String, byte[]> writtenBuyers,
        Map<String, byte[]> prior,
        long offered,
        boolean open,
        List<RuntimeException> damages) {

    /** The new orders' ids, in order of {@code seq}. */
    public List<OrderId> orders() {
        return accepted.stream().map(entry -> entry.order().orderId()).toList();
    }

    /** The first new order, which names the batch. There has to be one. */
    public OrderId first() {
        return accepted.get(0).order().orderId();
    }

    /** The number in the sale's journal of the last new order. There has to be one. */
    public long lastNo() {
        return accepted.get(accepted.size() - 1).event().no();
    }

    /** What the sale was like when the batch was decided. There has to be a new order. */
    public OutboxEntry.Offer offer() {
        return accepted.get(0).offer();
    }
}

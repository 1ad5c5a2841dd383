package dev.seckill.api.stock;

import java.util.Map;

/**
 * A sale as the order log tells it.
 *
 * @param allotment units offered
 * @param orders distinct orders; if the log is not whole, every number that may have been one
 * @param seq the highest number given, at least as many as there are orders
 * @param entries the newest entry of each purchase key, by the key's text
 * @param buyers units of each buyer, by the buyer's text
 */
public record RebuiltSale(
        long allotment, long orders, long seq, Map<String, OutboxEntry> entries, Map<String, Long> buyers) {

    /** @throws IllegalArgumentException if there are more orders than numbers */
    public RebuiltSale {
        if (orders > seq) {
            throw new IllegalArgumentException("more orders than numbers (orders=" + orders + ", seq=" + seq + ")");
        }
    }

    /** Units for sale: what was offered and no logged order has. Never below 0, even if the log has too many orders. */
    public long left() {
        return Math.max(0, allotment - orders);
    }

    /** Numbers of orders that were lost before they were logged; nobody was told "accepted" for them. */
    public long voided() {
        return seq - orders;
    }
}

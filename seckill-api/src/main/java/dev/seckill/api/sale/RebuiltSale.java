package dev.seckill.api.sale;

/**
 * A sale as the order log tells it.
 *
 * @param allotment units offered
 * @param orders distinct orders; if the log is not whole, every number that may have been one
 * @param seq the highest number given to an order, at least as many as there are orders
 * @param journal how the sale's journal goes on
 */
public record RebuiltSale(long allotment, long orders, long seq, RebuiltJournal journal) {

    /** @throws IllegalArgumentException if a figure is negative or there are more orders than numbers */
    public RebuiltSale {
        if (allotment < 0 || orders < 0) {
            throw new IllegalArgumentException("negative (allotment=" + allotment + ", orders=" + orders + ")");
        }
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

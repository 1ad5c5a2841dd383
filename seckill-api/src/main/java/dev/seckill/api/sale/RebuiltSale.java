package dev.seckill.api.sale;

import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SalePhase;
import java.util.List;

/**
 * A sale as the order log tells it.
 *
 * @param allotment units offered
 * @param orders distinct orders; if the log is not whole, every number that may have been one
 * @param sold units of these orders, those included that went back
 * @param released units of theirs that went back
 * @param seq the highest number given to an order, at least as many as there are orders
 * @param rules the newest event that says what was laid down and whether the sale is paused or closed, or null: none says it
 * @param journal how the sale's journal goes on
 */
public record RebuiltSale(
        long allotment,
        long orders,
        long sold,
        long released,
        long seq,
        SaleEvent.SaleChanged rules,
        RebuiltJournal journal) {

    /** @throws IllegalArgumentException if a figure is negative or there are more orders than numbers or units */
    public RebuiltSale {
        if (allotment < 0 || orders < 0) {
            throw new IllegalArgumentException("negative (allotment=" + allotment + ", orders=" + orders + ")");
        }
        if (orders > seq) {
            throw new IllegalArgumentException("more orders than numbers (orders=" + orders + ", seq=" + seq + ")");
        }
        if (sold < orders || released < 0 || released > sold) {
            throw new IllegalArgumentException("units do not fit the orders (orders=" + orders + ", sold=" + sold
                    + ", released=" + released + ")");
        }
    }

    /** This one when so many units went back. */
    public RebuiltSale withReleased(long units) {
        return new RebuiltSale(allotment, orders, sold, units, seq, rules, journal);
    }

    /** This one when these held orders are taken back as well. */
    public RebuiltSale takingBack(List<HeldOrder> held) {
        long units = held.stream().mapToLong(HeldOrder::quantity).sum();
        return new RebuiltSale(allotment, orders, sold, released + units, seq, rules, journal.takingBack(held));
    }

    /** Units that orders have more than were offered: a release was lost whose units were sold again. */
    public long oversold() {
        return Math.max(0, taken() - allotment);
    }

    /** Units that orders have. */
    public long taken() {
        return sold - released;
    }

    /** Units for sale: what was offered and no logged order has. Never below 0, even if the log has too many orders. */
    public long left() {
        return Math.max(0, allotment - taken());
    }

    /** Numbers of orders that were lost before they were logged; nobody was told "accepted" for them. */
    public long voided() {
        return seq - orders;
    }

    /** Whether it takes purchases from now on: as its operator wanted it. */
    public SalePhase phase() {
        return rules == null ? SalePhase.OPEN : rules.state();
    }
}

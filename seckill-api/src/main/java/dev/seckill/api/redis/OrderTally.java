package dev.seckill.api.redis;

import dev.seckill.api.sale.HeldOrder;
import java.util.List;

/**
 * How far the orders of a rebuilt sale got of which something may become yet, or has become.
 *
 * @param orders how many there are
 * @param held those that are held
 * @param heldUnits their units
 * @param released those that gave their units back
 * @param releasedUnits units that went back from orders whose acceptance was read, each order's once
 * @param odd orders some event of which contradicts the others, and does not count as it stands
 * @param firstOdd the first few of them, each with the reason
 * @param forgotten orders that are not remembered any more because they may have ended in a part of the log that is lost
 */
public record OrderTally(
        long orders,
        long held,
        long heldUnits,
        long released,
        long releasedUnits,
        long odd,
        List<String> firstOdd,
        long forgotten) {

    /** That of a sale that remembers no orders. */
    public static final OrderTally NONE = new OrderTally(0, 0, 0, 0, 0, 0, List.of(), 0);

    /** This one when these held orders are released. */
    OrderTally takingBack(List<HeldOrder> orders) {
        long units = orders.stream().mapToLong(HeldOrder::quantity).sum();
        return new OrderTally(
                this.orders,
                held - orders.size(),
                heldUnits - units,
                released + orders.size(),
                releasedUnits + units,
                odd,
                firstOdd,
                forgotten);
    }

    public OrderTally {
        firstOdd = List.copyOf(firstOdd);
    }
}

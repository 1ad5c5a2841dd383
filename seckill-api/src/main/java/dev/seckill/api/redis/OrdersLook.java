package dev.seckill.api.redis;

import dev.seckill.api.sale.HeldOrder;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.SaleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The part of a look that is about orders of which something may become yet. A sale that remembers none is not asked.
 *
 * @param remembered how many orders the sale remembers
 * @param due held orders whose time may be over, the earliest first
 * @param lost what is gone of what the sale remembers of its orders; what is of another type, or cannot be read, counts as gone
 */
record OrdersLook(long remembered, List<HeldOrder> due, Set<SaleLoss> lost) {

    /** How many replies {@link #send} brings. */
    static final int REPLIES = 3;

    /** Whether a sale has to be asked: it remembers orders, or may from the next one on. */
    static boolean isNeeded(SaleState state, boolean marksOrders) {
        return marksOrders || state.definition().holds().remembersOrders();
    }

    /**
     * Queues it. The replies may be errors.
     *
     * @param latest the latest that Redis's clock can show now; what is held for longer is not due
     * @param most how many orders that are due it brings
     */
    static void send(RedisLink link, SaleKeys keys, Instant latest, int most) {
        link.send(Command.HLEN, keys.states);
        link.send(Command.ZCARD, keys.held);
        link.send(
                Command.ZRANGEBYSCORE, // as Redis before 6.2 has it, too
                keys.held,
                SaleKeys.bytes("-inf"),
                SaleKeys.bytes(Long.toString(latest.toEpochMilli())),
                SaleKeys.bytes("WITHSCORES"),
                SaleKeys.bytes("LIMIT"),
                SaleKeys.bytes("0"),
                SaleKeys.bytes(Integer.toString(most)));
    }

    /**
     * Reads the replies to {@link #send}.
     *
     * @param heldOrders how many orders have to be held
     * @param marksOrders whether the sale's hash says that states have to be there
     * @throws JedisDataException if Redis refused a command for another reason than what its key holds
     */
    static OrdersLook of(long heldOrders, boolean marksOrders, List<Object> replies) {
        Set<SaleLoss> lost = EnumSet.noneOf(SaleLoss.class);
        if (isUnusable(replies.get(0)) || marksOrders && (Long) replies.get(0) == 0) {
            lost.add(SaleLoss.STATES);
        }
        if (isUnusable(replies.get(1)) || (Long) replies.get(1) != heldOrders) {
            lost.add(SaleLoss.HELD);
        }
        List<HeldOrder> due = new ArrayList<>();
        List<Object> members = isUnusable(replies.get(2)) ? List.of() : RedisReply.list(replies.get(2));
        for (int i = 0; i < members.size(); i += 2) {
            try {
                due.add(HeldOrder.parse(
                        RedisReply.text(members.get(i)), Long.parseLong(RedisReply.text(members.get(i + 1)))));
            } catch (IllegalArgumentException e) {
                lost.add(SaleLoss.HELD); // somebody else wrote it, so one that was there may be gone
            }
        }
        return new OrdersLook(isUnusable(replies.get(0)) ? 0 : (Long) replies.get(0), due, lost);
    }

    /** What is remembered of an order; null for nothing, and for what somebody else wrote. */
    static OrderRecord readable(Object state) {
        try {
            return state == null ? null : OrderRecord.parse(RedisReply.text(state));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static boolean isUnusable(Object reply) {
        if (!(reply instanceof JedisDataException failure)) {
            return false;
        }
        if (!RedisReply.isOfAnotherType(failure)) {
            throw failure;
        }
        return true;
    }
}

package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.sale.HeldOrder;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.StoredFields;
import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;

/** Held orders of those that {@code recover} has gathered which are to be held no more. Used by one thread. */
final class HeldTakenBack {

    private static final int CHUNK = 1000;

    private final RedisLink link;
    private final SaleKeys keys;

    HeldTakenBack(RedisLink link, SaleKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    /** The orders whose time is over first, so many that together they have the units; all if they have fewer. */
    List<HeldOrder> earliest(long units) {
        List<HeldOrder> earliest = new ArrayList<>();
        long missing = units;
        List<HeldOrder> next = from(0);
        while (missing > 0 && !next.isEmpty()) {
            for (HeldOrder order : next) {
                if (missing > 0) {
                    earliest.add(order);
                    missing -= order.quantity();
                }
            }
            next = from(earliest.size());
        }
        return earliest;
    }

    private List<HeldOrder> from(int rank) {
        link.open();
        link.send(
                Command.ZRANGE,
                keys.recoveringHeld,
                SaleKeys.bytes(Integer.toString(rank)),
                SaleKeys.bytes(Integer.toString(rank + CHUNK - 1)),
                SaleKeys.bytes("WITHSCORES"));
        List<Object> members = RedisReply.list(link.replies(1).get(0));
        List<HeldOrder> orders = new ArrayList<>();
        for (int i = 0; i < members.size(); i += 2) {
            orders.add(HeldOrder.parse(
                    RedisReply.text(members.get(i)), Long.parseLong(RedisReply.text(members.get(i + 1)))));
        }
        return orders;
    }

    /**
     * Notes that they are released.
     *
     * @param events what tells of each of them, in the same order
     * @param epoch the life of the sale to which the events belong
     */
    void release(List<HeldOrder> orders, List<SaleEvent.Released> events, long epoch) {
        Map<String, byte[]> states = new LinkedHashMap<>();
        link.open();
        int sent = 2;
        for (int i = 0; i < orders.size(); i++) {
            HeldOrder order = orders.get(i);
            OrderRecord released = OrderRecord.released(order, events.get(i), epoch);
            states.put(order.id().toString(), released.toString().getBytes(UTF_8));
            if (order.buyer() != null) {
                link.send(
                        Command.HINCRBY,
                        keys.recoveringBuyers,
                        StoredFields.of(order.buyer()).getBytes(UTF_8),
                        SaleKeys.bytes(Long.toString(-order.quantity())));
                sent++;
            }
        }
        link.send(Command.HSET, SaleKeys.withValues(keys.recoveringStates, states));
        link.send(Command.ZREM, SaleKeys.withMembers(keys.recoveringHeld, orders));
        link.replies(sent);
    }
}

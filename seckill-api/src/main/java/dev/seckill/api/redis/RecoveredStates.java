package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.OrderTrail;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;

/**
 * What a sale remembers of orders of which something may become yet, gathered event by event in a hash beside the one in use.
 * An order's events come in any order, so first each field holds an {@link OrderTrail}; {@link SettledStates} makes of it what
 * the sale remembers. Used by one thread.
 */
final class RecoveredStates {

    private final RedisLink link;
    private final SaleKeys keys;
    private final Map<OrderId, OrderTrail> taken = new HashMap<>();
    private boolean any;

    RecoveredStates(RedisLink link, SaleKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    /** Takes an event, perhaps again; one of an order that stays as it was accepted is of no interest. */
    void add(SaleEvent.OfOrder event, long epoch) {
        if (!(event instanceof SaleEvent.Accepted accepted) || accepted.isOpen()) {
            taken.computeIfAbsent(event.orderId(), id -> new OrderTrail()).add(event, epoch);
        }
    }

    /** How many orders are in memory. */
    int size() {
        return taken.size();
    }

    /** Sends to Redis what is still here of what was taken. */
    void write() {
        if (taken.isEmpty()) {
            return;
        }
        Map<OrderId, OrderTrail> trails = new LinkedHashMap<>();
        List<OrderId> ids = List.copyOf(taken.keySet());
        link.send(Command.HMGET, SaleKeys.with(keys.recoveringStates, ids));
        List<Object> before = RedisReply.list(link.replies(1).get(0));
        for (int i = 0; i < ids.size(); i++) {
            OrderTrail trail = taken.get(ids.get(i));
            if (before.get(i) != null) {
                trail = OrderTrail.parse(RedisReply.text(before.get(i))).and(trail);
            }
            trails.put(ids.get(i), trail);
        }
        put(trails);
        taken.clear();
    }

    private void put(Map<OrderId, OrderTrail> trails) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        trails.forEach((id, trail) -> fields.put(id.toString(), trail.toString().getBytes(UTF_8)));
        link.send(Command.HSET, SaleKeys.withValues(keys.recoveringStates, fields));
        link.replies(1);
        any = true;
    }

    /** Adds what the hash in use knows, for a log that has lost its beginning. */
    void addRemembered() {
        HashScan.of(link, keys.states, this::addRemembered);
    }

    private void addRemembered(List<Object> fields) {
        for (int i = 0; i < fields.size(); i += 2) {
            OrderId id;
            OrderRecord order;
            try {
                id = OrderId.parse(RedisReply.text(fields.get(i)));
                order = OrderRecord.parse(RedisReply.text(fields.get(i + 1)));
            } catch (IllegalArgumentException e) {
                continue; // somebody else wrote it
            }
            taken.computeIfAbsent(id, any -> new OrderTrail()).remembers(order);
        }
        write();
    }

    /** Whether there is an order. */
    boolean any() {
        write();
        return any;
    }
}

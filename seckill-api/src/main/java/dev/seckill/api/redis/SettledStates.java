package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.sale.HeldOrder;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.OrderTrail;
import dev.seckill.api.sale.StoredFields;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.OrderState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Protocol.Command;

/**
 * Turns the trails of {@link RecoveredStates} into what the sale remembers of its orders, a part at a time: the state of each,
 * those that are held, and the units that buyers have given back. A field that the scan brings twice is a trail only the first
 * time. Used once, by one thread.
 */
final class SettledStates {

    private static final int TOLD_MAX = 3;

    private final RedisLink link;
    private final SaleKeys keys;
    private final boolean whole;
    private final boolean older;
    private final List<String> firstOdd = new ArrayList<>();
    private long orders;
    private long held;
    private long heldUnits;
    private long released;
    private long releasedUnits;
    private long odd;
    private long forgotten;

    /**
     * One that has read nothing.
     *
     * @param whole whether the log has its beginning, so that an order that nothing accepts was never accepted
     * @param older whether Redis is older than the log, which may have lost how an order ended that Redis remembers
     */
    SettledStates(RedisLink link, SaleKeys keys, boolean whole, boolean older) {
        this.link = link;
        this.keys = keys;
        this.whole = whole;
        this.older = older;
    }

    /** Does it, and says what came out. */
    OrderTally run() {
        HashScan.of(link, keys.recoveringStates, this::settle);
        return new OrderTally(orders, held, heldUnits, released, releasedUnits, odd, firstOdd, forgotten);
    }

    private void settle(List<Object> fields) {
        Map<OrderId, OrderTrail> trails = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            String text = RedisReply.text(fields.get(i + 1));
            if (OrderTrail.isTrail(text)) {
                trails.put(OrderId.parse(RedisReply.text(fields.get(i))), OrderTrail.parse(text));
            }
        }
        Map<String, byte[]> states = new LinkedHashMap<>();
        List<OrderId> unknown = new ArrayList<>();
        List<HeldOrder> holds = new ArrayList<>();
        Map<String, Long> returned = new LinkedHashMap<>();
        trails.forEach((id, trail) -> {
            tellIfOdd(id, trail);
            Optional<OrderRecord> outcome = trail.outcome();
            if (outcome.isEmpty()) {
                unknown.add(id);
                return;
            }
            if (older && trail.mayHaveEndedUnseen()) {
                unknown.add(id); // its units may have been sold again, and must not come back twice
                forgotten++;
                return;
            }
            OrderRecord order = outcome.get();
            states.put(id.toString(), order.toString().getBytes(UTF_8));
            count(order, trail.isAccepted());
            if (order.state() == OrderState.HELD) {
                holds.add(HeldOrder.of(id, order));
            }
            if (order.state() == OrderState.RELEASED && trail.isAccepted() && order.buyer() != null) {
                returned.merge(StoredFields.of(order.buyer()), order.quantity(), Math::addExact);
            }
        });
        write(states, unknown, holds, returned);
    }

    private void tellIfOdd(OrderId id, OrderTrail trail) {
        if (trail.contradiction().isEmpty() || !whole && trail.outcome().isEmpty()) {
            return;
        }
        odd++;
        if (firstOdd.size() < TOLD_MAX) {
            firstOdd.add(id + " (" + trail.contradiction().get() + ")");
        }
    }

    private void count(OrderRecord order, boolean isAccepted) {
        orders++;
        if (order.state() == OrderState.HELD) {
            held++;
            heldUnits += order.quantity();
        } else if (order.state() == OrderState.RELEASED) {
            released++;
            releasedUnits += isAccepted ? order.quantity() : 0;
        }
    }

    private void write(
            Map<String, byte[]> states, List<OrderId> unknown, List<HeldOrder> holds, Map<String, Long> returned) {
        link.open();
        int sent = 0;
        if (!states.isEmpty()) {
            link.send(Command.HSET, SaleKeys.withValues(keys.recoveringStates, states));
            sent++;
        }
        if (!unknown.isEmpty()) {
            link.send(Command.HDEL, SaleKeys.with(keys.recoveringStates, unknown));
            sent++;
        }
        if (!holds.isEmpty()) {
            link.send(Command.ZADD, SaleKeys.withScores(keys.recoveringHeld, holds));
            sent++;
        }
        for (Map.Entry<String, Long> buyer : returned.entrySet()) {
            link.send(
                    Command.HINCRBY,
                    keys.recoveringBuyers,
                    buyer.getKey().getBytes(UTF_8),
                    SaleKeys.bytes(Long.toString(-buyer.getValue())));
            sent++;
        }
        link.replies(sent);
    }
}

package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.HeldOrder;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.event.OrderState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import redis.clients.jedis.Protocol.Command;

/**
 * What a transaction has left of its orders in {@code {c}:states} and {@code {c}:held}, and of units that came back in
 * {@code {c}:buyers}. Later batches may have changed each of these orders again; but the two always agree. Used once.
 */
final class OrderTraces {

    private final BatchPlan plan;
    private final List<String> orders;
    private final List<HeldOrder> members;
    private final List<String> buyers;
    private List<Object> replies;

    OrderTraces(BatchPlan plan) {
        this.plan = plan;
        this.orders = List.copyOf(plan.writtenOrders().keySet());
        this.members =
                Stream.concat(plan.held().stream(), plan.heldNoMore().stream()).toList();
        this.buyers = List.copyOf(plan.returnedUnits().keySet());
    }

    /** Queues the look. Returns the number of replies to expect, which may be errors. */
    int send(RedisLink link, SaleKeys keys) {
        if (!orders.isEmpty()) {
            link.send(Command.HMGET, SaleKeys.withFields(keys.states, orders));
        }
        members.forEach(
                member -> link.send(Command.ZSCORE, keys.held, member.toString().getBytes(UTF_8)));
        if (!buyers.isEmpty()) {
            link.send(Command.HMGET, SaleKeys.withFields(keys.buyers, buyers));
        }
        return (orders.isEmpty() ? 0 : 1) + members.size() + (buyers.isEmpty() ? 0 : 1);
    }

    /** Takes the replies to {@link #send}. */
    void found(List<Object> there) {
        replies = there;
    }

    /** Whether all of it is there, or what became of it since. */
    boolean areWhole() {
        Map<String, OrderRecord> now = new HashMap<>();
        List<Object> states = states();
        for (int i = 0; i < states.size(); i++) {
            OrderRecord order = OrdersLook.readable(states.get(i));
            if (order == null || isBefore(order, written(orders.get(i)))) {
                return false;
            }
            now.put(orders.get(i), order);
        }
        return now.size() == orders.size() && agreeWith(now) && haveUnitsBack();
    }

    private List<Object> states() {
        return orders.isEmpty() || !(replies.get(0) instanceof List<?>) ? List.of() : RedisReply.list(replies.get(0));
    }

    private OrderRecord written(String order) {
        return OrderRecord.parse(new String(plan.writtenOrders().get(order), UTF_8));
    }

    private static boolean isBefore(OrderRecord order, OrderRecord written) {
        return order.epoch() == written.epoch() ? order.no() < written.no() : order.epoch() < written.epoch();
    }

    private boolean agreeWith(Map<String, OrderRecord> now) {
        int scoresAt = orders.isEmpty() ? 0 : 1;
        for (int i = 0; i < members.size(); i++) {
            OrderRecord order = now.get(members.get(i).id().toString());
            Object score = replies.get(scoresAt + i);
            boolean agrees = order.state() == OrderState.HELD
                    ? score instanceof byte[] text
                            && RedisReply.text(text)
                                    .equals(Long.toString(order.heldUntil().toEpochMilli()))
                    : score == null;
            if (!agrees) {
                return false;
            }
        }
        return true;
    }

    /** How many they were before, nobody has read; but what is no number was not changed. */
    private boolean haveUnitsBack() {
        if (buyers.isEmpty()) {
            return true;
        }
        if (!(replies.get(replies.size() - 1) instanceof List<?> units)) {
            return false;
        }
        try {
            units.forEach(value -> SaleState.signed("units of a buyer", RedisReply.text(value)));
            return !units.contains(null);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether an order of the batch stands there as it was made, which nobody else can have written. */
    boolean hasKeptAnOrder() {
        List<Object> states = states();
        List<String> made = new ArrayList<>();
        for (OutboxEntry entry : plan.accepted()) {
            made.add(entry.order().orderId().toString());
        }
        for (int i = 0; i < states.size(); i++) {
            if (made.contains(orders.get(i))
                    && Arrays.equals(plan.writtenOrders().get(orders.get(i)), (byte[]) states.get(i))) {
                return true;
            }
        }
        return false;
    }
}

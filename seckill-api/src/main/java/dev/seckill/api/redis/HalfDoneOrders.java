package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.HeldOrder;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.OrderState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.Protocol.Command;

/**
 * Puts the orders of a half-done batch back as they were before it, but for those that somebody has changed since. Units that
 * buyers were to give back are left alone: whether they did cannot be told, and recover counts them anew. Used once.
 */
final class HalfDoneOrders {

    private final BatchPlan plan;
    private final RedisLink link;
    private final SaleKeys keys;
    private final List<String> untouched;

    /** Reads how they stand, in one trip or none. */
    HalfDoneOrders(BatchPlan plan, RedisLink link, SaleKeys keys) {
        this.plan = plan;
        this.link = link;
        this.keys = keys;
        this.untouched = untouched(List.copyOf(plan.writtenOrders().keySet()));
    }

    private List<String> untouched(List<String> orders) {
        if (orders.isEmpty()) {
            return orders;
        }
        link.send(Command.HMGET, SaleKeys.withFields(keys.states, orders));
        Object reply = link.repliesWithErrors(1).get(0);
        if (OrdersLook.isUnusable(reply)) {
            return orders;
        }
        List<Object> values = RedisReply.list(reply);
        List<String> untouched = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            if (isUntouched((byte[]) values.get(i), plan.writtenOrders().get(orders.get(i)))) {
                untouched.add(orders.get(i));
            }
        }
        return untouched;
    }

    private boolean isUntouched(byte[] value, byte[] written) {
        if (value == null || Arrays.equals(value, written)) {
            return true;
        }
        OrderRecord order = OrdersLook.readable(value);
        return order != null && order.no() < plan.events().get(0).event().no();
    }

    /**
     * Queues what puts them back, as part of a transaction.
     *
     * @param isNewest whether the sale's figures are those of the batch
     * @return the number of replies to expect, some of which may be errors
     */
    int sendUndo(boolean isNewest) {
        Map<OrderId, OrderRecord> before = new HashMap<>();
        plan.heldNoMore().forEach(order -> before.put(order.id(), asItWas(order)));
        for (String order : untouched) {
            OrderRecord read = OrdersLook.readable(plan.prior().get(order));
            if (read != null) {
                before.put(OrderId.parse(order), read);
            }
        }
        before.keySet().removeIf(order -> !untouched.contains(order.toString()));
        Set<OrderId> made = plan.accepted().stream()
                .map(OutboxEntry::order)
                .map(order -> order.orderId())
                .collect(Collectors.toSet());
        made.removeIf(order -> !untouched.contains(order.toString()));
        return sendStates(made, before) + sendHeld(made, before) + (isNewest ? sendFigures() : 0);
    }

    private int sendStates(Set<OrderId> made, Map<OrderId, OrderRecord> before) {
        if (!made.isEmpty()) {
            link.send(Command.HDEL, SaleKeys.with(keys.states, List.copyOf(made)));
        }
        if (!before.isEmpty()) {
            Map<String, byte[]> values = new HashMap<>();
            before.forEach(
                    (id, order) -> values.put(id.toString(), order.toString().getBytes(UTF_8)));
            link.send(Command.HSET, SaleKeys.withValues(keys.states, values));
        }
        return (made.isEmpty() ? 0 : 1) + (before.isEmpty() ? 0 : 1);
    }

    private int sendHeld(Set<OrderId> made, Map<OrderId, OrderRecord> before) {
        List<HeldOrder> added =
                plan.held().stream().filter(order -> made.contains(order.id())).toList();
        List<HeldOrder> again = before.entrySet().stream()
                .filter(order -> order.getValue().state() == OrderState.HELD)
                .map(order -> HeldOrder.of(order.getKey(), order.getValue()))
                .toList();
        if (!added.isEmpty()) {
            link.send(Command.ZREM, SaleKeys.withMembers(keys.held, added));
        }
        if (!again.isEmpty()) {
            link.send(Command.ZADD, SaleKeys.withScores(keys.held, again));
        }
        return (added.isEmpty() ? 0 : 1) + (again.isEmpty() ? 0 : 1);
    }

    private int sendFigures() {
        Map<String, String> figures = new HashMap<>();
        figures.put(SaleState.HELD, Long.toString(plan.before().held()));
        figures.put(SaleState.HELD_ORDERS, Long.toString(plan.before().heldOrders()));
        figures.keySet().retainAll(plan.writtenFields().keySet());
        if (figures.isEmpty()) {
            return 0;
        }
        link.send(Command.HSET, SaleKeys.withTexts(keys.sale, figures));
        return 1;
    }

    /** All that was read of a hold that ran out; the event that made it is older than the batch, and so counts as logged. */
    private OrderRecord asItWas(HeldOrder held) {
        return new OrderRecord(
                OrderState.HELD,
                Math.max(1, plan.before().lastNo()),
                plan.before().epoch(),
                held.decidedAt(),
                held.quantity(),
                held.decidedAt(),
                held.heldUntil(),
                true,
                held.cancellable(),
                false,
                false,
                held.buyer());
    }
}

package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The orders that a sale remembers, as they change from one request of a batch to the next. Used for one batch. */
final class RunningOrders {

    private final Map<String, byte[]> prior;
    private final Map<OrderId, OrderRecord> written = new LinkedHashMap<>();
    private final Set<OrderId> made = new HashSet<>();
    private final Map<OrderId, HeldOrder> held = new LinkedHashMap<>();
    private final List<HeldOrder> heldNoMore = new ArrayList<>();
    private final long unitsBefore;
    private final long ordersBefore;
    private final long rememberedBefore;
    private long units;
    private long orders;

    /** @param prior what the fields of {@code {c}:states} had that were read */
    RunningOrders(SaleState before, Map<String, byte[]> prior) {
        this.prior = prior;
        this.unitsBefore = before.held();
        this.ordersBefore = before.heldOrders();
        this.rememberedBefore = before.remembered();
        this.units = unitsBefore;
        this.orders = ordersBefore;
    }

    /** Units of the orders that are held. */
    long unitsHeld() {
        return units;
    }

    /** How many orders are held. */
    long held() {
        return orders;
    }

    /** How many orders are remembered. */
    long remembered() {
        return rememberedBefore + made.size();
    }

    /**
     * What is remembered of an order; null if nothing is.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    OrderRecord of(OrderId id) {
        OrderRecord record = written.get(id);
        if (record != null) {
            return record;
        }
        byte[] bytes = prior.get(id.toString());
        return bytes == null ? null : OrderRecord.parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The number of the newest event about it; unknown if what is remembered of it was not read, or cannot be. */
    long newestNo(OrderId id) {
        try {
            OrderRecord record = of(id);
            return record == null ? SaleEvent.OfOrder.UNKNOWN : record.no();
        } catch (IllegalArgumentException e) {
            return SaleEvent.OfOrder.UNKNOWN; // who asks for the order is told of that; its units go back all the same
        }
    }

    /** An order was accepted. */
    void made(OrderId id, OrderRecord order) {
        made.add(id);
        written.put(id, order);
        if (order.heldUntil() != null) {
            held.put(id, HeldOrder.of(id, order));
            units += order.quantity();
            orders++;
        }
    }

    /** An order has its units for longer. */
    void extended(OrderId id, OrderRecord order) {
        written.put(id, order);
        held.put(id, HeldOrder.of(id, order));
    }

    /** An order that was held is so no more. */
    void settled(HeldOrder before, OrderRecord order) {
        written.put(before.id(), order);
        held.remove(before.id());
        if (!made.contains(before.id())) {
            heldNoMore.add(before);
        }
        units -= before.quantity();
        orders--;
    }

    /** Something became of an order that was not held. */
    void changed(OrderId id, OrderRecord order) {
        written.put(id, order);
    }

    Map<String, byte[]> written() {
        Map<String, byte[]> fields = new HashMap<>();
        written.forEach(
                (id, order) -> fields.put(id.toString(), order.toString().getBytes(StandardCharsets.UTF_8)));
        return fields;
    }

    List<HeldOrder> newlyHeld() {
        return List.copyOf(held.values());
    }

    List<HeldOrder> heldNoMore() {
        return heldNoMore;
    }

    /** The figures of {@code {c}:sale} that have changed. */
    Map<String, String> writtenFields() {
        return units == unitsBefore && orders == ordersBefore
                ? Map.of()
                : Map.of(SaleState.HELD, Long.toString(units), SaleState.HELD_ORDERS, Long.toString(orders));
    }
}

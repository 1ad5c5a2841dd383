package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a batch says of orders of which more may come, or has come, than their acceptance. Of sales in which nothing becomes
 * of an order there is none, so they pay nothing for this. In the order of the ids, so that no two writers wait for each
 * other in a circle.
 */
final class OrderLives {

    private final Map<Key, OrderLife> lives = new TreeMap<>();

    /** An order id names an order of one sale; an event of another sale that bears it is about no order. */
    record Key(String orderId, String sale) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byId = orderId.compareTo(other.orderId);
            return byId == 0 ? sale.compareTo(other.sale) : byId;
        }
    }

    private OrderLives(List<? extends SaleEvent> batch) {
        for (SaleEvent event : batch) {
            if (event instanceof SaleEvent.OfOrder ofOrder && isOpen(ofOrder)) {
                lives.computeIfAbsent(keyOf(ofOrder), first -> new OrderLife()).add(ofOrder);
            }
        }
    }

    static OrderLives of(List<? extends SaleEvent> batch) {
        return new OrderLives(batch);
    }

    /** Whether the event is one of several that an order may have. */
    private static boolean isOpen(SaleEvent.OfOrder event) {
        return !(event instanceof SaleEvent.Accepted accepted) || accepted.isOpen();
    }

    private static Key keyOf(SaleEvent.OfOrder event) {
        return new Key(event.orderId().toString(), event.sale().value());
    }

    boolean isEmpty() {
        return lives.isEmpty();
    }

    /** What the batch makes of an order that it accepts. */
    OrderLife of(SaleEvent.Accepted accepted) {
        OrderLife life = accepted.isOpen() ? lives.get(keyOf(accepted)) : null;
        return life == null ? OrderLife.of(accepted) : life;
    }

    /** Orders that other batches have accepted, or will accept. */
    List<Map.Entry<Key, OrderLife>> acceptedElsewhere() {
        return lives.entrySet().stream()
                .filter(life -> !life.getValue().isAccepted())
                .toList();
    }

    /** The ids of all. */
    List<String> ids() {
        return idsOf(lives.keySet().stream());
    }

    /** The ids of those that the batch accepts. */
    List<String> acceptedIds() {
        return idsOf(lives.entrySet().stream()
                .filter(life -> life.getValue().isAccepted())
                .map(Map.Entry::getKey));
    }

    /** How many events those that the batch accepts are made of. */
    long acceptedEvents() {
        return lives.values().stream()
                .filter(OrderLife::isAccepted)
                .mapToLong(OrderLife::events)
                .sum();
    }

    private static List<String> idsOf(Stream<Key> keys) {
        return keys.map(Key::orderId).distinct().toList();
    }
}

package dev.seckill.api.outbox;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The outboxes of sales that can be unsound, rebuilt or out of reach. */
final class InMemoryOutbox implements Outbox {

    private final Map<EventId, OutboxEntry> entries = new LinkedHashMap<>();
    private final Set<SaleId> unsound = new HashSet<>();
    private final Map<SaleId, Long> epochs = new HashMap<>();
    private final Set<SaleId> holding = new HashSet<>();
    private final Set<SaleId> outOfReach = new HashSet<>();
    private boolean away;
    private boolean closed;
    private int beats;
    private int looks;
    private Map<SaleId, Integer> toldUnlogged = Map.of();

    synchronized void add(OutboxEntry entry) {
        entries.put(entry.id(), entry);
    }

    synchronized void sound(SaleId sale, boolean isSound) {
        if (isSound) {
            unsound.remove(sale);
        } else {
            unsound.add(sale);
        }
    }

    synchronized void holds(SaleId sale) {
        holding.add(sale);
    }

    synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** The server of this sale alone is away. */
    synchronized void outOfReach(SaleId sale, boolean is) {
        if (is) {
            outOfReach.add(sale);
        } else {
            outOfReach.remove(sale);
        }
    }

    synchronized void rebuiltAt(SaleId sale, long millis) {
        epochs.put(sale, millis);
    }

    synchronized Set<EventId> left() {
        return Set.copyOf(entries.keySet());
    }

    /** How often it was asked for its orders. */
    synchronized int looks() {
        return looks;
    }

    /** How often the relay told that its instance lives, or tried to. */
    synchronized int beats() {
        return beats;
    }

    synchronized Map<SaleId, Integer> toldUnlogged() {
        return toldUnlogged;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void beat(Instant now, Map<SaleId, Integer> unlogged) {
        beats++;
        if (away) {
            throw new IllegalStateException("The store is away.");
        }
        toldUnlogged = unlogged;
    }

    @Override
    public synchronized Map<SaleId, List<EventId>> events(int most) {
        looks++;
        return entries.keySet().stream().collect(Collectors.groupingBy(EventId::sale));
    }

    @Override
    public synchronized Map<SaleId, Long> counts() {
        return entries.keySet().stream().collect(Collectors.groupingBy(EventId::sale, Collectors.counting()));
    }

    @Override
    public synchronized Set<SaleId> holding() {
        return Set.copyOf(holding);
    }

    @Override
    public synchronized List<OutboxEntry> entries(List<EventId> orders) {
        return orders.stream().map(entries::get).filter(Objects::nonNull).toList();
    }

    @Override
    public synchronized List<EventId> missing(List<EventId> orders) {
        return orders.stream().filter(order -> !entries.containsKey(order)).toList();
    }

    @Override
    public synchronized List<EventId> settle(List<EventId> events) {
        List<EventId> left = events.stream()
                .filter(event -> outOfReach.contains(event.sale()))
                .toList();
        events.stream().filter(event -> !left.contains(event)).forEach(entries::remove);
        return left;
    }

    @Override
    public synchronized Map<SaleId, Long> epochs(Collection<SaleId> sales) {
        return sales.stream()
                .filter(sale -> !outOfReach.contains(sale))
                .collect(Collectors.toMap(sale -> sale, sale -> epochs.getOrDefault(sale, 0L)));
    }

    @Override
    public synchronized Set<SaleId> sound(Collection<SaleId> sales) {
        return sales.stream().filter(sale -> !unsound.contains(sale)).collect(Collectors.toSet());
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}

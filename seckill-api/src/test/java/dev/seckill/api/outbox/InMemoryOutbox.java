package dev.seckill.api.outbox;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An outbox whose sale can be unsound, rebuilt or out of reach. */
final class InMemoryOutbox implements Outbox {

    private final Map<EventId, OutboxEntry> entries = new LinkedHashMap<>();
    private boolean sound = true;
    private boolean away;
    private boolean closed;
    private long epoch;
    private int beats;
    private int looks;
    private int toldUnlogged;

    synchronized void add(OutboxEntry entry) {
        entries.put(entry.id(), entry);
    }

    synchronized void sound(boolean isSound) {
        sound = isSound;
    }

    synchronized void away(boolean isAway) {
        away = isAway;
    }

    synchronized void rebuiltAt(long millis) {
        epoch = millis;
    }

    /** How often it was asked for its orders. */
    synchronized int looks() {
        return looks;
    }

    /** How often the relay told that its instance lives, or tried to. */
    synchronized int beats() {
        return beats;
    }

    synchronized int toldUnlogged() {
        return toldUnlogged;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void beat(Instant now, int unlogged) {
        beats++;
        if (away) {
            throw new IllegalStateException("The store is away.");
        }
        toldUnlogged = unlogged;
    }

    @Override
    public synchronized List<EventId> orders(int most) {
        looks++;
        return List.copyOf(entries.keySet());
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
    public synchronized long epoch() {
        return epoch;
    }

    @Override
    public synchronized boolean isSound() {
        return sound;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}

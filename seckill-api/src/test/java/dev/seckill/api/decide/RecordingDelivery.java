package dev.seckill.api.decide;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A delivery that acknowledges at once, unless it was told to hold orders back. */
public final class RecordingDelivery implements OrderDelivery {

    private final Map<EventId, OutboxEntry> delivered = new LinkedHashMap<>();
    private final List<Listener> held = new ArrayList<>();
    private final List<EventId> logged = new ArrayList<>();
    private boolean holding;
    private String refusal;

    synchronized void hold() {
        holding = true;
    }

    synchronized void refuse(String why) {
        refusal = why;
    }

    /** The orders among them. */
    synchronized List<OutboxEntry> delivered() {
        return delivered.values().stream()
                .filter(entry -> entry.order() != null)
                .toList();
    }

    synchronized List<OutboxEntry> others() {
        return delivered.values().stream()
                .filter(entry -> entry.order() == null)
                .toList();
    }

    @Override
    public synchronized String refusal() {
        return refusal;
    }

    @Override
    public synchronized void deliver(OutboxEntry entry, Listener listener) {
        delivered.put(entry.id(), entry);
        if (listener == null) {
            logged.add(entry.id());
        } else if (holding) {
            held.add(listener);
        } else {
            logged.add(entry.id());
            listener.logged();
        }
    }

    synchronized void release() {
        held.forEach(Listener::logged);
        held.clear();
    }

    @Override
    public synchronized boolean join(EventId order, Listener listener) {
        boolean known = delivered.containsKey(order);
        if (known && holding) {
            held.add(listener);
        } else if (known) {
            listener.logged();
        }
        return known;
    }

    @Override
    public synchronized Set<SaleId> salesToSettle() {
        return logged.stream().map(EventId::sale).collect(Collectors.toSet());
    }

    @Override
    public synchronized boolean isBusyWith(SaleId sale) {
        return !held.isEmpty() || logged.stream().anyMatch(event -> event.sale().equals(sale));
    }

    @Override
    public synchronized List<EventId> takeLogged(SaleId sale, int max) {
        List<EventId> taken =
                logged.stream().filter(event -> event.sale().equals(sale)).toList();
        logged.removeAll(taken);
        return taken;
    }

    @Override
    public void settled(List<EventId> orders) {
        // The counter has removed them; there is nothing to remember.
    }

    @Override
    public synchronized void notSettled(List<EventId> orders) {
        logged.addAll(orders);
    }
}

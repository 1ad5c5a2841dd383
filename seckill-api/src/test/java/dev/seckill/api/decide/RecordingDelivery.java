package dev.seckill.api.decide;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.OrderId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A delivery that acknowledges at once, unless it was told to hold orders back. */
public final class RecordingDelivery implements OrderDelivery {

    private final Map<OrderId, OutboxEntry> delivered = new LinkedHashMap<>();
    private final List<Listener> held = new ArrayList<>();
    private final List<OrderId> logged = new ArrayList<>();
    private boolean holding;
    private String refusal;

    synchronized void hold() {
        holding = true;
    }

    synchronized void refuse(String why) {
        refusal = why;
    }

    synchronized List<OutboxEntry> delivered() {
        return List.copyOf(delivered.values());
    }

    @Override
    public synchronized String refusal() {
        return refusal;
    }

    @Override
    public synchronized void deliver(OutboxEntry entry, Listener listener) {
        delivered.put(entry.order().orderId(), entry);
        if (holding) {
            held.add(listener);
        } else {
            logged.add(entry.order().orderId());
            listener.logged();
        }
    }

    synchronized void release() {
        held.forEach(Listener::logged);
        held.clear();
    }

    @Override
    public synchronized boolean join(OrderId order, Listener listener) {
        boolean known = delivered.containsKey(order);
        if (known && holding) {
            held.add(listener);
        } else if (known) {
            listener.logged();
        }
        return known;
    }

    @Override
    public synchronized List<OrderId> takeLogged(int max) {
        List<OrderId> taken = List.copyOf(logged);
        logged.clear();
        return taken;
    }

    @Override
    public void settled(List<OrderId> orders) {
        // The counter has removed them; there is nothing to remember.
    }

    @Override
    public synchronized void notSettled(List<OrderId> orders) {
        logged.addAll(orders);
    }
}

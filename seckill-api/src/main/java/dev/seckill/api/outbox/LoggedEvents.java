package dev.seckill.api.outbox;

import dev.seckill.api.sale.EventId;
import dev.seckill.model.SaleId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Events that the log has acknowledged and that have to leave their sale's outbox. Thread-safe. */
final class LoggedEvents {

    /** A sale without such events is not in it. */
    private final ConcurrentMap<SaleId, Queue<EventId>> bySale = new ConcurrentHashMap<>();

    void add(EventId event) {
        bySale.compute(event.sale(), (sale, queue) -> {
            Queue<EventId> events = queue == null ? new ArrayDeque<>() : queue;
            events.add(event);
            return events;
        });
    }

    /** Takes up to that many events of a sale, those first that were added first. */
    List<EventId> take(SaleId sale, int max) {
        if (!bySale.containsKey(sale)) {
            return List.of();
        }
        List<EventId> taken = new ArrayList<>();
        bySale.computeIfPresent(sale, (same, events) -> {
            while (taken.size() < max && !events.isEmpty()) {
                taken.add(events.remove());
            }
            return events.isEmpty() ? null : events;
        });
        return taken;
    }

    /** The sales that have some, as they are at the moment one looks. */
    Set<SaleId> sales() {
        return Collections.unmodifiableSet(bySale.keySet());
    }
}

package dev.seckill.api.outbox;

import dev.seckill.api.sale.EventId;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long events have stayed in the outboxes, by this instance's own stopwatch. The time in an order's id is of no use for
 * that: it comes from the clock of whichever instance decided the order, and clocks differ and are set. An event that has
 * left its outbox meanwhile is kept until its time has come, and only then looked up. Not thread-safe.
 */
final class LeftBehind {

    /**
     * Some megabytes, in equal shares for the sales that have any. Past its share, events of a sale that are seen wait until
     * others of it were delivered.
     */
    static final int EVENTS_MAX = 50_000;

    private final long afterNanos;
    private final Turns turns = new Turns();
    /** A sale without any is not in it. */
    private final Map<SaleId, Map<EventId, Long>> firstSeenNanos = new HashMap<>();

    /** @param after how long an event must have been seen to count as left behind */
    LeftBehind(Duration after) {
        this.afterNanos = after.toNanos();
    }

    /** Notes events that are in outboxes now; they need not be all. */
    void saw(Map<SaleId, List<EventId>> events, long nowNanos) {
        int share = Math.max(1, EVENTS_MAX / Math.max(1, events.size()));
        events.forEach((sale, seen) -> {
            if (!seen.isEmpty()) {
                Map<EventId, Long> noted = firstSeenNanos.computeIfAbsent(sale, first -> new LinkedHashMap<>());
                note(seen, noted, share, nowNanos);
            }
        });
    }

    private static void note(List<EventId> seen, Map<EventId, Long> noted, int share, long nowNanos) {
        for (EventId event : seen) {
            if (noted.size() >= share) {
                return;
            }
            noted.putIfAbsent(event, nowNanos);
        }
    }

    /** The events that were seen long enough ago, by id, at most that many: of each sale those that were seen first. */
    List<EventId> due(long nowNanos, int max) {
        List<List<EventId>> due = new ArrayList<>();
        for (Map<EventId, Long> noted : firstSeenNanos.values()) {
            due.add(noted.entrySet().stream()
                    .takeWhile(event -> nowNanos - event.getValue() >= afterNanos)
                    .limit(max)
                    .map(Map.Entry::getKey)
                    .toList());
        }
        return turns.take(due, max).stream().sorted().toList();
    }

    /** Those were delivered, or have left the outbox. One that is seen again starts anew. */
    void forget(Collection<EventId> events) {
        for (EventId event : events) {
            firstSeenNanos.computeIfPresent(event.sale(), (sale, noted) -> {
                noted.remove(event);
                return noted.isEmpty() ? null : noted;
            });
        }
    }
}

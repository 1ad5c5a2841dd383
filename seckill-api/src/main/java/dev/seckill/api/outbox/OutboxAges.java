package dev.seckill.api.outbox;

import dev.seckill.api.sale.EventId;
import dev.seckill.model.SaleId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * For how long events have been in the outboxes, by this instance's own stopwatch, however often a relay delivers them
 * meanwhile. Not thread-safe.
 */
final class OutboxAges {

    /** A megabyte or two. While so many stay, none of the others can be older. */
    static final int EVENTS_MAX = 10_000;

    private final Map<SaleId, Map<EventId, Long>> firstSeenNanos = new HashMap<>();

    OutboxAges() {}

    /**
     * Notes a look at the outboxes.
     *
     * @param events what was seen, which of large outboxes is a part
     * @param counts how many there are in the outboxes that have any
     * @return since when the first of those that are there has been seen, sale by sale
     */
    Map<SaleId, Long> saw(Map<SaleId, List<EventId>> events, Map<SaleId, Long> counts, long nowNanos) {
        firstSeenNanos.keySet().retainAll(counts.keySet());
        events.forEach((sale, seen) -> {
            Map<EventId, Long> known = firstSeenNanos.computeIfAbsent(sale, first -> new LinkedHashMap<>());
            if (seen.size() >= counts.getOrDefault(sale, 0L)) {
                Set<EventId> there = new HashSet<>(seen);
                known.keySet().retainAll(there);
            }
            note(seen, known, nowNanos);
        });
        Map<SaleId, Long> oldest = new HashMap<>();
        firstSeenNanos.forEach(
                (sale, known) -> known.values().stream().findFirst().ifPresent(since -> oldest.put(sale, since)));
        return oldest;
    }

    private void note(List<EventId> seen, Map<EventId, Long> known, long nowNanos) {
        int room = EVENTS_MAX
                - firstSeenNanos.values().stream().mapToInt(Map::size).sum();
        for (EventId event : seen) {
            if (room > 0 && known.putIfAbsent(event, nowNanos) == null) {
                room--;
            }
        }
    }
}

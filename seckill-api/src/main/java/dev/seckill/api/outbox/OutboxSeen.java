package dev.seckill.api.outbox;

import dev.seckill.model.SaleId;
import java.util.Map;

/**
 * What a relay found in the outboxes, of all sales; of very many, in those that it came past.
 *
 * @param events how many there are in the outboxes that have any
 * @param oldestNanos since when the oldest of those that are there was seen, of the stopwatch
 */
public record OutboxSeen(Map<SaleId, Long> events, Map<SaleId, Long> oldestNanos) {

    /** Nothing, or nothing yet. */
    public static final OutboxSeen NONE = new OutboxSeen(Map.of(), Map.of());

    /** Copies. */
    public OutboxSeen {
        events = Map.copyOf(events);
        oldestNanos = Map.copyOf(oldestNanos);
    }

    /** All events. */
    public long total() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For how long the oldest of all was seen. */
    public long oldestAgeNanos(long now) {
        return oldestNanos.values().stream()
                .mapToLong(since -> now - since)
                .max()
                .orElse(0);
    }

    /** The same of a sale. */
    public long oldestAgeNanos(SaleId sale, long now) {
        Long since = oldestNanos.get(sale);
        return since == null ? 0 : now - since;
    }
}

package dev.seckill.api.live;

import dev.seckill.api.redis.SharedFigures;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads what instances tell again and again: once a second of sales that are quiet, and no text twice. Used by one thread.
 */
final class FigureReader {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<SaleId, Known> known = new HashMap<>();

    private record Text(String text, SaleFigures figures) {}

    /**
     * What is known of a sale.
     *
     * @param counters by their names
     * @param newsNanos when one of them had changed
     * @param nextExpiry null: no order is held
     */
    private record Known(Map<String, Text> counters, long newsNanos, SaleFigures sum, Instant nextExpiry) {}

    /** The sales of which one is to ask now. */
    List<SaleId> due(Collection<SaleId> watched, boolean isSecondOver, long now) {
        return watched.stream()
                .filter(sale -> isSecondOver || isLively(known.get(sale), now))
                .toList();
    }

    private static boolean isLively(Known sale, long now) {
        return sale == null || now - sale.newsNanos <= QUIET_NANOS;
    }

    /** Nobody watches any more. */
    void forget() {
        known.clear();
    }

    /** With what was asked for now, and what was known before of the other sales that are watched. */
    SeenFigures read(SharedFigures.Seen seen, Collection<SaleId> watched, long now) {
        known.keySet().retainAll(watched);
        Map<String, InstanceFigures> instances = SeenFigures.instances(seen);
        seen.sales().forEach((sale, texts) -> {
            Known before = known.get(sale);
            Map<String, Text> counters = new HashMap<>();
            texts.forEach((name, text) -> {
                Text same = before == null ? null : before.counters.get(name);
                boolean isSame = same != null && same.text.equals(text);
                counters.put(name, isSame ? same : new Text(text, SeenFigures.figures(text)));
            });
            boolean isNews = before == null || !before.counters.equals(counters);
            Map<String, SaleFigures> figures = new HashMap<>();
            counters.forEach((name, text) -> figures.put(name, text.figures));
            known.put(
                    sale,
                    new Known(
                            counters,
                            isNews ? now : before.newsNanos,
                            SeenFigures.sum(figures, instances, seen.at()),
                            seen.nextExpiry().get(sale)));
        });
        Map<SaleId, SaleFigures> sums = new HashMap<>();
        Map<SaleId, Instant> expiry = new HashMap<>();
        known.forEach((sale, it) -> {
            sums.put(sale, it.sum);
            if (it.nextExpiry != null) {
                expiry.put(sale, it.nextExpiry);
            }
        });
        return new SeenFigures(seen.at(), instances, sums, expiry);
    }
}

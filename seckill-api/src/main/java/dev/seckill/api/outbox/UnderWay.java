package dev.seckill.api.outbox;

import dev.seckill.model.SaleId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many events of each sale are on their way, or have not left the outbox. Thread-safe. */
final class UnderWay {

    /** A sale without such events is not in it. */
    private final ConcurrentMap<SaleId, Integer> bySale = new ConcurrentHashMap<>();

    void begins(SaleId sale) {
        bySale.merge(sale, 1, Integer::sum);
    }

    void ends(SaleId sale) {
        bySale.computeIfPresent(sale, (same, events) -> events == 1 ? null : events - 1);
    }

    boolean isAny(SaleId sale) {
        return bySale.containsKey(sale);
    }
}

package dev.seckill.api.recover;

import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.SignOfLife;
import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until every instance has delivered what it decided before the sales were halted. */
final class QuietWait {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<RedisSale> sales;
    private final Recovery.Settings settings;

    /** @param sales at least one */
    QuietWait(List<RedisSale> sales, Recovery.Settings settings) {
        this.sales = sales;
        this.settings = settings;
    }

    /**
     * Waits until no living instance has undelivered events of these sales; returns the instances that still have some at the
     * end, for each sale of which there are any.
     */
    Map<SaleId, Map<String, String>> await() {
        Map<String, SignOfLife> first = signsOfLife();
        long start = System.nanoTime();
        Map<SaleId, Map<String, String>> publishing = new HashMap<>();
        while (System.nanoTime() - start
                < settings.settleWait().plus(settings.quiet()).toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            publishing.clear();
            alive(first, signsOfLife()).forEach((instance, sign) -> note(instance, sign, publishing));
            if (publishing.isEmpty()
                    && System.nanoTime() - start >= settings.quiet().toNanos()) {
                return publishing;
            }
        }
        return publishing;
    }

    /** All sales share them. */
    private Map<String, SignOfLife> signsOfLife() {
        return sales.get(0).signsOfLife();
    }

    /** Who lives and cannot be read, such as a newer program, may have anything to deliver. */
    private void note(String instance, SignOfLife sign, Map<SaleId, Map<String, String>> publishing) {
        for (RedisSale sale : sales) {
            int unlogged = sign.unlogged(sale.id()).orElse(-1);
            if (unlogged != 0) {
                publishing
                        .computeIfAbsent(sale.id(), id -> new TreeMap<>())
                        .put(ForeignText.shown(instance), unlogged < 0 ? "unreadable" : "" + unlogged);
            }
        }
    }

    /** An instance lives if its sign of life changed while we watched. */
    private static Map<String, SignOfLife> alive(Map<String, SignOfLife> first, Map<String, SignOfLife> now) {
        Map<String, SignOfLife> alive = new HashMap<>(now);
        alive.entrySet().removeIf(sign -> sign.getValue().equals(first.get(sign.getKey())));
        return alive;
    }
}

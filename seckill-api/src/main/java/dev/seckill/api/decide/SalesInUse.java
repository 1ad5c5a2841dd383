package dev.seckill.api.decide;

import dev.seckill.model.SaleId;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The sales that this instance has in memory, up to a bound. Half of it is for sales that somebody has seen: whoever invents
 * names cannot take it. Thread-safe.
 */
final class SalesInUse {

    private final ConcurrentMap<SaleId, SaleQueue> sales = new ConcurrentHashMap<>();
    private final int max;
    private final Function<SaleId, SaleQueue> made;

    /**
     * None yet.
     *
     * @param max most of them
     * @param made makes one
     */
    SalesInUse(int max, Function<SaleId, SaleQueue> made) {
        this.max = max;
        this.made = made;
    }

    /** The sale if it is in use; otherwise null. */
    SaleQueue get(SaleId id) {
        return sales.get(id);
    }

    /** The sale, in use from now on; null if there is no room. */
    SaleQueue use(SaleId id) {
        SaleQueue there = sales.get(id);
        return there == null ? add(id) : there;
    }

    private synchronized SaleQueue add(SaleId id) {
        SaleQueue there = sales.get(id);
        if (there != null || !hasRoom()) {
            return there;
        }
        SaleQueue sale = made.apply(id);
        sales.put(id, sale);
        return sale;
    }

    private boolean hasRoom() {
        int used = sales.size();
        return used < Math.max(1, max / 2)
                || used < max
                        && sales.values().stream().filter(SaleQueue::isStranger).count() < Math.max(1, max / 2);
    }

    /** It is not in use any more. */
    void remove(SaleQueue sale) {
        sales.remove(sale.id, sale);
    }

    Collection<SaleQueue> all() {
        return sales.values();
    }
}

package dev.seckill.api.metrics;

import dev.seckill.model.SaleId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Which sales have figures of their own: a bounded number, each for as long as it is in memory. Used by one thread at a time. */
final class NamedSales {

    private final int most;
    private final Set<SaleId> named = new LinkedHashSet<>();

    /** None yet. */
    NamedSales(int most) {
        this.most = most;
    }

    /**
     * Chooses anew: whoever was named stays, and where there is room, those come of which most was asked.
     *
     * @param inUse all sales in memory
     * @param requests how much was asked of each
     */
    Set<SaleId> among(Collection<SaleId> inUse, ToLongFunction<SaleId> requests) {
        named.retainAll(inUse);
        if (named.size() < most) {
            inUse.stream()
                    .filter(sale -> !named.contains(sale))
                    .sorted(Comparator.comparingLong(requests).reversed().thenComparing(SaleId::value))
                    .limit((long) most - named.size())
                    .toList()
                    .forEach(named::add);
        }
        return Set.copyOf(named);
    }
}

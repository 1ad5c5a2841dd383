package dev.seckill.api.metrics;

import dev.seckill.model.SaleId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What purchases of sales with a name count, and all others together: none of them ever goes back, so what is counted of a sale
 * stays with the others if it was counted before the sale had a name, or has lost it. Used by one thread at a time.
 */
final class SaleRequests {

    private final int ways;
    private final Map<SaleId, Series> named = new HashMap<>();
    /** Of sales without a name, as they were at the last turn. */
    private Map<SaleId, long[]> unnamed = Map.of();

    private final long[] gone;
    private final long[] others;

    /** What a sale's counts are less than what was counted of it, and what it told last. */
    private record Series(long[] less, long[] told) {}

    /** @param ways in which purchases end */
    SaleRequests(int ways) {
        this.ways = ways;
        this.gone = new long[ways];
        this.others = new long[ways];
    }

    /**
     * Goes on.
     *
     * @param names the sales that have a name now
     * @param counted of each sale, since any time
     */
    void turn(Set<SaleId> names, Map<SaleId, long[]> counted) {
        named.entrySet().removeIf(sale -> {
            boolean isGone = !names.contains(sale.getKey());
            if (isGone) {
                add(sale.getValue().told, gone);
            }
            return isGone;
        });
        for (SaleId sale : names) {
            Series series = named.computeIfAbsent(sale, added -> new Series(before(added), new long[ways]));
            long[] now = counted.getOrDefault(sale, new long[ways]);
            for (int way = 0; way < ways; way++) {
                if (now[way] - series.less[way] < series.told[way]) {
                    series.less[way] = now[way] - series.told[way]; // it was counted anew
                }
                series.told[way] = now[way] - series.less[way];
            }
        }
        Map<SaleId, long[]> rest = new HashMap<>(counted);
        rest.keySet().removeAll(names);
        unnamed = rest;
    }

    private long[] before(SaleId sale) {
        return unnamed.getOrDefault(sale, new long[ways]).clone();
    }

    /** Those of a sale with a name. */
    long[] of(SaleId sale) {
        return named.get(sale).told;
    }

    /** What all others count. @param totals of everything, no older than what was counted of the sales */
    long[] others(long[] totals) {
        long[] known = gone.clone();
        named.values().forEach(series -> add(series.told, known));
        for (int way = 0; way < ways; way++) {
            others[way] = Math.max(others[way], totals[way] - known[way]);
        }
        return others;
    }

    private static void add(long[] some, long[] sum) {
        for (int way = 0; way < sum.length; way++) {
            sum[way] += some[way];
        }
    }
}

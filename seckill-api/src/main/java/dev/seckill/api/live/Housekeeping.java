package dev.seckill.api.live;

import dev.seckill.api.redis.SharedFigures;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Keeps the figures of instances that are gone from piling up in Redis. Used by one thread. */
final class Housekeeping {

    /** So long an instance that says nothing is shown as gone. */
    static final Duration SHOWN = Duration.ofMinutes(10);

    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Of one sale. */
    private static final int COUNTERS_MAX = 4;

    /** The counter that has what those counted that are gone. */
    private static final String GONE = "gone";

    private final SharedFigures shared;
    private final String instance;
    private long nextNanos = System.nanoTime();

    Housekeeping(SharedFigures shared, String instance) {
        this.shared = shared;
        this.instance = instance;
    }

    private SharedFigures.Seen look(Set<SaleId> sales) {
        return shared.exchange(new SharedFigures.Told(instance, null, Map.of()), sales, true);
    }

    /** Forgets, once a minute, instances of which nothing was heard for long. */
    void forgetOld(long now) {
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + PAUSE_NANOS;
        SeenFigures seen = SeenFigures.of(look(Set.of()));
        shared.forget(seen.instances().entrySet().stream()
                .filter(other -> other.getValue().seenAt().isBefore(seen.at().minus(SHOWN)))
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Whether anything of the sale was put into one. */
    boolean wasFolded(SaleId sale) {
        return look(Set.of(sale)).sales().get(sale).containsKey(GONE);
    }

    /** Puts what instances counted that are gone into one, if a sale has too many counters. */
    void foldGone(SaleId sale) {
        if (shared.counters(sale) <= COUNTERS_MAX) {
            return;
        }
        SharedFigures.Seen seen = look(Set.of(sale));
        Set<String> there = seen.instances().keySet();
        List<String> gone = seen.sales().get(sale).keySet().stream()
                .filter(counter -> !counter.equals(GONE))
                .filter(counter -> !there.contains(CountedSales.instanceOf(counter)))
                .filter(counter -> !CountedSales.instanceOf(counter).equals(instance))
                .toList();
        shared.fold(sale, gone, GONE, Housekeeping::sum);
    }

    static String sum(String one, String other) {
        SaleFigures sum = SeenFigures.figures(one).plus(SeenFigures.figures(other));
        return sum.past().text();
    }
}

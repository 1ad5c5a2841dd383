package dev.seckill.api.live;

import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.metrics.RequestsBySale;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.SparseLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts purchases, of the instance and sale by sale. Only sales that exist have a counter, and only so many: whoever invents
 * names takes no memory. Thread-safe; counting waits for nobody.
 */
public final class CountedSales implements RequestsBySale {

    private static final Logger log = LoggerFactory.getLogger(CountedSales.class);
    private static final SparseLine FULL = new SparseLine();

    /** Each is some 10 KB at most. */
    private static final int SALES_MAX = 1000;

    /** Longer than a request can be under way. */
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(15);

    private static final List<String> OUTCOMES =
            Counted.outcomes().stream().map(Counted::field).toList();

    private final RequestCounts all;
    private final String instance;
    private final Predicate<SaleId> exists;
    private final ConcurrentMap<SaleId, SaleCounter> sales = new ConcurrentHashMap<>();
    private final Queue<SaleCounter> changed = new ConcurrentLinkedQueue<>();
    private final AtomicLong made = new AtomicLong();

    /**
     * Nothing is counted yet.
     *
     * @param all counts the purchases of all sales together
     * @param instance names it among all
     * @param exists whether somebody has seen such a sale; is asked seldom
     */
    public CountedSales(RequestCounts all, String instance, Predicate<SaleId> exists) {
        this.all = all;
        this.instance = instance;
        this.exists = exists;
    }

    /**
     * A purchase that came in; what becomes of it is told to what this returns, once.
     *
     * @param sale the sale that it names; null if it names none
     * @param nanos when, of {@link System#nanoTime}
     */
    public RequestCounts purchase(SaleId sale, long nanos) {
        return sale == null ? all : new CountedPurchase(this, all, sale, sales.get(sale), nanos);
    }

    /** The sale's counter; null if it is not counted. */
    SaleCounter counter(SaleId sale, Counted how) {
        SaleCounter there = sales.get(sale);
        if (there != null || !how.provesTheSale() && !exists.test(sale)) {
            return there;
        }
        if (sales.size() >= SALES_MAX) {
            FULL.say(times -> log.warn(
                    "live - too many sales at once, purchases of others are not in the figures (times={}, most={})",
                    times,
                    SALES_MAX));
            return null;
        }
        return sales.computeIfAbsent(sale, this::made);
    }

    private SaleCounter made(SaleId sale) {
        return new SaleCounter(sale, instance + "#" + made.incrementAndGet(), changed::add);
    }

    @Override
    public List<String> outcomes() {
        return OUTCOMES;
    }

    @Override
    public Map<SaleId, long[]> counts() {
        Map<SaleId, long[]> counts = new HashMap<>();
        sales.forEach((sale, counter) -> counts.put(sale, counter.outcomes()));
        return counts;
    }

    /** The instance whose counter it is. */
    static String instanceOf(String field) {
        return field.substring(0, Math.max(0, field.lastIndexOf('#')));
    }

    /** Some of those that have changed since they were taken last, those that wait longest. */
    List<SaleCounter> takeChanged(int most) {
        List<SaleCounter> taken = new ArrayList<>();
        while (taken.size() < most) {
            SaleCounter counter = changed.poll();
            if (counter == null) {
                return taken;
            }
            counter.untold();
            taken.add(counter);
        }
        return taken;
    }

    /** All that count. */
    Collection<SaleCounter> counters() {
        return sales.values();
    }

    /** Makes room: those of which nothing was heard for long count no more, and begin anew if they are asked for. */
    void dropIdle(long now) {
        if (sales.size() > SALES_MAX / 2) {
            sales.values().removeIf(counter -> counter.idleNanos(now) > IDLE_NANOS);
        }
    }
}

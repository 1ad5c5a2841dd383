package dev.seckill.api.live;

import dev.seckill.api.redis.SharedFigures;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Figures that instances in one process share; its clock is the test's. */
public final class FakeSharedFigures implements SharedFigures {

    public static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

    private final Map<String, String> instances = new HashMap<>();
    private final Map<SaleId, Map<String, String>> sales = new HashMap<>();
    private Instant now = START;
    private boolean isAway;
    private String dead;
    private RuntimeException strange;
    private int trips;

    @Override
    public synchronized Seen exchange(Told told, Collection<SaleId> asked, boolean asksInstances) {
        trip();
        if (strange != null && !told.sales().isEmpty()) {
            RuntimeException thrown = strange;
            strange = null;
            throw thrown;
        }
        if (told.instance().equals(dead)) {
            throw new JedisConnectionException("dead");
        }
        Set<SaleId> newCounters = new HashSet<>();
        told.sales().forEach((sale, counter) -> {
            if (of(sale).put(counter.field(), counter.text()) == null) {
                newCounters.add(sale);
            }
        });
        if (told.beat() != null) {
            instances.put(told.instance(), told.beat());
        }
        Map<SaleId, Map<String, String>> seen = new HashMap<>();
        asked.forEach(sale -> seen.put(sale, Map.copyOf(of(sale))));
        return new Seen(now, newCounters, asksInstances ? Map.copyOf(instances) : Map.of(), seen, Map.of());
    }

    private void trip() {
        trips++;
        if (isAway) {
            throw new JedisConnectionException("away");
        }
    }

    private Map<String, String> of(SaleId sale) {
        return sales.computeIfAbsent(sale, first -> new HashMap<>());
    }

    @Override
    public synchronized long counters(SaleId sale) {
        return of(sale).size();
    }

    @Override
    public synchronized void fold(SaleId sale, List<String> counters, String into, BinaryOperator<String> sum) {
        counters.forEach(counter -> of(sale).merge(into, of(sale).remove(counter), sum::apply));
    }

    @Override
    public synchronized void forget(Collection<String> names) {
        names.forEach(instances::remove);
    }

    /** Some time goes by on the shared clock. */
    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    /** It cannot be used any more, or again. */
    public synchronized void away(boolean away) {
        isAway = away;
    }

    /** The next who tells something meets with this. */
    public synchronized void fail(RuntimeException failure) {
        strange = failure;
    }

    /** Nothing is heard of an instance any more. */
    public synchronized void kill(String instance) {
        dead = instance;
    }

    /** All is lost. */
    public synchronized void flush() {
        instances.clear();
        sales.clear();
    }

    /** How often it was used. */
    public synchronized int trips() {
        return trips;
    }

    /** The counters of a sale. */
    public synchronized Map<String, String> counted(SaleId sale) {
        return Map.copyOf(of(sale));
    }

    @Override
    public void close() {}
}

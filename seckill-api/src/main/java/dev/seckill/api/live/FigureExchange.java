package dev.seckill.api.live;

import dev.seckill.api.redis.SharedFigures;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Tells other instances what this one has counted, and learns what all have: on a thread of its own, which may wait for Redis
 * while nobody else does. What could not be told is told the next time.
 */
final class FigureExchange implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FigureExchange.class);

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** After a silence of that length others may have put together what this one had counted. */
    private static final long LONG_NANOS =
            Housekeeping.SHOWN.minus(Duration.ofMinutes(1)).toNanos();

    /** Counters told in one trip; each is made into text for it. */
    private static final int BATCH = 200;

    private final SharedFigures shared;
    private final CountedSales counted;
    private final String instance;
    private final Supplier<InstanceFigures> here;
    private final LongSupplier nanoTime;
    private final LiveThread thread = new LiveThread("live-figures");
    private final Housekeeping housekeeping;
    private final FigureReader reader = new FigureReader();
    private final SparseLine failed = new SparseLine();
    /** Counters of which some replies are recent. */
    private final Set<SaleCounter> recent = new HashSet<>();

    private volatile Collection<SaleId> watched;
    private volatile SeenFigures seen;
    /** Redis's time, and the stopwatch's then; null: not known yet. */
    private Instant redisTime;

    private long redisTimeNanos;
    private long beatNanos;
    private long restUntilNanos;

    /**
     * Begins to tell.
     *
     * @param instance its name among all
     * @param here what this instance is like
     */
    FigureExchange(
            SharedFigures shared,
            CountedSales counted,
            String instance,
            Supplier<InstanceFigures> here,
            Duration every) {
        this(shared, counted, instance, here, every, System::nanoTime);
    }

    /** @param nanoTime a stopwatch */
    FigureExchange(
            SharedFigures shared,
            CountedSales counted,
            String instance,
            Supplier<InstanceFigures> here,
            Duration every,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.restUntilNanos = nanoTime.getAsLong();
        this.shared = shared;
        this.counted = counted;
        this.instance = instance;
        this.here = here;
        this.housekeeping = new Housekeeping(shared, instance);
        this.beatNanos = nanoTime.getAsLong() - SECOND_NANOS;
        thread.repeat(this::step, every);
    }

    /** What is to be learned from now on; null: nothing. */
    void watch(Collection<SaleId> sales) {
        watched = sales;
    }

    /** What was learned last; null if nothing was. */
    SeenFigures seen() {
        return seen;
    }

    private void step() {
        long now = nanoTime.getAsLong();
        if (now - restUntilNanos < 0) {
            return;
        }
        Collection<SaleId> asked = watched;
        boolean isBeatDue = now - beatNanos >= SECOND_NANOS;
        if (now - beatNanos >= LONG_NANOS) {
            counted.counters().forEach(counter -> counter.mayBeFolded = true);
        }
        if (isBeatDue) {
            recent.forEach(SaleCounter::again); // what was recent is so no more
            counted.dropIdle(now);
        }
        List<SaleCounter> changed = counted.takeChanged(BATCH);
        if (!isBeatDue && changed.isEmpty() && asked == null) {
            return;
        }
        try {
            exchange(changed, isBeatDue, asked, now);
            beatNanos = isBeatDue ? now : beatNanos;
            if (isBeatDue) {
                housekeeping.forgetOld(now);
            }
        } catch (RuntimeException e) {
            changed.forEach(SaleCounter::again);
            restUntilNanos = now + SECOND_NANOS;
            if (!(e instanceof JedisException)) {
                throw e;
            }
            failed.say(times -> log.warn("live - figures cannot be shared (times={}, reason={})", times, Reason.of(e)));
        }
    }

    private void exchange(List<SaleCounter> changed, boolean isBeatDue, Collection<SaleId> asked, long now) {
        if (redisTime == null) {
            keepTime(shared.exchange(new SharedFigures.Told(instance, null, Map.of()), Set.of(), false)
                    .at());
        }
        Map<SaleId, SharedFigures.Counter> figures = new HashMap<>();
        List<SaleCounter> sent = new ArrayList<>();
        for (SaleCounter counter : changed) {
            if (figures.containsKey(counter.sale)) {
                counter.again(); // there is another one of the sale
            } else {
                figures.put(counter.sale, new SharedFigures.Counter(counter.field, text(counter, now)));
                sent.add(counter);
            }
        }
        String beat = isBeatDue ? here.get().at(redisTime()).text() : null;
        Collection<SaleId> due = asked == null ? Set.of() : reader.due(asked, isBeatDue, now);
        SharedFigures.Seen learned =
                shared.exchange(new SharedFigures.Told(instance, beat, figures), due, asked != null);
        keepTime(learned.at());
        if (asked == null) {
            reader.forget();
            seen = null;
        } else {
            seen = reader.read(learned, asked, now);
        }
        sent.forEach(counter -> wasTold(counter, learned.newCounters().contains(counter.sale)));
    }

    private String text(SaleCounter counter, long now) {
        Latencies all = counter.latencies();
        Latencies ofLate = counter.recent.of(all, now);
        if (ofLate.count() == 0) {
            recent.remove(counter);
        } else {
            recent.add(counter);
        }
        return counter.telling(counter.figures(ofLate, all)).text();
    }

    /** If it was not in Redis, but was told before, others took this instance for gone, or Redis has lost everything. */
    private void wasTold(SaleCounter counter, boolean isNew) {
        if (isNew && counter.wasTold()) {
            if (counter.mayBeFolded && housekeeping.wasFolded(counter.sale)) {
                counter.wasFolded();
            } else {
                counted.counters().forEach(SaleCounter::wasLost);
            }
        }
        counter.mayBeFolded = false;
        counter.told();
        if (isNew) {
            housekeeping.foldGone(counter.sale);
        }
    }

    private void keepTime(Instant time) {
        redisTime = time;
        redisTimeNanos = nanoTime.getAsLong();
    }

    private Instant redisTime() {
        return redisTime.plusNanos(nanoTime.getAsLong() - redisTimeNanos);
    }

    /** Tells the rest, and that this instance is not there any more. */
    @Override
    public void close() {
        thread.execute(() -> {
            try {
                tellRest();
                shared.forget(List.of(instance));
            } catch (JedisException e) {
                log.debug("live - could not say goodbye", e);
            }
        });
        thread.close();
    }

    private void tellRest() {
        List<SaleCounter> rest = counted.takeChanged(BATCH);
        while (!rest.isEmpty() && !Thread.currentThread().isInterrupted()) {
            exchange(rest, false, null, nanoTime.getAsLong());
            rest = counted.takeChanged(BATCH);
        }
    }
}

package dev.seckill.api;

import dev.seckill.api.publish.LoggedSale;
import dev.seckill.api.publish.Relay;
import dev.seckill.api.stock.OutboxEntry;
import dev.seckill.api.stock.RebuiltSale;
import dev.seckill.api.stock.RedisSale;
import dev.seckill.api.stock.SaleState;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Rebuilds a sale from the order log after Redis lost it or came back older. The order of the steps is what makes it
 * safe: first nobody may decide, then everybody must have delivered, then the log is read, then the sale opens.
 */
final class Recovery {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RedisSale redis;
    private final LoggedSale log;
    private final Settings settings;
    private final Clock clock;
    private final PrintStream out;

    /**
     * @param allotment units offered, if the operator knows better than the log, or null
     * @param settleWait how long instances may take to deliver what they have decided
     * @param keyLifetime how long keys are remembered from now on
     * @param quiet how long an instance may be silent between two signs of life; past it, it counts as dead
     */
    record Settings(Long allotment, Duration settleWait, Duration keyLifetime, Duration quiet) {

        /**
         * How long a living instance can be silent: it rests, delivers twice within one turn, and may lose Redis meanwhile.
         *
         * @param sendWait how long one of its sends may block
         * @param redisTimeout how long it may wait for a reply, and for the connection after that
         */
        static Duration quietWith(Duration sendWait, Duration redisTimeout) {
            return Relay.BEAT.multipliedBy(3).plus(sendWait.multipliedBy(2)).plus(redisTimeout.multipliedBy(2));
        }
    }

    Recovery(RedisSale redis, LoggedSale log, Settings settings, Clock clock, PrintStream out) {
        this.redis = redis;
        this.log = log;
        this.settings = settings;
        this.clock = clock;
        this.out = out;
    }

    /** Rebuilds the sale if it needs it; returns whether it is fine now. */
    boolean run() {
        // The log first: a sound Redis knows all that the log has by then, also while the sale goes on.
        log.readOn();
        SaleState before = redis.state();
        if (isFine(before)) {
            out.printf(
                    Locale.ROOT,
                    "Nothing to recover: Redis knows all %d orders of the log (left %d, seq %d).%n",
                    log.orders(),
                    before.left(),
                    before.seq());
            return true;
        }
        out.printf(
                Locale.ROOT,
                "Redis: %s, seq %d. Order log: %d orders, seq %d.%n",
                before.left() == null ? "no counter" : "left " + before.left(),
                before.seq(),
                log.orders(),
                log.seq());
        redis.halt();
        out.println("Halted the sale; waiting until every instance has delivered what it decided.");
        Map<String, Integer> publishing = awaitQuiet();
        if (!publishing.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "Refused: instances still publish for this sale after %ds: %s. Stop them, or mend what keeps the order"
                            + " log from acknowledging, and run this again. The sale stays halted.%n",
                    settings.settleWait().toSeconds(),
                    publishing);
            return false;
        }
        // The outbox first: an order that a relay delivers between the two looks is then in at least one of them.
        List<OutboxEntry> outbox = redis.outbox();
        log.readOn();
        SaleState halted = redis.state();
        if (!isBackupFromBeforeARebuild(halted)) {
            log.addAll(outbox);
        } else if (halted.seq() > 0) {
            // Each of these orders was delivered since, or its unit is for sale again.
            out.printf(
                    Locale.ROOT,
                    "Redis is a backup from before the sale was rebuilt at %s: its outbox (%d orders) and its keys are dropped.%n",
                    Instant.ofEpochMilli(log.epoch()),
                    outbox.size());
        }
        return rebuild(halted);
    }

    private boolean isBackupFromBeforeARebuild(SaleState state) {
        return state.epoch() < log.epoch();
    }

    private boolean isFine(SaleState state) {
        return state.left() != null
                && state.phase() != SaleState.Phase.HALTED
                && !isBackupFromBeforeARebuild(state)
                && state.seq() >= log.seq()
                && state.decided() >= log.orders();
    }

    /** Waits until no living instance has undelivered orders; returns those that still have some at the end. */
    private Map<String, Integer> awaitQuiet() {
        Map<String, RedisSale.Beat> first = redis.beats();
        Map<String, RedisSale.Beat> now = first;
        long start = System.nanoTime();
        Map<String, Integer> publishing = new TreeMap<>();
        while (System.nanoTime() - start
                < settings.settleWait().plus(settings.quiet()).toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            now = redis.beats();
            publishing.clear();
            for (Map.Entry<String, RedisSale.Beat> beat : alive(first, now).entrySet()) {
                if (beat.getValue().unlogged() > 0) {
                    publishing.put(beat.getKey(), beat.getValue().unlogged());
                }
            }
            if (publishing.isEmpty()
                    && System.nanoTime() - start >= settings.quiet().toNanos()) {
                return publishing;
            }
        }
        return publishing;
    }

    /** An instance lives if its sign of life changed while we watched. */
    private static Map<String, RedisSale.Beat> alive(
            Map<String, RedisSale.Beat> first, Map<String, RedisSale.Beat> now) {
        Map<String, RedisSale.Beat> alive = new HashMap<>(now);
        alive.entrySet().removeIf(beat -> beat.getValue().equals(first.get(beat.getKey())));
        return alive;
    }

    /** Whoever knows the newest order knows best; Redis also knows of units that were added after it. */
    private long offered(SaleState state) {
        boolean knows = state.left() != null && !isBackupFromBeforeARebuild(state) && state.seq() >= log.seq();
        return knows ? state.offered() : log.allotment();
    }

    private boolean rebuild(SaleState state) {
        long offered = settings.allotment() != null ? settings.allotment() : offered(state);
        if (offered == 0) {
            out.println("Refused: the order log has no order of this sale, so nothing says how many units it offers."
                    + " Give --allotment, or set the counter by hand.");
            return false;
        }
        RebuiltSale sale = log.rebuild(offered, state.seq());
        long epoch = Math.max(clock.millis(), Math.max(state.epoch(), log.epoch()) + 1);
        if (!redis.rebuild(sale, epoch, settings.keyLifetime(), isBackupFromBeforeARebuild(state))) {
            out.println("Refused: somebody else changed the sale meanwhile. Run this again.");
            return false;
        }
        out.printf(
                Locale.ROOT,
                "Recovered: allotment %d, %d orders, %d left, seq %d (%d numbers void), %d keys. The sale is open.%n",
                sale.allotment(),
                sale.orders(),
                sale.left(),
                sale.seq(),
                sale.voided(),
                sale.entries().size());
        if (log.isCut()) {
            out.printf(
                    Locale.ROOT,
                    "WARNING: the order log has lost its beginning (%d orders are left of it). Every number up to %d counts"
                            + " as sold, and the keys of the lost orders are not known.%n",
                    log.orders(),
                    sale.seq());
        }
        if (sale.orders() > sale.allotment()) {
            out.printf(
                    Locale.ROOT,
                    "WARNING: the log has %d orders more than the allotment.%n",
                    sale.orders() - sale.allotment());
        }
        out.println("Opening hours and the limit per buyer are not in the log; set them again if there were any.");
        return true;
    }
}

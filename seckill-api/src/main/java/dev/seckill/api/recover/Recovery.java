package dev.seckill.api.recover;

import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.orderlog.OrderLogUnavailableException;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.redis.RecoveredOrders;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.SaleLoss;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.ForeignText;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Rebuilds a sale from the order log after Redis lost it or came back older. The order of the steps is what makes it
 * safe: first nobody may decide, then everybody must have delivered, then the log is read, then the sale opens.
 */
public final class Recovery {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RedisSale redis;
    private final LoggedSale log;
    private final Settings settings;
    private final Clock clock;
    private final PrintStream out;
    private final RecoveryDoubts doubts;

    /**
     * @param allotment units offered, if the operator knows better than the log, or null
     * @param rebuiltAt when the sale was last rebuilt, if the operator confirms what the log says of it, or null
     * @param settleWait how long instances may take to deliver what they have decided
     * @param keyLifetime how long keys are remembered from now on
     * @param quiet how long an instance may be silent between two signs of life; past it, it counts as dead
     */
    public record Settings(
            Long allotment, Instant rebuiltAt, Duration settleWait, Duration keyLifetime, Duration quiet) {

        /**
         * How long a living instance can be silent: it rests, delivers twice within one turn, and may lose Redis meanwhile.
         *
         * @param sendWait how long one of its sends may block
         * @param redisTimeout how long it may wait for a reply, and for the connection after that
         */
        public static Duration quietWith(Duration sendWait, Duration redisTimeout) {
            return Relay.BEAT.multipliedBy(3).plus(sendWait.multipliedBy(2)).plus(redisTimeout.multipliedBy(2));
        }
    }

    public Recovery(RedisSale redis, LoggedSale log, Settings settings, Clock clock, PrintStream out) {
        this.redis = redis;
        this.log = log;
        this.settings = settings;
        this.clock = clock;
        this.out = out;
        this.doubts = new RecoveryDoubts(log, redis.outboxKey(), this::eachInTheOutbox, clock);
    }

    /** Rebuilds the sale if it needs it; returns whether it is fine now. */
    public boolean run() {
        // The log first: a sound Redis knows all that the log has by then, also while the sale goes on.
        log.readOn();
        Optional<String> doubt = doubts.ofTheOrders();
        if (doubt.isPresent()) {
            return refuse(doubt.get() + " Nothing was written.");
        }
        if (settings.allotment() == null && log.orders() == 0 && !redis.isThere()) {
            // To halt it would make it a sale, which --stock no longer puts on sale.
            return refuse("no such sale in Redis or in the order log: check --sale. Nothing was written.");
        }
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
        Set<SaleLoss> lost = redis.lost();
        if (!lost.isEmpty()) {
            out.println("Redis has lost " + lost + " of the sale, by eviction or by hand.");
        }
        redis.halt();
        out.println("Halted the sale; waiting until every instance has delivered what it decided.");
        Map<String, String> publishing = awaitQuiet();
        if (!publishing.isEmpty()) {
            return refuse(String.format(
                    Locale.ROOT,
                    "instances still publish for this sale after %ds: %s. Stop them, or mend what keeps the order"
                            + " log from acknowledging, and run this again. The sale stays halted.",
                    settings.settleWait().toSeconds(),
                    publishing));
        }
        return rebuild();
    }

    private boolean refuse(String reason) {
        out.println("Refused: " + reason);
        return false;
    }

    private boolean refuseHalted(String doubt) {
        return refuse(doubt + " Nothing was written; the sale stays halted.");
    }

    private boolean isBackupFromBeforeARebuild(SaleState state) {
        return state.epoch() < log.epoch();
    }

    private boolean isFine(SaleState state) {
        return state.left() != null
                && state.phase() != SaleState.Phase.HALTED
                && !isBackupFromBeforeARebuild(state)
                && state.seq() >= log.seq()
                && state.decided() >= log.orders()
                && redis.lost().isEmpty();
    }

    /** Waits until no living instance has undelivered orders; returns those that still have some at the end. */
    private Map<String, String> awaitQuiet() {
        Map<String, RedisSale.Beat> first = redis.beats();
        long start = System.nanoTime();
        Map<String, String> publishing = new TreeMap<>();
        while (System.nanoTime() - start
                < settings.settleWait().plus(settings.quiet()).toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            publishing.clear();
            alive(first, redis.beats()).forEach((instance, beat) -> {
                // Who lives and cannot be read, such as a newer program, may have anything to deliver.
                int unlogged = beat.unlogged().orElse(-1);
                if (unlogged != 0) {
                    publishing.put(ForeignText.shown(instance), unlogged < 0 ? "unreadable" : "" + unlogged);
                }
            });
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

    private boolean rebuild() {
        log.readOn(); // what instances delivered while they were waited for
        SaleState before = redis.state();
        // An outbox may know of the last rebuild though the figures are lost, and though the log does not.
        long known = Math.max(before.epoch(), epochInTheOutbox());
        boolean afresh = known < log.epoch();
        // The outbox first: an order that a relay delivers between the two looks is then in at least one of them.
        OutboxCount outbox = readOutbox(!afresh);
        log.readOn();
        SaleState state = redis.state();
        if (state.epoch() != before.epoch() || known < log.epoch() != afresh) {
            return refuse("somebody else rebuilt the sale meanwhile. Run this again.");
        }
        if (afresh) {
            Optional<String> doubt =
                    doubts.ofTheOrders().or(() -> doubts.ofTheRebuild(outbox.unlogged, settings.rebuiltAt()));
            if (doubt.isPresent()) {
                return refuseHalted(doubt.get());
            }
        }
        if (afresh && state.seq() > 0) {
            // Each of these orders was delivered, or its unit was given up by the rebuild that is confirmed.
            out.printf(
                    Locale.ROOT,
                    "Redis is a backup from before the sale was rebuilt at %s:"
                            + " its outbox (%d orders) and its keys are dropped.%n",
                    Instant.ofEpochMilli(log.epoch()),
                    outbox.orders);
        }
        outbox.tellDamaged(out, redis.outboxKey());
        OptionalLong offered = offered(state);
        Optional<String> doubt = doubt(state, afresh, offered);
        if (doubt.isPresent()) {
            return refuseHalted(doubt.get());
        }
        return write(log.rebuild(offered.getAsLong(), state.seq()), state, kept(afresh));
    }

    private OutboxCount readOutbox(boolean adds) {
        OutboxCount count = new OutboxCount();
        redis.outbox(
                entry -> {
                    count.orders++;
                    count.unlogged += log.has(entry) ? 0 : 1;
                    if (adds) {
                        log.add(entry);
                    }
                },
                count::damaged);
        return count;
    }

    private long epochInTheOutbox() {
        AtomicLong latest = new AtomicLong();
        eachInTheOutbox(entry -> latest.accumulateAndGet(entry.offer().epoch(), Math::max));
        return latest.get();
    }

    private void eachInTheOutbox(Consumer<OutboxEntry> sink) {
        redis.outbox(sink, (field, reason) -> {});
    }

    private Optional<String> doubt(SaleState state, boolean afresh, OptionalLong offered) {
        boolean isGiven = settings.allotment() != null;
        Optional<String> doubt = doubts.ofTheOrders()
                .or(() -> doubts.ofTheNumbers(afresh ? 0 : state.voided(), isGiven))
                .or(() -> isGiven || knowsBest(state) ? Optional.empty() : doubts.ofTheAllotment(allotmentIn(state)));
        if (doubt.isPresent()) {
            return doubt;
        }
        if (offered.isEmpty()) {
            return Optional.of(doubts.ofRedis(state));
        }
        if (offered.getAsLong() <= 0) {
            return Optional.of("the order log has no order of this sale, so nothing says how many units it offers."
                    + " Give --allotment, or SET the counter to its units, then run recover again.");
        }
        return offered.getAsLong() - log.orders() > RecoveryDoubts.UNITS_MAX
                ? Optional.of(
                        offered.getAsLong() + " units offered are more than a sale can have left. Give --allotment.")
                : Optional.empty();
    }

    /** Whoever knows the newest order knows best; Redis also knows of units that were added after it. */
    private OptionalLong offered(SaleState state) {
        if (settings.allotment() != null) {
            return OptionalLong.of(settings.allotment());
        }
        return knowsBest(state) ? doubts.offeredIn(state) : OptionalLong.of(log.allotment());
    }

    private boolean knowsBest(SaleState state) {
        return state.left() != null && !isBackupFromBeforeARebuild(state) && state.seq() >= log.seq();
    }

    private static Long allotmentIn(SaleState state) {
        return state.left() == null ? state.allotment() : Long.valueOf(state.offered());
    }

    private RedisSale.Kept kept(boolean afresh) {
        if (afresh) {
            return RedisSale.Kept.NOTHING;
        }
        return log.isCut() ? RedisSale.Kept.ALL : RedisSale.Kept.OUTBOX;
    }

    private boolean write(RebuiltSale sale, SaleState state, RedisSale.Kept kept) {
        long epoch = Math.max(clock.millis(), Math.max(state.epoch(), log.epoch()) + 1);
        RecoveredOrders orders = redis.recoveredOrders();
        try {
            log.readAgain(this::eachInTheOutbox, orders::add);
            if (!redis.rebuild(sale, orders, epoch, settings.keyLifetime(), kept)) {
                orders.discard();
                return refuse("somebody else changed the sale meanwhile. Run this again.");
            }
        } catch (JedisDataException | OrderLogUnavailableException e) {
            // Redis answers, so what was gathered need not fill it any longer.
            orders.discard();
            throw e;
        }
        tell(sale, orders.keys());
        return true;
    }

    private void tell(RebuiltSale sale, long keys) {
        out.printf(
                Locale.ROOT,
                "Recovered: allotment %d, %d orders, %d left, seq %d (%d numbers void), %d keys. The sale is open.%n",
                sale.allotment(),
                sale.orders(),
                sale.left(),
                sale.seq(),
                sale.voided(),
                keys);
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
        if (!log.ignored().isEmpty()) {
            out.println("Start every instance with --ignore " + log.ignored()
                    + " too: it reads the order log at each new connection to Redis, and would halt the sale again.");
        }
        out.println("Opening hours and the limit per buyer are not in the log; set them again if there were any.");
    }
}

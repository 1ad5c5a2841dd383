package dev.seckill.api.recover;

import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.orderlog.OrderLogUnavailableException;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.recover.RecoveryReport.Backup;
import dev.seckill.api.recover.RecoveryReport.Found;
import dev.seckill.api.recover.RecoveryReport.Outcome;
import dev.seckill.api.recover.RecoveryReport.Rebuilt;
import dev.seckill.api.recover.RecoveryReport.Refused;
import dev.seckill.api.recover.RecoveryReport.Sound;
import dev.seckill.api.redis.RecoveredOrders;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Rebuilds a sale from the order log after Redis lost it or came back older. The order of the steps is what makes it
 * safe: first nobody may decide, then everybody must have delivered, then the log is read, then the sale opens.
 */
public final class Recovery {

    private final RedisSale redis;
    private final LoggedSale log;
    private final Consumer<List<OutboxEntry>> journal;
    private final Settings settings;
    private final Clock clock;
    private final RecoveryDoubts doubts;
    private final OfferedUnits units;

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

    /** @param journal writes events to the order log, and returns once that has them */
    public Recovery(
            RedisSale redis, LoggedSale log, Consumer<List<OutboxEntry>> journal, Settings settings, Clock clock) {
        this.redis = redis;
        this.log = log;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
        this.doubts = new RecoveryDoubts(log, redis.outboxKey(), this::eachInTheOutbox, clock);
        this.units = new OfferedUnits(log, doubts, settings.allotment());
    }

    /**
     * Rebuilds the sale if it needs it.
     *
     * @param halted gets what was found, when the sale is halted and before the wait for the instances
     */
    public RecoveryReport run(Consumer<Found> halted) {
        // The log first: a sound Redis knows all that the log has by then, also while the sale goes on.
        log.readOn();
        Optional<String> doubt = doubts.ofTheOrders();
        if (doubt.isPresent()) {
            return RecoveryReport.of(null, new Refused(doubt.get() + " Nothing was written."));
        }
        if (settings.allotment() == null && log.orders() == 0 && log.events() == 0 && !redis.isThere()) {
            // To halt it would make it a sale, which --stock no longer puts on sale.
            return RecoveryReport.of(
                    null, new Refused("no such sale in Redis or in the order log: check --sale. Nothing was written."));
        }
        SaleState before = redis.state();
        Found found = new Found(before.left(), before.seq(), log.orders(), log.seq(), redis.lost());
        if (isFine(before, found)) {
            return RecoveryReport.of(found, new Sound());
        }
        redis.halt();
        halted.accept(found);
        Map<String, String> publishing = new QuietWait(redis, settings).await();
        if (!publishing.isEmpty()) {
            return RecoveryReport.of(
                    found,
                    new Refused(String.format(
                            Locale.ROOT,
                            "instances still publish for this sale after %ds: %s. Stop them, or mend what keeps the order"
                                    + " log from acknowledging, and run this again. The sale stays halted.",
                            settings.settleWait().toSeconds(),
                            publishing)));
        }
        return rebuild(found);
    }

    private static Refused refusedHalted(String doubt) {
        return new Refused(doubt + " Nothing was written; the sale stays halted.");
    }

    private boolean isFine(SaleState state, Found found) {
        return state.left() != null
                && state.phase() != SaleState.Phase.HALTED
                && !state.isWithoutJournal()
                && state.epoch() >= log.epoch()
                && state.seq() >= log.seq()
                && state.lastNo() >= log.no()
                && state.decided() >= log.orders()
                && found.lost().isEmpty();
    }

    private RecoveryReport rebuild(Found found) {
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
            return RecoveryReport.of(found, new Refused("somebody else rebuilt the sale meanwhile. Run this again."));
        }
        if (afresh) {
            Optional<String> doubt =
                    doubts.ofTheOrders().or(() -> doubts.ofTheRebuild(outbox.unlogged, settings.rebuiltAt()));
            if (doubt.isPresent()) {
                return RecoveryReport.of(found, refusedHalted(doubt.get()));
            }
        }
        // Each of these orders was delivered, or its unit was given up by the rebuild that is confirmed.
        Backup dropped =
                afresh && state.seq() > 0 ? new Backup(Instant.ofEpochMilli(log.epoch()), outbox.orders) : null;
        OptionalLong offered = units.in(state);
        Optional<String> doubt = units.doubt(state, afresh, offered);
        Outcome outcome = doubt.isPresent()
                ? refusedHalted(doubt.get())
                : write(log.rebuild(offered.getAsLong(), state), state, kept(afresh));
        return new RecoveryReport(found, dropped, outbox.damaged(redis.outboxKey()), outcome);
    }

    private OutboxCount readOutbox(boolean adds) {
        OutboxCount count = new OutboxCount();
        redis.outbox(
                entry -> {
                    count.orders += entry.order() == null ? 0 : 1;
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

    private RedisSale.Kept kept(boolean afresh) {
        if (afresh) {
            return RedisSale.Kept.NOTHING;
        }
        return log.isCut() ? RedisSale.Kept.ALL : RedisSale.Kept.OUTBOX;
    }

    private Outcome write(RebuiltSale sale, SaleState state, RedisSale.Kept kept) {
        long epoch = Math.max(clock.millis(), Math.max(state.epoch(), log.epoch()) + 1);
        RecoveredOrders orders = redis.recoveredOrders();
        try {
            log.readAgain(this::eachInTheOutbox, orders::add);
            if (!redis.rebuild(sale, orders, epoch, settings.keyLifetime(), kept, journal)) {
                orders.discard();
                return new Refused("somebody else changed the sale meanwhile. Run this again.");
            }
        } catch (JedisDataException | OrderLogUnavailableException e) {
            // Redis answers, so what was gathered need not fill it any longer.
            orders.discard();
            throw e;
        }
        return new Rebuilt(sale, orders.keys(), log.orders(), log.isCut(), log.ignored());
    }
}

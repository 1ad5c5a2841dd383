package dev.seckill.api.recover;

import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.recover.RecoveryReport.Backup;
import dev.seckill.api.recover.RecoveryReport.Found;
import dev.seckill.api.recover.RecoveryReport.Rebuilt;
import dev.seckill.api.recover.RecoveryReport.Refused;
import dev.seckill.api.recover.RecoveryReport.Sound;
import dev.seckill.api.redis.OrderTally;
import dev.seckill.api.redis.RecoveredOrders;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One sale on its way through a {@link Recovery}, which says when it takes which step. A step returns how it ended for the
 * sale, or null if it goes on.
 */
final class SaleRecovery {

    private final RedisSale redis;
    private final LoggedSale log;
    private final Consumer<List<OutboxEntry>> journal;
    private final Recovery.Settings settings;
    private final Clock clock;
    private final RecoveryDoubts doubts;
    private final OfferedUnits units;
    private Found found;
    private SaleState seen;
    private long known;
    private boolean afresh;
    private OutboxCount outbox;
    private Backup dropped;
    private RebuiltSale rebuilt;
    private RecoveredOrders orders;

    SaleRecovery(
            RedisSale redis,
            LoggedSale log,
            Consumer<List<OutboxEntry>> journal,
            Recovery.Settings settings,
            Clock clock) {
        this.redis = redis;
        this.log = log;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
        this.doubts = new RecoveryDoubts(log, redis.outboxKey(), this::eachInTheOutbox, clock);
        this.units = new OfferedUnits(log, doubts, settings.allotment());
    }

    SaleId id() {
        return log.id();
    }

    RedisSale redis() {
        return redis;
    }

    /** What {@link #look} found. */
    Found found() {
        return found;
    }

    /** Compares Redis with the log, which was read before. */
    RecoveryReport look() {
        Optional<String> doubt = doubts.ofTheOrders();
        if (doubt.isPresent()) {
            return RecoveryReport.of(null, new Refused(doubt.get() + " Nothing was written."));
        }
        if (settings.allotment() == null && log.orders() == 0 && log.events() == 0 && !redis.isThere()) {
            // To halt it would make it a sale, which --stock no longer puts on sale.
            return RecoveryReport.of(
                    null, new Refused("no such sale in Redis or in the order log: check --sale. Nothing was written."));
        }
        SaleState state = redis.state();
        found = new Found(state.left(), state.seq(), log.orders(), log.seq(), redis.lost());
        return isFine(state) ? RecoveryReport.of(found, new Sound()) : null;
    }

    private boolean isFine(SaleState state) {
        return state.left() != null
                && state.phase() != SaleState.Phase.HALTED
                && !state.isWithoutJournal()
                && state.epoch() >= log.epoch()
                && state.seq() >= log.seq()
                && state.lastNo() >= log.no()
                && state.decided() >= log.orders()
                && found.lost().isEmpty();
    }

    void halt() {
        redis.halt();
    }

    /** @param publishing the instances that still publish, with what each has to deliver */
    RecoveryReport refusal(Map<String, String> publishing) {
        return publishing.isEmpty()
                ? null
                : RecoveryReport.of(
                        found,
                        new Refused(String.format(
                                Locale.ROOT,
                                "instances still publish for this sale after %ds: %s. Stop them, or mend what keeps the order"
                                        + " log from acknowledging, and run this again. The sale stays halted.",
                                settings.settleWait().toSeconds(),
                                publishing)));
    }

    /** Reads it before the log: an order that a relay delivers between the two looks is then in at least one of them. */
    RecoveryReport readOutbox() {
        seen = redis.state();
        // An outbox may know of the last rebuild though the figures are lost, and though the log does not.
        known = Math.max(seen.epoch(), epochInTheOutbox());
        afresh = known < log.epoch();
        outbox = new OutboxCount();
        redis.outbox(
                entry -> {
                    outbox.orders += entry.order() == null ? 0 : 1;
                    outbox.unlogged += log.has(entry) ? 0 : 1;
                    if (!afresh) {
                        log.add(entry);
                    }
                },
                outbox::damaged);
        return null;
    }

    private long epochInTheOutbox() {
        AtomicLong latest = new AtomicLong();
        eachInTheOutbox(entry -> latest.accumulateAndGet(entry.offer().epoch(), Math::max));
        return latest.get();
    }

    private void eachInTheOutbox(Consumer<OutboxEntry> sink) {
        redis.outbox(sink, (field, reason) -> {});
    }

    /** Decides what the sale is to be; everything that is needed for that was read. */
    RecoveryReport plan() {
        SaleState state = redis.state();
        if (state.epoch() != seen.epoch() || known < log.epoch() != afresh || log.isOvertaken()) {
            return RecoveryReport.of(found, new Refused("somebody else rebuilt the sale meanwhile. Run this again."));
        }
        seen = state;
        if (afresh) {
            Optional<String> doubt =
                    doubts.ofTheOrders().or(() -> doubts.ofTheRebuild(outbox.unlogged, settings.rebuiltAt()));
            if (doubt.isPresent()) {
                return RecoveryReport.of(found, refusedHalted(doubt.get()));
            }
        }
        // Each of these orders was delivered, or its unit was given up by the rebuild that is confirmed.
        dropped = afresh && state.seq() > 0 ? new Backup(Instant.ofEpochMilli(log.epoch()), outbox.orders) : null;
        OptionalLong offered = units.in(state);
        Optional<String> doubt = units.doubt(state, afresh, offered);
        if (doubt.isPresent()) {
            return report(refusedHalted(doubt.get()));
        }
        rebuilt = log.rebuild(offered.getAsLong(), state);
        return null;
    }

    private static Refused refusedHalted(String doubt) {
        return new Refused(doubt + " Nothing was written; the sale stays halted.");
    }

    private RecoveryReport report(RecoveryReport.Outcome outcome) {
        return new RecoveryReport(found, dropped, outbox.damaged(redis.outboxKey()), outcome);
    }

    /** Gets ready to gather what the sale has to remember; what it returns takes each event. */
    Consumer<OutboxEntry> gathering() {
        orders = redis.recoveredOrders();
        return orders::add;
    }

    void beginAgain(Consumer<OutboxEntry> sink) {
        log.beginAgain(this::eachInTheOutbox, sink);
    }

    void flush() {
        orders.flush();
    }

    /** Drops what was gathered, if anything was. */
    void discard() {
        if (orders != null) {
            orders.discard();
        }
    }

    /** Writes the sale as it was planned, with what was gathered. */
    RecoveryReport write() {
        if (log.isOvertaken() || log.hasGoneOnSince(rebuilt)) {
            discard();
            return report(
                    new Refused("the order log got an event meanwhile that was to be given up, or that has the next"
                            + " number. Run this again; the sale stays halted."));
        }
        OrderTally tally = orders.settle(!log.isCut(), kept(), seen.lastNo() < log.no());
        long epoch = Math.max(clock.millis(), Math.max(seen.epoch(), log.epoch()) + 1);
        if (!log.isCut()) {
            // Only order by order it shows that each gave its units back once.
            rebuilt = orders.takeBackOversold(id(), rebuilt.withReleased(tally.releasedUnits()), epoch);
            tally = orders.tally();
        }
        if (!redis.rebuild(rebuilt, orders, epoch, settings.keyLifetime(), kept(), journal)) {
            discard();
            return report(new Refused("somebody else changed the sale meanwhile. Run this again."));
        }
        return report(new Rebuilt(rebuilt, tally, orders.keys(), log.orders(), log.isCut(), log.ignored()));
    }

    private RedisSale.Kept kept() {
        if (afresh) {
            return RedisSale.Kept.NOTHING;
        }
        return log.isCut() ? RedisSale.Kept.ALL : RedisSale.Kept.OUTBOX;
    }
}

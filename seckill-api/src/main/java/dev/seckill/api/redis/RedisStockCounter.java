package dev.seckill.api.redis;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.BatchPlanner;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.NewerFormatException;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The counter in Redis: a batch is one optimistic transaction of two pipelined round trips, {@link SaleReader} and
 * {@link SaleTransaction}, with the rules of {@link BatchPlanner} between them. {@link LookAhead} spares it the first.
 *
 * <p>A connection lost in trip 1 means that nothing was decided. Lost in trip 2, {@link SaleCommit} learns the outcome.
 * Used by one thread.
 */
public final class RedisStockCounter implements StockCounter {

    private final SaleId sale;
    private final SaleKeys keys;
    private final RedisLink link;
    private final Runnable onClose;
    private final SeqGuard guard;
    private final RedisVerdicts verdicts;
    private final SoundCheck check;
    private final SoundLook look;
    private final FirstEvent first;
    private final BatchPlanner planner;
    private final SaleCommit commit;
    private final HalfDoneHalt halt;
    private final SaleNotices notices;

    /**
     * The counter's own bounds.
     *
     * @param stock units to create the counter with if the sale was never sold, or null: it must exist
     * @param outboxMax events that may wait in the outbox, over all instances; past it requests are refused
     * @param readBackWait how long to try to learn the outcome of a transaction whose reply got lost
     * @param keyLifetime how long a key is remembered at least, counted from the sale's newest order with a key
     * @param failoverWait how long a Redis process that is new to the sale is left alone; zero for not at all
     * @param lookAhead how old a look may be that came with the transaction before; zero to look for each batch
     * @param holds how many orders may be held, and are released at once
     */
    public record Settings(
            Long stock,
            long outboxMax,
            Duration readBackWait,
            Duration keyLifetime,
            Duration failoverWait,
            Duration lookAhead,
            HoldBounds holds) {

        /** With the default bounds on holds. */
        public Settings(
                Long stock,
                long outboxMax,
                Duration readBackWait,
                Duration keyLifetime,
                Duration failoverWait,
                Duration lookAhead) {
            this(stock, outboxMax, readBackWait, keyLifetime, failoverWait, lookAhead, HoldBounds.DEFAULT);
        }

        /** The same for a counter that must exist. */
        public Settings withoutStock() {
            return new Settings(null, outboxMax, readBackWait, keyLifetime, failoverWait, lookAhead, holds);
        }
    }

    /**
     * Bounds on holds.
     *
     * @param heldMax orders that may be held at once in a sale; past it purchases are refused
     * @param expireMax orders that are released in one batch because their time is over
     * @param ordersMax orders that a sale may remember; past it purchases that it would remember are refused
     */
    public record HoldBounds(long heldMax, int expireMax, long ordersMax) {

        /** What holds without a word. */
        public static final HoldBounds DEFAULT = new HoldBounds(100_000, 256, 1_000_000);
    }

    /** A counter that connects when it is first used, and keeps to itself how its Redis may lose things. */
    public RedisStockCounter(SaleId sale, RedisSettings redis, Settings settings, LoggedSeq loggedSeq, Clock clock) {
        this(sale, redis, settings, loggedSeq, clock, new StoreRisks());
    }

    /**
     * The same.
     *
     * @param risks hears at every new connection how Redis may lose things
     */
    public RedisStockCounter(
            SaleId sale, RedisSettings redis, Settings settings, LoggedSeq loggedSeq, Clock clock, StoreRisks risks) {
        this(
                sale,
                Connections.of(sale, new RedisNodes(redis)),
                settings,
                new SeqGuard(loggedSeq),
                FirstEvent.notHeldBack(sale),
                new OrderIdGenerator(clock)::next,
                new FailoverPause(settings.failoverWait(), System::nanoTime),
                risks,
                true);
    }

    /**
     * One that shares its connection with other sales; closing it leaves that open.
     *
     * @param guard remembers what was decided, also over other connections
     * @param readOn has read on in the background what the guard goes by
     */
    RedisStockCounter(
            SaleId sale,
            Connections connections,
            Settings settings,
            SeqGuard guard,
            Supplier<CompletableFuture<Void>> readOn,
            Supplier<OrderId> ids,
            FailoverPause pause,
            StoreRisks risks) {
        this(sale, connections, settings, guard, new FirstEvent(sale, readOn), ids, pause, risks, false);
    }

    private RedisStockCounter(
            SaleId sale,
            Connections connections,
            Settings settings,
            SeqGuard guard,
            FirstEvent first,
            Supplier<OrderId> ids,
            FailoverPause pause,
            StoreRisks risks,
            boolean ownsLink) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.keys = new SaleKeys(sale);
        this.link = connections.own();
        this.onClose = ownsLink ? link::close : () -> {};
        this.guard = guard;
        this.verdicts = new RedisVerdicts(link, keys, new Registration(sale, link, connections.registry()));
        this.check = new SoundCheck(sale, verdicts, guard, pause);
        SaleReader reader = new SaleReader(link, keys, settings.holds().expireMax(), System::nanoTime);
        LookAhead ahead = new LookAhead(settings.lookAhead(), System::nanoTime, link::watch);
        this.look = new SoundLook(
                sale,
                link,
                Objects.requireNonNull(risks, "risks"),
                reader,
                ahead,
                check,
                new StartingStock(sale, link, keys, guard, settings.stock()));
        this.first = first;
        this.planner = new BatchPlanner(
                sale,
                ids,
                settings.outboxMax(),
                settings.holds().heldMax(),
                settings.holds().ordersMax());
        this.halt = new HalfDoneHalt(sale, link, keys, look);
        this.commit = new SaleCommit(
                sale,
                new SaleTransaction(sale, link, keys, reader, settings.keyLifetime(), risks),
                ahead,
                look,
                new ExecReadBack(
                        link,
                        connections.owner(),
                        keys,
                        settings.readBackWait(),
                        StoreNode.confirmedWithin(settings.failoverWait())),
                halt);
        this.notices = new SaleNotices(sale);
    }

    /**
     * The connections that a sale needs, which are one and the same but in a cluster.
     *
     * @param own over which it is decided
     * @param owner leads to whoever has the sale by now; throws a {@link JedisException} if nobody can tell
     * @param registry leads to whoever has the registry of all sales; throws the same
     */
    record Connections(RedisLink own, Supplier<RedisLink> owner, Supplier<RedisLink> registry) {

        static Connections to(RedisLink link) {
            return new Connections(link, () -> link, () -> link);
        }

        /** For a sale alone: each follows its slot. */
        static Connections of(SaleId sale, RedisNodes nodes) {
            RedisLink own = new RedisLink(nodes, nodes.slotOf(SaleKeys.bytes(sale.value())));
            if (!nodes.isCluster()) {
                return to(own);
            }
            RedisLink registry = new RedisLink(nodes, nodes.slotOf(SaleRegistry.SALES));
            return new Connections(own, () -> own, () -> {
                registry.open();
                return registry;
            });
        }
    }

    /** The sale was decided by another counter until now, over another connection. */
    void takeOver(RedisStockCounter other) {
        halt.takeOver(other.halt);
    }

    @Override
    public Attempt decide(List<? extends Request> requests, List<EventId> settled, BooleanSupplier tooLate) {
        BatchPlan plan;
        SaleReader.Snapshot snapshot;
        List<EventId> toSettle = settled;
        look.begin();
        halt.finish();
        if (first.isReading()) {
            return new Attempt.NotYet();
        }
        if (first.wasRead()) {
            check.readAgain();
        }
        try {
            snapshot = look.ahead(requests);
            plan = snapshot == null ? null : planAhead(requests, snapshot);
            if (plan == null) {
                snapshot = look.anew(requests, settled);
                if (snapshot == null) {
                    first.read();
                    return decide(requests, settled, tooLate);
                }
                toSettle = List.of();
                plan = plan(requests, snapshot);
            }
            if (isFirst(plan) && first.isReadingDue()) {
                first.read();
                return decide(requests, settled, tooLate);
            }
            if (!plan.events().isEmpty()) {
                verdicts.register();
            }
        } catch (JedisConnectionException e) {
            look.disconnect();
            throw new StockUnavailableException(sale, "redis - does not answer: " + e.getMessage(), e);
        } catch (NewerFormatException e) {
            throw new StockUnavailableException(sale, "sale - " + e.getMessage(), NewerFormatException.TROUBLE, e);
        } catch (JedisException | IllegalArgumentException e) {
            link.refused(e);
            Refusal refusal = Refusal.of(e);
            if (refusal == Refusal.MOVED || refusal == Refusal.UNDER_WAY) {
                return new Attempt.NotYet();
            }
            if (e instanceof JedisException && !RedisReply.isOfAnotherType(e)) {
                throw new StockUnavailableException(sale, "redis - refused a command: " + e.getMessage(), e);
            }
            return unusable(requests, e);
        }
        SaleState state = snapshot.state();
        notices.tellMissing(state);
        if (plan.events().isEmpty()) {
            return Attempt.Decided.unchanged(plan);
        }
        if (tooLate.getAsBoolean()) {
            return new Attempt.TooLate();
        }
        if (mayHaveClosed(plan, snapshot)) {
            return new Attempt.Contended(); // by time; the next look tells
        }
        return commit.apply(plan, snapshot, toSettle) ? decided(plan, state) : new Attempt.Contended();
    }

    /** Whether it begins the sale, as far as Redis knows. */
    private static boolean isFirst(BatchPlan plan) {
        return !plan.events().isEmpty() && plan.before().allotment() == null;
    }

    /** Whether the sale may have closed since Redis told the time at which the plan sells. */
    private static boolean mayHaveClosed(BatchPlan plan, SaleReader.Snapshot snapshot) {
        return plan.soldBefore() != null
                && !snapshot.latestNow(System.nanoTime()).isBefore(plan.soldBefore());
    }

    /** A plan that only a transaction can make true; null if there is nothing to be written. */
    private BatchPlan planAhead(List<? extends Request> requests, SaleReader.Snapshot snapshot) {
        BatchPlan plan = plan(requests, snapshot);
        return plan.events().isEmpty() ? null : plan;
    }

    private BatchPlan plan(List<? extends Request> requests, SaleReader.Snapshot snapshot) {
        BatchPlan plan =
                planner.plan(requests, snapshot.memory().now(), snapshot.state(), snapshot.prior(), snapshot.due());
        notices.tellDamages(plan.damages());
        return plan;
    }

    private Attempt decided(BatchPlan plan, SaleState state) {
        guard.decided(plan.lastNo());
        notices.tellChangeByHand(state);
        if (plan.events().size() > plan.accepted().size()) {
            notices.tellChanges(plan);
        }
        return plan.decided();
    }

    /** The sale as Redis has it cannot be decided upon: not a number, a key of another type. */
    private Attempt unusable(List<? extends Request> requests, RuntimeException e) {
        String trouble = Reason.of(e);
        notices.tellUnusable(trouble);
        Decision refused = Decision.refused(Outcome.UNKNOWN_SALE, "The sale's data cannot be used.");
        return new Attempt.Decided(requests.stream().map(p -> refused).toList(), null, false, refused.detail());
    }

    @Override
    public void isNext(List<? extends Request> requests) {
        if (!halt.isDue() && !first.isReading()) {
            look.comesAlong(requests);
        }
    }

    @Override
    public List<EventId> unsettled(List<EventId> events) {
        look.begin();
        if (!check.isHeldAgainstTheLog()) {
            throw new StockUnavailableException(sale, "redis - whether it is sound is not known yet", null);
        }
        try {
            link.send(Command.HMGET, SaleKeys.with(keys.outbox, events));
            List<Object> values = RedisReply.list(link.replies(1).get(0));
            List<EventId> unsettled = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) != null) {
                    unsettled.add(events.get(i));
                }
            }
            return unsettled;
        } catch (JedisException e) {
            link.refused(e);
            look.disconnect();
            throw new StockUnavailableException(sale, "redis - does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isBusy() {
        return halt.isDue() || check.isCountingDown();
    }

    @Override
    public void close() {
        onClose.run();
    }
}

package dev.seckill.api.redis;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.BatchPlanner;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.ForeignText;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The counter in Redis: a batch is one optimistic transaction of two pipelined round trips, {@link SaleReader} and
 * {@link SaleTransaction}, with the rules of {@link BatchPlanner} between them. {@link LookAhead} spares it the first.
 *
 * <p>A connection lost in trip 1 means that nothing was decided. Lost in trip 2, the outcome is read back by
 * {@link ExecReadBack}. Used by one thread.
 */
public final class RedisStockCounter implements StockCounter {

    private static final Logger log = LoggerFactory.getLogger(RedisStockCounter.class);

    /** Looks at one batch: at a new connection two, one more when the sale is halted, one more when it is rebuilt. */
    private static final int LOOKS_MAX = 5;

    private final SaleId sale;
    private final SaleKeys keys;
    private final Settings settings;
    private final RedisLink link;
    private final StoreRisks risks;
    private final SeqGuard guard;
    private final SoundCheck check;
    private final SaleReader reader;
    private final LookAhead ahead;
    private final Clock clock;
    private final BatchPlanner planner;
    private final SaleTransaction transaction;
    private final ExecReadBack readBack;
    private final SparseLine damaged = new SparseLine();
    private final SparseLine unusable = new SparseLine();
    private final SparseLine missing = new SparseLine();
    private final SparseLine changedByHand = new SparseLine();
    private boolean created;
    /** A batch whose transaction is half done while the sale is not halted yet; otherwise null. */
    private BatchPlan halfDone;

    private String lastTrouble = "";

    /**
     * The counter's own bounds.
     *
     * @param stock units to create the counter with if the sale was never sold, or null: it must exist
     * @param outboxMax orders that may wait in the outbox, over all instances; past it purchases are refused
     * @param readBackWait how long to try to learn the outcome of a transaction whose reply got lost
     * @param keyLifetime how long a key is remembered at least, counted from the sale's newest order with a key
     * @param failoverWait how long a Redis process that is new to the sale is left alone; zero for not at all
     * @param lookAhead how old a look may be that came with the transaction before; zero to look for each batch
     */
    public record Settings(
            Long stock,
            long outboxMax,
            Duration readBackWait,
            Duration keyLifetime,
            Duration failoverWait,
            Duration lookAhead) {}

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
        this.risks = Objects.requireNonNull(risks, "risks");
        this.sale = Objects.requireNonNull(sale, "sale");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.keys = new SaleKeys(sale);
        this.link = new RedisLink(redis);
        this.guard = new SeqGuard(loggedSeq);
        this.check =
                new SoundCheck(sale, link, keys, guard, new FailoverPause(settings.failoverWait(), System::nanoTime));
        this.reader = new SaleReader(link, keys);
        this.ahead = new LookAhead(settings.lookAhead(), System::nanoTime);
        this.transaction = new SaleTransaction(sale, link, keys, reader, settings.keyLifetime());
        this.clock = clock;
        this.planner = new BatchPlanner(sale, new OrderIdGenerator(clock)::next, settings.outboxMax());
        this.readBack = new ExecReadBack(link, keys, settings.readBackWait());
    }

    @Override
    public Attempt decide(List<Purchase> purchases, List<OrderId> settled, BooleanSupplier tooLate) {
        BatchPlan plan;
        SaleReader.Snapshot snapshot;
        List<OrderId> toSettle = settled;
        finishHalt();
        try {
            snapshot = ahead.takeFor(purchases);
            plan = snapshot == null ? null : planAhead(purchases, snapshot);
            if (plan == null) {
                snapshot = look(purchases, settled);
                toSettle = List.of();
                plan = plan(purchases, snapshot);
            }
        } catch (JedisConnectionException e) {
            disconnect();
            throw new StockUnavailableException(sale, "redis - does not answer: " + e.getMessage(), e);
        } catch (JedisException | IllegalArgumentException e) {
            if (e instanceof JedisException && !RedisReply.isOfAnotherType(e)) {
                throw new StockUnavailableException(sale, "redis - refused a command: " + e.getMessage(), e);
            }
            return unusable(purchases, e);
        }
        SaleState state = snapshot.state();
        tellMissing(state);
        if (plan.accepted().isEmpty()) {
            return new Attempt.Decided(plan.decisions(), state.left(), plan.open(), state.trouble());
        }
        return tooLate.getAsBoolean() ? new Attempt.TooLate() : commit(plan, snapshot, toSettle);
    }

    /** A plan that only a transaction can make true; null if there is nothing to be accepted, or reason to look again. */
    private BatchPlan planAhead(List<Purchase> purchases, SaleReader.Snapshot snapshot) {
        if (!check.mayDecideUpon(snapshot)) {
            return null;
        }
        BatchPlan plan = plan(purchases, snapshot);
        return plan.accepted().isEmpty() ? null : plan;
    }

    private BatchPlan plan(List<Purchase> purchases, SaleReader.Snapshot snapshot) {
        BatchPlan plan = planner.plan(purchases, clock.instant(), snapshot.state(), snapshot.prior());
        for (RuntimeException damage : plan.damages()) {
            damaged.say(times -> log.error(
                    "sale - what it remembers of keys or buyers cannot be read; somebody else wrote it (times={},"
                            + " sale={}, reason={})",
                    times,
                    sale,
                    Reason.of(damage)));
        }
        return plan;
    }

    /** Reads until the check is content. */
    private SaleReader.Snapshot look(List<Purchase> purchases, List<OrderId> settled) {
        link.open();
        risks.found(link.risks());
        SaleReader.Snapshot snapshot = reader.read(purchases, settled);
        for (int looks = 1; !check.mayDecideUpon(snapshot); looks++) {
            if (looks == LOOKS_MAX) {
                throw new StockUnavailableException(sale, "sale - halted and opened again at every look", null);
            }
            snapshot = reader.read(purchases, List.of());
        }
        if (settings.stock() != null && !created && check.isSound()) {
            create(settings.stock());
            created = true;
            snapshot = reader.read(purchases, List.of());
        }
        return snapshot;
    }

    private void disconnect() {
        link.drop();
        ahead.forget();
        check.disconnected();
    }

    /** Puts the stock on sale unless there is a counter, or orders that say that there was one. */
    private void create(long stock) {
        if (!guard.knowsNoOrder()) {
            log.info("sale - counter not created, there are orders of it (sale={}, {})", sale, guard);
            return;
        }
        link.send(Command.HGET, keys.sale, SaleKeys.bytes("seq"));
        Object seq = link.replies(1).get(0);
        if (seq != null) {
            log.info(
                    "sale - counter not created, it was sold before (sale={}, seq={})",
                    sale,
                    ForeignText.shown(RedisReply.text(seq)));
            return;
        }
        link.send(Command.SET, keys.counter, SaleKeys.bytes(Long.toString(stock)), SaleKeys.bytes("NX"));
        boolean made = link.replies(1).get(0) != null;
        log.info("sale - counter {} (sale={}, stock={})", made ? "created" : "was there, left as it is", sale, stock);
    }

    private Attempt commit(BatchPlan plan, SaleReader.Snapshot seen, List<OrderId> settled) {
        try {
            SaleTransaction.Result result = transaction.run(plan, seen, settled, ahead.isWanted());
            if (!result.applied()) {
                ahead.rest();
                return new Attempt.Contended();
            }
            ahead.keep(result.next());
            return decided(plan, seen.state());
        } catch (HalfDoneException e) {
            halt(plan, e);
            throw e;
        } catch (JedisConnectionException e) {
            disconnect();
            return readBack(plan, seen.state(), e);
        }
    }

    private Attempt readBack(BatchPlan plan, SaleState state, JedisConnectionException loss) {
        switch (readBack.whatBecameOf(plan, state.left(), loss)) {
            case APPLIED -> {
                return decided(plan, state);
            }
            case NOT_APPLIED -> {
                return new Attempt.Contended();
            }
            default -> {
                HalfDoneException e = new HalfDoneException(sale, "read back after its reply got lost", loss);
                halt(plan, e);
                throw e;
            }
        }
    }

    /** Nothing of the batch is told or delivered; if Redis refuses even the halt, every look of this instance tries again. */
    private void halt(BatchPlan plan, HalfDoneException reason) {
        ahead.forget();
        log.error(
                "sale - to be halted: a transaction is half done; mend what failed and run recover (sale={}, orders={},"
                        + " first={}, reason={})",
                sale,
                plan.accepted().size(),
                plan.accepted().get(0).order().orderId(),
                Reason.of(reason));
        halfDone = plan;
        finishHalt();
    }

    private void finishHalt() {
        if (halfDone != null) {
            try {
                link.open();
                transaction.halt(halfDone);
                halfDone = null;
            } catch (JedisException e) {
                disconnect();
                throw new StockUnavailableException(sale, "redis - the sale could not be halted: " + e.getMessage(), e);
            }
        }
    }

    private Attempt decided(BatchPlan plan, SaleState state) {
        guard.decided(state.seq() + plan.accepted().size());
        tellChangeByHand(state);
        return new Attempt.Decided(
                plan.decisions(), state.left() - plan.accepted().size(), plan.open());
    }

    /** The sale as Redis has it cannot be decided upon: not a number, a key of another type. */
    private Attempt unusable(List<Purchase> purchases, RuntimeException e) {
        String trouble = Reason.of(e);
        if (!trouble.equals(lastTrouble)) {
            unusable.say(times ->
                    log.error("sale - cannot be decided (times={}, sale={}, reason={})", times, sale, trouble));
            lastTrouble = trouble;
        }
        Decision refused = Decision.refused(Outcome.UNKNOWN_SALE, "The sale's data cannot be used.");
        return new Attempt.Decided(purchases.stream().map(p -> refused).toList(), null, false, refused.detail());
    }

    /** Once, since the batch that was decided has remembered it. */
    private void tellChangeByHand(SaleState state) {
        if (state.changedByHand() != 0) {
            changedByHand.say(times -> log.warn(
                    "sale - somebody changed the counter by hand, which counts as offered (times={}, sale={}, units={},"
                            + " left={}, allotment={}, before={})",
                    times,
                    sale,
                    state.changedByHand(),
                    state.left(),
                    state.offered(),
                    state.allotment()));
        }
    }

    /** Once, until there is a counter, and once more if the sale is halted meanwhile. */
    private void tellMissing(SaleState state) {
        String trouble = state.left() == null ? whyMissing(state.phase()) : "";
        if (!trouble.isEmpty() && !trouble.equals(lastTrouble)) {
            missing.say(times -> log.warn("sale - {} (times={}, sale={})", trouble, times, sale));
        }
        lastTrouble = trouble;
    }

    private static String whyMissing(SaleState.Phase phase) {
        return phase == SaleState.Phase.HALTED
                ? "halted, there is no counter: run recover; if it refuses, give it --allotment, or SET the counter first"
                : "not loaded, there is no counter: SET it, or start with --stock";
    }

    @Override
    public List<OrderId> unsettled(List<OrderId> orders) {
        if (!check.isHeldAgainstTheLog()) {
            throw new StockUnavailableException(sale, "redis - whether it is sound is not known yet", null);
        }
        try {
            link.send(Command.HMGET, SaleKeys.with(keys.outbox, orders));
            List<Object> values = RedisReply.list(link.replies(1).get(0));
            List<OrderId> unsettled = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) != null) {
                    unsettled.add(orders.get(i));
                }
            }
            return unsettled;
        } catch (JedisException e) {
            disconnect();
            throw new StockUnavailableException(sale, "redis - does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}

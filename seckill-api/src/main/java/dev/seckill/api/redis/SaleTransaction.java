package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleFormat;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The second round trip of a decision: everything that a batch changes, if nobody changed the sale since it was watched.
 * After it the look for the next batch, of this sale or of the one that has its turn next, if that is wanted; what is logged
 * leaves the outbox before it, where there was no first trip.
 *
 * <pre>
 * [HDEL outbox settled…] · MULTI · DECRBY or INCRBY c k
 * · HSET {c}:sale no left seq allotment batch [state] [definition] [byHand] [held] [marks of {@link SaleMemory}]
 * · HSET {c}:outbox … · [HSET {c}:orders … · EXPIRE] · [HSET {c}:buyers …] · [HINCRBY {c}:buyers buyer -units]…
 * · [HSET {c}:states …] · [ZADD {c}:held …] · [ZREM {c}:held …] · EXEC · [WAIT replicas time]
 * · [the look of {@link SaleReader}]
 * </pre>
 *
 * Used by one thread.
 */
final class SaleTransaction {

    private final SaleId sale;
    private final RedisLink link;
    private final SaleKeys keys;
    private final SaleReader reader;
    private final Duration keyLifetime;
    private final StoreRisks risks;

    /**
     * How it ended.
     *
     * @param applied whether it was applied; if not, somebody else changed the sale
     * @param next the sale as it is after it, watched; null if that was not wanted, or cannot be told
     */
    record Result(boolean applied, SaleReader.Snapshot next) {}

    /**
     * @param keyLifetime how long a key is remembered from this transaction on
     * @param risks hears where fewer replicas than wanted have a decision
     */
    SaleTransaction(
            SaleId sale, RedisLink link, SaleKeys keys, SaleReader reader, Duration keyLifetime, StoreRisks risks) {
        this.sale = sale;
        this.link = link;
        this.keys = keys;
        this.reader = reader;
        this.keyLifetime = keyLifetime;
        this.risks = risks;
    }

    /**
     * Applies the plan.
     *
     * @param seen what it was made upon
     * @param settled events to remove from the outbox, whether the plan is applied or not
     * @param lookAhead whether to look at the sale for the next batch
     * @throws redis.clients.jedis.exceptions.JedisConnectionException if it is not known whether it was applied
     * @throws StockUnavailableException if Redis refused it
     * @throws HalfDoneException if a command failed within it, which Redis does not roll back
     */
    Result run(BatchPlan plan, SaleReader.Snapshot seen, List<EventId> settled, boolean lookAhead) {
        int before = reader.sendSettled(settled);
        int after = before + send(plan, seen);
        LookAlong along = link.takeAlong();
        return along == null ? runAlone(plan, before, after, lookAhead) : runWith(along, plan, before, after);
    }

    /** The connection is for another sale next, so a look at this one would not last. */
    private Result runWith(LookAlong along, BatchPlan plan, int before, int after) {
        int waits = sendWait();
        List<Object> replies = link.repliesWithErrors(after + waits + along.send());
        boolean applied = isApplied(replies.subList(before, after), plan.stock().counterAfter());
        if (applied && waits > 0) {
            tellReplicas(replies.get(after));
        }
        along.keep(replies.subList(after + waits, replies.size()));
        return new Result(applied, null);
    }

    private Result runAlone(BatchPlan plan, int before, int after, boolean lookAhead) {
        int waits = sendWait();
        SaleReader.BatchLook next = lookAhead ? reader.sendLook(List.of()) : null;
        List<Object> replies = link.repliesWithErrors(after + waits + (next == null ? 0 : next.replies()));
        boolean applied = isApplied(replies.subList(before, after), plan.stock().counterAfter());
        if (applied && waits > 0) {
            tellReplicas(replies.get(after));
        }
        return new Result(applied, next == null ? null : look(next, replies.subList(after + waits, replies.size())));
    }

    private boolean isApplied(List<Object> replies, long expected) {
        Object exec = replies.get(replies.size() - 1);
        if (exec == null) {
            return false;
        }
        if (exec instanceof JedisDataException refusal) {
            if (isElsewhere(replies)) {
                return false;
            }
            throw new StockUnavailableException(
                    sale, "redis - refused the transaction: " + reason(replies, refusal), refusal);
        }
        for (Object reply : RedisReply.list(exec)) {
            if (reply instanceof JedisException failure) {
                throw new HalfDoneException(sale, failure.getMessage(), failure);
            }
        }
        Object left = RedisReply.list(exec).get(0);
        if (!Objects.equals(left, expected)) {
            // Cannot happen while WATCH holds. Nobody is told "accepted" on the strength of such a reply.
            throw new HalfDoneException(sale, "the counter is at " + left + ", not at " + expected, null);
        }
        return true;
    }

    /** Whether it was refused because of where the sale is. Nothing of it was done then. */
    private boolean isElsewhere(List<Object> replies) {
        JedisException refusal = RedisReply.firstError(replies);
        link.refused(refusal);
        Refusal kind = Refusal.of(refusal);
        return kind == Refusal.MOVED || kind == Refusal.UNDER_WAY;
    }

    /** What is wrong with the sale is for the next batch's own look to tell: this one is decided. */
    private SaleReader.Snapshot look(SaleReader.BatchLook next, List<Object> replies) {
        try {
            return reader.snapshot(next, replies);
        } catch (JedisException | IllegalArgumentException e) {
            return null;
        }
    }

    /** In the same trip. Returns the number of replies to expect. */
    private int sendWait() {
        RedisSettings.ReplicaWait replicas = link.replicas();
        if (replicas.count() == 0) {
            return 0;
        }
        link.send(
                Command.WAIT,
                SaleKeys.bytes(Integer.toString(replicas.count())),
                SaleKeys.bytes(Long.toString(replicas.within().toMillis())));
        return 1;
    }

    private void tellReplicas(Object reply) {
        if (reply instanceof JedisException refusal) {
            risks.replicasUnknown(Reason.of(refusal));
        } else if ((Long) reply < link.replicas().count()) {
            risks.fewReplicas((Long) reply, link.replicas());
        }
    }

    private int send(BatchPlan plan, SaleReader.Snapshot seen) {
        link.send(Command.MULTI);
        long units = plan.stock().change();
        link.send(
                units > 0 ? Command.INCRBY : Command.DECRBY,
                keys.counter,
                SaleKeys.bytes(Long.toString(Math.abs(units))));
        link.send(Command.HSET, sale(plan, seen));
        link.send(Command.HSET, outbox(plan, seen));
        int sent = 5;
        if (!plan.writtenKeys().isEmpty()) {
            link.send(Command.HSET, SaleKeys.withValues(keys.orders, plan.writtenKeys()));
            link.send(Command.EXPIRE, keys.orders, SaleKeys.bytes(Long.toString(keyLifetime.toSeconds())));
            sent += 2;
        }
        if (!plan.writtenBuyers().isEmpty()) {
            link.send(Command.HSET, SaleKeys.withValues(keys.buyers, plan.writtenBuyers()));
            sent++;
        }
        plan.returnedUnits()
                .forEach((buyer, returned) -> link.send(
                        Command.HINCRBY, keys.buyers, buyer.getBytes(UTF_8), SaleKeys.bytes(Long.toString(-returned))));
        sent += plan.returnedUnits().size() + sendOrders(plan);
        link.send(Command.EXEC);
        return sent;
    }

    /** An order that is held and released in one batch is added first. Returns the number of replies to expect. */
    private int sendOrders(BatchPlan plan) {
        int sent = 0;
        if (!plan.writtenOrders().isEmpty()) {
            link.send(Command.HSET, SaleKeys.withValues(keys.states, plan.writtenOrders()));
            sent++;
        }
        if (!plan.held().isEmpty()) {
            link.send(Command.ZADD, SaleKeys.withScores(keys.held, plan.held()));
            sent++;
        }
        if (!plan.heldNoMore().isEmpty()) {
            link.send(Command.ZREM, SaleKeys.withMembers(keys.held, plan.heldNoMore()));
            sent++;
        }
        return sent;
    }

    private byte[][] sale(BatchPlan plan, SaleReader.Snapshot seen) {
        List<byte[]> hset = new ArrayList<>();
        hset.add(keys.sale);
        hset.add(SaleKeys.bytes("no"));
        hset.add(SaleKeys.bytes(Long.toString(plan.lastNo())));
        hset.add(SaleKeys.bytes("left"));
        hset.add(SaleKeys.bytes(Long.toString(plan.stock().left())));
        hset.add(SaleKeys.bytes("seq"));
        hset.add(SaleKeys.bytes(
                Long.toString(seen.state().seq() + plan.accepted().size())));
        hset.add(SaleKeys.bytes("allotment"));
        hset.add(SaleKeys.bytes(Long.toString(plan.stock().offered())));
        hset.add(SaleKeys.bytes("batch"));
        hset.add(SaleKeys.bytes(plan.batch().toString()));
        plan.writtenFields().forEach((field, value) -> {
            hset.add(SaleKeys.bytes(field));
            hset.add(value.getBytes(UTF_8)); // a name may have any letters
        });
        if (!plan.writtenKeys().isEmpty()) {
            seen.memory().markKeys(hset, keyLifetime);
        }
        if (!plan.writtenBuyers().isEmpty()) {
            SaleMemory.markBuyers(hset);
        }
        if (!plan.writtenOrders().isEmpty()) {
            SaleMemory.markOrders(hset);
        }
        if (!seen.memory().marksOutbox()) {
            SaleMemory.markOutbox(hset);
            markFormat(hset);
        }
        return hset.toArray(byte[][]::new);
    }

    /** As part of an HSET of a sale that begins. */
    static void markFormat(List<byte[]> hset) {
        hset.add(SaleKeys.bytes(SaleFormat.FIELD));
        hset.add(SaleKeys.bytes(Long.toString(SaleFormat.NEWEST)));
    }

    private byte[][] outbox(BatchPlan plan, SaleReader.Snapshot seen) {
        List<byte[]> hset = new ArrayList<>(3 + 2 * plan.events().size());
        hset.add(keys.outbox);
        for (OutboxEntry entry : plan.events()) {
            hset.add(SaleKeys.bytes(entry.id().toString()));
            hset.add(entry.bytes());
        }
        if (!seen.memory().marksOutbox()) {
            SaleMemory.keepOutbox(hset);
        }
        return hset.toArray(byte[][]::new);
    }

    /** EXECABORT does not say why; the queued command that was refused does. */
    private static String reason(List<Object> replies, JedisDataException refusal) {
        JedisException first = RedisReply.firstError(replies);
        return first == null ? refusal.getMessage() : first.getMessage();
    }
}

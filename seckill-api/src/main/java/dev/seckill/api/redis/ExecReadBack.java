package dev.seckill.api.redis;

import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.OutcomeUnknownException;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Learns what became of a transaction whose reply got lost: its events stand in the outbox, or they do not.
 * If they do, so must everything else that it wrote; if they do not, nothing of it may.
 *
 * <p>The old connection is closed at the server first. Otherwise an EXEC that still lies in its input buffer could run
 * after the look and the answer would be wrong. And all this takes so long that there may be another master by then, which has
 * nothing of it; so what was found counts only where others have named the master since.
 */
final class ExecReadBack {

    private static final Logger log = LoggerFactory.getLogger(ExecReadBack.class);
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final RedisLink own;
    private final Supplier<RedisLink> owner;
    private final SaleKeys keys;
    private final Duration wait;
    private final Duration confirmedWithin;
    private final SparseLine wasRead = new SparseLine();

    /**
     * @param own over which transactions are sent
     * @param owner leads to whoever has the sale by then; throws a {@link JedisException} if nobody can tell
     * @param wait how long to try; shorter than the age at which a relay adopts an outbox entry, because an adopted
     *     entry may be gone from the outbox again
     * @param confirmedWithin how long it may be ago that others have named the master; zero: however long
     */
    ExecReadBack(RedisLink own, Supplier<RedisLink> owner, SaleKeys keys, Duration wait, Duration confirmedWithin) {
        this.own = own;
        this.owner = owner;
        this.keys = keys;
        this.wait = wait;
        this.confirmedWithin = confirmedWithin;
    }

    /** How a transaction ended. */
    enum End {
        APPLIED,
        NOT_APPLIED,
        /** A command failed inside EXEC, the others are done. */
        HALF_DONE
    }

    /**
     * How the transaction that was to apply the plan ended.
     *
     * @throws OutcomeUnknownException if Redis did not say so in time
     */
    End whatBecameOf(BatchPlan plan, JedisException loss) {
        RedisLink.Identity lost = own.identity();
        long deadline = System.nanoTime() + wait.toNanos();
        JedisException last = loss;
        do {
            RedisLink link = own;
            try {
                link = owner.get();
                link.open();
                End end = look(link, lost, plan);
                if (end == End.HALF_DONE || link.isConfirmedWithin(confirmedWithin)) {
                    tell(plan, end, loss);
                    return end;
                }
                last = new JedisConnectionException("nobody else has named the master (master=" + link.at() + ")");
            } catch (JedisException e) {
                link.refused(e);
                link.drop();
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted());
        throw new OutcomeUnknownException(
                plan.ids(),
                "transaction - outcome not known after " + wait.toMillis() + "ms: " + last.getMessage(),
                last);
    }

    private void tell(BatchPlan plan, End end, JedisException loss) {
        wasRead.say(times -> log.warn(
                "transaction - outcome read back (times={}, events={}, first={}, end={}, reason={})",
                times,
                plan.events().size(),
                plan.batch(),
                end,
                Reason.of(loss)));
    }

    private End look(RedisLink link, RedisLink.Identity lost, BatchPlan plan) {
        if (lost.isOfSameProcess(link.identity())) {
            link.send(
                    Command.CLIENT, SaleKeys.bytes("KILL"), SaleKeys.bytes("ID"), SaleKeys.bytes(lost.clientId() + ""));
            link.replies(1);
        }
        return new Traces(link, plan).end();
    }

    /** What a transaction has left in Redis, read in one trip that nothing comes between. */
    private final class Traces {
        private final RedisLink link;
        private final BatchPlan plan;
        private final Object counter;
        private final boolean newest;
        private final long no;
        private final long byHand;
        private final boolean unitsComeBack;
        private final Object outbox;
        private final List<Object> keysThere;
        private final List<Object> unitsThere;
        private final OrderTraces orders;

        Traces(RedisLink link, BatchPlan plan) {
            this.link = link;
            this.plan = plan;
            link.send(Command.MULTI);
            link.send(Command.GET, keys.counter);
            link.send(
                    Command.HMGET,
                    keys.sale,
                    SaleKeys.bytes("batch"),
                    SaleKeys.bytes("no"),
                    SaleKeys.bytes(BatchPlan.BY_HAND),
                    SaleKeys.bytes(SaleMemory.STATES));
            link.send(Command.HMGET, SaleKeys.with(keys.outbox, plan.ids()));
            int buyersAt = 3 + sendFields(keys.orders, plan.writtenKeys());
            int ordersAt = buyersAt + sendFields(keys.buyers, plan.writtenBuyers());
            orders = new OrderTraces(plan);
            int sent = 2 + ordersAt + orders.send(link, keys);
            link.send(Command.EXEC);
            List<Object> replies = RedisReply.list(link.replies(sent).get(sent - 1));
            counter = valueOf(replies.get(0));
            List<Object> sale = RedisReply.list(valueOf(replies.get(1)));
            newest = plan.batch().toString().equals(RedisReply.text(sale.get(0)));
            no = sale.get(1) == null ? 0 : SaleState.count("no", RedisReply.text(sale.get(1)));
            byHand = SaleState.signed(BatchPlan.BY_HAND, RedisReply.text(sale.get(2)));
            unitsComeBack = sale.get(3) != null;
            outbox = replies.get(2);
            keysThere = replies.subList(3, buyersAt);
            unitsThere = replies.subList(buyersAt, ordersAt);
            orders.found(replies.subList(ordersAt, replies.size()));
        }

        private int sendFields(byte[] hash, Map<String, byte[]> written) {
            if (written.isEmpty()) {
                return 0;
            }
            link.send(Command.HMGET, SaleKeys.withFields(hash, written.keySet()));
            return 1;
        }

        End end() {
            if (!holdsTheEvents()) {
                return newest || hasKeptAKey() || orders.hasKeptAnOrder() ? End.HALF_DONE : End.NOT_APPLIED;
            }
            if (isOfAnother()) {
                return End.NOT_APPLIED;
            }
            return isTold()
                            && isTaken()
                            && keysThere.stream().allMatch(this::holdsAll)
                            && countsUnits()
                            && orders.areWhole()
                    ? End.APPLIED
                    : End.HALF_DONE;
        }

        /** Each as it was written: another instance may have written another event with the number of one that is no order. */
        private boolean holdsTheEvents() {
            if (!(outbox instanceof List<?> there)) {
                return false;
            }
            for (int i = 0; i < there.size(); i++) {
                if (!Arrays.equals(plan.events().get(i).bytes(), (byte[]) there.get(i))) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Whether another instance wrote the same in the same millisecond, such as that of the same change by hand. No two
         * orders are the same; and a batch of which only the figures were not written has not given its numbers.
         */
        private boolean isOfAnother() {
            return plan.accepted().isEmpty() && !newest && no == plan.lastNo();
        }

        /** Whether the sale's figures are those of the batch, or of a later one. */
        private boolean isTold() {
            return newest || no > plan.lastNo();
        }

        /**
         * Whether the counter was changed. Somebody may have changed it by hand since, so it need not stand where the batch left
         * it; but it must not stand where it was before. Later batches take units that never left, or never came, for a change
         * by hand, and so they do with what a batch did that got no numbers.
         */
        private boolean isTaken() {
            BatchPlan.Stock stock = plan.stock();
            if (stock.counter() == null) {
                return counter != null;
            }
            if (stock.change() == 0) {
                return true;
            }
            return newest
                    ? !stock.counter().toString().equals(RedisReply.text(counter))
                    : Math.abs(byHand - plan.byHand()) != Math.abs(stock.change());
        }

        /** Also once another instance has sold: a key keeps its order, which nobody will deliver. */
        private boolean hasKeptAKey() {
            List<byte[]> written = List.copyOf(plan.writtenKeys().values());
            for (int i = 0; i < written.size(); i++) {
                if (keysThere.get(0) instanceof List<?> there && Arrays.equals(written.get(i), (byte[]) there.get(i))) {
                    return true;
                }
            }
            return false;
        }

        /** A buyer may have had units before, and have got more since; fewer only where orders may end. */
        private boolean countsUnits() {
            List<byte[]> written = List.copyOf(plan.writtenBuyers().values());
            if (written.isEmpty()) {
                return true;
            }
            if (!holdsAll(unitsThere.get(0))) {
                return false;
            }
            if (unitsComeBack && !newest) {
                return true;
            }
            List<Object> there = RedisReply.list(unitsThere.get(0));
            for (int i = 0; i < written.size(); i++) {
                if (unitsIn(there.get(i)) < unitsIn(written.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private long unitsIn(Object value) {
            return SaleState.count("units of a buyer", RedisReply.text(value));
        }

        private boolean holdsAll(Object values) {
            return values instanceof List<?> list && list.stream().allMatch(Objects::nonNull);
        }

        /** @throws JedisException if the reply is one */
        private Object valueOf(Object reply) {
            if (reply instanceof JedisException failure) {
                throw failure;
            }
            return reply;
        }
    }
}

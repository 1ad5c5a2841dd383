package dev.seckill.api.redis;

import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The halt of a sale whose newest transaction is half done. It is remembered until Redis has done it, because until then
 * nobody but this instance knows. Used by one thread.
 */
final class HalfDoneHalt {

    private static final Logger log = LoggerFactory.getLogger(HalfDoneHalt.class);
    private static final int HALTS_MAX = 10;

    private final SaleId sale;
    private final RedisLink link;
    private final SaleKeys keys;
    private final SoundLook look;
    /** A batch whose transaction is half done while the sale is not halted yet; otherwise null. */
    private BatchPlan halfDone;

    HalfDoneHalt(SaleId sale, RedisLink link, SaleKeys keys, SoundLook look) {
        this.sale = sale;
        this.link = link;
        this.keys = keys;
        this.look = look;
    }

    /** From now on the sale is to be halted. */
    void isDueTo(BatchPlan plan, HalfDoneException reason) {
        log.error(
                "sale - to be halted: a transaction is half done; mend what failed and run recover (sale={}, events={},"
                        + " first={}, reason={})",
                sale,
                plan.events().size(),
                plan.batch(),
                Reason.of(reason));
        halfDone = plan;
    }

    /** The sale is decided over another connection now: what was to be done over that one is to be done here. */
    void takeOver(HalfDoneHalt other) {
        halfDone = other.halfDone;
    }

    /** Whether the sale is still to be halted. */
    boolean isDue() {
        return halfDone != null;
    }

    /**
     * Halts the sale if that is still to be done.
     *
     * @throws StockUnavailableException if it is not certain that it is halted; it still is to be done then
     */
    void finish() {
        if (halfDone != null) {
            try {
                link.open();
                halt(halfDone);
                halfDone = null;
            } catch (JedisException e) {
                link.refused(e);
                look.disconnect();
                throw new StockUnavailableException(sale, "redis - the sale could not be halted: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Halts the sale after a transaction that is half done, and takes back what it wrote of its events, so that
     * nobody delivers or replays one whose unit may not have left the counter. Buyers have as many units
     * again as before, unless another instance has sold to them since, and orders are what they were. May be repeated. Recover mends the figures, by the
     * allotment from before the batch, and counts the units of buyers anew. A sale that was rebuilt since is left alone.
     *
     * @throws JedisException if it is not certain that all of this is done
     */
    private void halt(BatchPlan plan) {
        for (int attempt = 1; attempt <= HALTS_MAX; attempt++) {
            link.send(Command.WATCH, keys.sale);
            link.replies(1);
            SaleAtHalt now = SaleAtHalt.read(link, keys);
            Map<String, byte[]> given = given(plan);
            List<EventId> written = written(plan);
            HalfDoneOrders orders = new HalfDoneOrders(plan, link, keys);
            if (now.epoch() > plan.offer().epoch()) {
                return;
            }
            int sent = sendHalt(plan, now, given, written, orders);
            List<Object> replies = link.repliesWithErrors(sent);
            Object exec = replies.get(sent - 1);
            if (exec instanceof JedisException refusal) {
                throw refusal;
            }
            if (exec != null) {
                checkHalted(RedisReply.list(exec));
                return;
            }
        }
        throw new JedisException("the sale changed at each of " + HALTS_MAX + " attempts");
    }

    private int sendHalt(
            BatchPlan plan, SaleAtHalt now, Map<String, byte[]> given, List<EventId> written, HalfDoneOrders orders) {
        byte[] first = SaleKeys.bytes(plan.batch().toString());
        link.send(Command.MULTI);
        link.send(
                Command.HSET,
                keys.sale,
                SaleKeys.bytes("state"),
                SaleKeys.bytes(SaleState.Phase.HALTED.name()),
                SaleKeys.bytes("allotment"),
                SaleKeys.bytes(Long.toString(now.offeredWithout(plan))),
                SaleKeys.bytes("batch"),
                first,
                SaleKeys.bytes("halfDone"),
                first);
        int sent = 3;
        if (plan.defines() && now.isNewest(plan)) {
            // No event will tell of it, so recover would leave it as it is.
            link.send(Command.HDEL, keys.sale, SaleKeys.bytes("name"));
            link.send(
                    Command.HSET,
                    SaleKeys.withTexts(keys.sale, plan.before().definition().fields()));
            sent += 2;
        }
        if (!written.isEmpty()) {
            link.send(Command.HDEL, SaleKeys.with(keys.outbox, written));
            sent++;
        }
        if (!plan.writtenKeys().isEmpty()) {
            link.send(
                    Command.HDEL,
                    SaleKeys.withFields(keys.orders, plan.writtenKeys().keySet()));
            sent++;
        }
        for (String buyer : given.keySet()) {
            byte[] before = plan.prior().get(buyer);
            if (before == null) {
                link.send(Command.HDEL, SaleKeys.withFields(keys.buyers, List.of(buyer)));
            } else {
                link.send(Command.HSET, SaleKeys.withValues(keys.buyers, Map.of(buyer, before)));
            }
            sent++;
        }
        sent += orders.sendUndo(now.isNewest(plan));
        link.send(Command.EXEC);
        return sent;
    }

    /** The batch's own events in the outbox: one that is no order may have its number from another instance since. */
    private List<EventId> written(BatchPlan plan) {
        link.send(Command.HMGET, SaleKeys.with(keys.outbox, plan.ids()));
        Object reply = link.repliesWithErrors(1).get(0);
        if (isNoHash(reply)) {
            return List.of();
        }
        List<EventId> written = new ArrayList<>();
        for (int i = 0; i < plan.events().size(); i++) {
            OutboxEntry entry = plan.events().get(i);
            if (Arrays.equals(entry.bytes(), (byte[]) RedisReply.list(reply).get(i))) {
                written.add(entry.id());
            }
        }
        return written;
    }

    /** @throws JedisException if the reply is another error */
    private static boolean isNoHash(Object reply) {
        if (!(reply instanceof JedisException failure)) {
            return false;
        }
        if (!RedisReply.isOfAnotherType(failure)) {
            throw failure;
        }
        return true;
    }

    /** The buyers who have just the units that the batch was to give them; none if that is no hash. */
    private Map<String, byte[]> given(BatchPlan plan) {
        Map<String, byte[]> given = new HashMap<>();
        if (plan.writtenBuyers().isEmpty()) {
            return given;
        }
        List<String> buyers = List.copyOf(plan.writtenBuyers().keySet());
        link.send(Command.HMGET, SaleKeys.withFields(keys.buyers, buyers));
        Object reply = link.repliesWithErrors(1).get(0);
        if (isNoHash(reply)) {
            return given;
        }
        for (int i = 0; i < buyers.size(); i++) {
            byte[] units = plan.writtenBuyers().get(buyers.get(i));
            if (Arrays.equals(units, (byte[]) RedisReply.list(reply).get(i))) {
                given.put(buyers.get(i), units);
            }
        }
        return given;
    }

    /** What is no hash holds no field of the batch; anything else has to be tried again. */
    private static void checkHalted(List<Object> done) {
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i) instanceof JedisException failure && (i == 0 || !RedisReply.isOfAnotherType(failure))) {
                throw failure;
            }
        }
    }
}

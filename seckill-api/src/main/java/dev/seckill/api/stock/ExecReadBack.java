package dev.seckill.api.stock;

import dev.seckill.api.log.SparseLine;
import dev.seckill.model.OrderId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Learns what became of a transaction whose reply got lost: its orders stand in the outbox, or they do not.
 *
 * <p>The old connection is closed at the server first. Otherwise an EXEC that still lies in its input buffer could run
 * after the look and the answer would be wrong.
 */
final class ExecReadBack {

    private static final Logger log = LoggerFactory.getLogger(ExecReadBack.class);
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final RedisLink link;
    private final SaleKeys keys;
    private final Duration wait;
    private final SparseLine wasRead = new SparseLine();

    /**
     * @param wait how long to try; shorter than the age at which a relay adopts an outbox entry, because an adopted
     *     entry may be gone from the outbox again
     */
    ExecReadBack(RedisLink link, SaleKeys keys, Duration wait) {
        this.link = link;
        this.keys = keys;
        this.wait = wait;
    }

    /**
     * Whether the transaction that stored these orders was executed.
     *
     * @throws OutcomeUnknownException if Redis did not say so in time
     */
    boolean wasApplied(List<OutboxEntry> entries, JedisException loss) {
        List<OrderId> orders =
                entries.stream().map(entry -> entry.order().orderId()).toList();
        RedisLink.Identity lost = link.identity();
        long deadline = System.nanoTime() + wait.toNanos();
        JedisException last = loss;
        do {
            try {
                link.open();
                boolean applied = look(lost, orders);
                wasRead.say(times -> log.warn(
                        "transaction - outcome read back (times={}, orders={}, first={}, applied={}, reason={})",
                        times,
                        orders.size(),
                        orders.get(0),
                        applied,
                        loss.getMessage()));
                return applied;
            } catch (JedisException e) {
                link.drop();
                last = e;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted());
        throw new OutcomeUnknownException(
                orders, "transaction - outcome not known after " + wait.toMillis() + "ms: " + last.getMessage(), last);
    }

    private boolean look(RedisLink.Identity lost, List<OrderId> orders) {
        boolean sameServer = lost.runId().equals(link.identity().runId());
        if (sameServer) {
            link.send(
                    Command.CLIENT, SaleKeys.bytes("KILL"), SaleKeys.bytes("ID"), SaleKeys.bytes(lost.clientId() + ""));
        }
        link.send(Command.HMGET, SaleKeys.with(keys.outbox, orders));
        List<Object> replies = link.replies(sameServer ? 2 : 1);
        List<Object> found = RedisReply.list(replies.get(replies.size() - 1));
        return found.stream().anyMatch(java.util.Objects::nonNull);
    }
}

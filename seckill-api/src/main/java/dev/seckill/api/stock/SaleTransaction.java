package dev.seckill.api.stock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The second round trip of a decision: everything that a batch changes, if nobody changed the sale since it was watched.
 *
 * <pre>
 * MULTI · DECRBY c k · HSET {c}:sale … · HSET {c}:outbox … · [HSET {c}:orders … · EXPIRE] · EXEC
 * </pre>
 *
 * Used by one thread.
 */
final class SaleTransaction {

    private final SaleId sale;
    private final RedisLink link;
    private final SaleKeys keys;
    private final Duration keyLifetime;

    /** @param keyLifetime how long a key is remembered from this transaction on */
    SaleTransaction(SaleId sale, RedisLink link, SaleKeys keys, Duration keyLifetime) {
        this.sale = sale;
        this.link = link;
        this.keys = keys;
        this.keyLifetime = keyLifetime;
    }

    /**
     * Applies the plan.
     *
     * @return whether it was applied; if not, somebody else changed the sale
     * @throws redis.clients.jedis.exceptions.JedisConnectionException if it is not known whether it was applied
     * @throws StockUnavailableException if Redis refused it
     */
    boolean run(BatchPlan plan, SaleState state) {
        int accepted = plan.accepted().size();
        int sent = send(plan, state);
        List<Object> replies = link.repliesWithErrors(sent);
        Object exec = replies.get(sent - 1);
        if (exec == null) {
            return false;
        }
        if (exec instanceof JedisDataException refusal) {
            throw new StockUnavailableException(
                    sale, "redis - refused the transaction: " + reason(replies, refusal), refusal);
        }
        Object left = RedisReply.list(exec).get(0);
        if (!Objects.equals(left, state.left() - accepted)) {
            // Cannot happen while WATCH holds. Nobody is told "accepted" on the strength of such a reply.
            throw new StockUnavailableException(
                    sale, "redis - transaction gave " + left + " for " + (state.left() - accepted), null);
        }
        return true;
    }

    private int send(BatchPlan plan, SaleState state) {
        int accepted = plan.accepted().size();
        link.send(Command.MULTI);
        link.send(Command.DECRBY, keys.counter, SaleKeys.bytes(Integer.toString(accepted)));
        link.send(
                Command.HSET,
                keys.sale,
                SaleKeys.bytes("seq"),
                SaleKeys.bytes(Long.toString(state.seq() + accepted)),
                SaleKeys.bytes("allotment"),
                SaleKeys.bytes(Long.toString(plan.offered())));
        byte[][] outbox = new byte[1 + 2 * accepted][];
        outbox[0] = keys.outbox;
        for (int i = 0; i < accepted; i++) {
            OutboxEntry entry = plan.accepted().get(i);
            outbox[1 + 2 * i] = SaleKeys.bytes(entry.order().orderId().toString());
            outbox[2 + 2 * i] = entry.bytes();
        }
        link.send(Command.HSET, outbox);
        int sent = 5;
        if (!plan.written().isEmpty()) {
            List<byte[]> orders = new ArrayList<>(1 + 2 * plan.written().size());
            orders.add(keys.orders);
            plan.written().forEach((field, value) -> {
                orders.add(field.getBytes(UTF_8));
                orders.add(value);
            });
            link.send(Command.HSET, orders.toArray(byte[][]::new));
            link.send(Command.EXPIRE, keys.orders, SaleKeys.bytes(Long.toString(keyLifetime.toSeconds())));
            sent += 2;
        }
        link.send(Command.EXEC);
        return sent;
    }

    /** EXECABORT does not say why; the queued command that was refused does. */
    private static String reason(List<Object> replies, JedisDataException refusal) {
        return replies.stream()
                .filter(JedisDataException.class::isInstance)
                .map(reply -> ((JedisDataException) reply).getMessage())
                .findFirst()
                .orElse(refusal.getMessage());
    }
}

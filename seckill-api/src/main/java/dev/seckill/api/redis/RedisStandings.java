package dev.seckill.api.redis;

import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Whether what Redis has of a sale can be relied on, for who promises something of it. Outside of what decisions watch, over a
 * connection of its own. Used by one thread.
 */
public final class RedisStandings implements AutoCloseable {

    private static final int REPLIES = 3;

    private final TolerantLink link;
    private final Duration confirmedWithin;

    /**
     * Connects when first used.
     *
     * @param failoverWait for how long others leave a new master alone: until then, one that was replaced is to be trusted by nobody
     */
    public RedisStandings(RedisNodes nodes, Duration failoverWait) {
        this.link = new TolerantLink(nodes);
        this.confirmedWithin = StoreNode.confirmedWithin(failoverWait);
    }

    /**
     * How a sale stands.
     *
     * @param isWaiting whether the order is still in the outbox, so not known to be logged
     * @param isSound whether an instance has held this Redis process against all that is known, the sale is not halted, and no
     *     other process can have taken its place by now
     * @param epoch when the sale was last rebuilt, in milliseconds since 1970; 0 for never
     */
    public record Standing(boolean isWaiting, boolean isSound, long epoch) {}

    /** @throws StockUnavailableException if Redis does not answer */
    public Standing of(SaleId sale, OrderId order) {
        SaleKeys keys = new SaleKeys(sale);
        List<Object> replies;
        try {
            replies = link.trip(() -> {
                link.send(Command.HEXISTS, keys.outbox, SaleKeys.bytes(order.toString()));
                link.send(Command.GET, keys.server);
                link.send(Command.HMGET, keys.sale, SaleKeys.bytes("state"), SaleKeys.bytes("epoch"));
                return REPLIES;
            });
            RedisReply.requireNoError(replies);
        } catch (JedisException e) {
            throw new StockUnavailableException(sale, "redis - does not answer: " + e.getMessage(), e);
        }
        String server = RedisReply.text(replies.get(1));
        List<Object> fields = RedisReply.list(replies.get(2));
        String state = RedisReply.text(fields.get(0));
        String epoch = RedisReply.text(fields.get(1));
        return new Standing(
                Long.valueOf(1).equals(replies.get(0)),
                server != null
                        && server.equals(link.runId(keys.outbox))
                        && !SaleState.Phase.HALTED.name().equalsIgnoreCase(state)
                        && link.isConfirmedWithin(
                                keys.outbox, confirmedWithin, link.confirmationEndsNanos(confirmedWithin)),
                epoch == null ? 0 : epoch(sale, epoch));
    }

    private static long epoch(SaleId sale, String text) {
        try {
            return SaleState.count("epoch", text);
        } catch (IllegalArgumentException e) {
            throw new StockUnavailableException(sale, "redis - holds a time that is none: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}

package dev.seckill.api.stock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.OrderId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;

/**
 * The first round trip of a decision: watches the sale and reads what bears on the batch. What is logged leaves the outbox
 * in the same trip.
 *
 * <pre>
 * [HDEL outbox settled…] · UNWATCH · WATCH c {c}:sale · GET c · HGETALL {c}:sale · HLEN {c}:outbox
 * · GET {c}:server · [HMGET {c}:orders fields…]
 * </pre>
 *
 * Used by one thread.
 */
final class SaleReader {

    private static final int LOOK_REPLIES = 5;

    private final RedisLink link;
    private final SaleKeys keys;

    SaleReader(RedisLink link, SaleKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    /**
     * What Redis knew of a sale at one moment.
     *
     * @param checkedIn the run id of the Redis process in which the sale was last found sound, or null
     * @param prior the values that the batch's fields have in {@code {c}:orders}; fields without a value are absent
     */
    record Snapshot(SaleState state, String checkedIn, Map<String, byte[]> prior) {}

    /**
     * Watches and reads.
     *
     * @param settled orders to remove from the outbox
     * @throws IllegalArgumentException if Redis holds something else than a sale
     */
    Snapshot read(List<Purchase> purchases, List<OrderId> settled) {
        List<String> fields = BatchPlanner.fieldsOf(purchases);
        int before = sendSettled(settled) + 1;
        link.send(Command.UNWATCH);
        int after = before + sendLook();
        if (!fields.isEmpty()) {
            byte[][] arguments = new byte[fields.size() + 1][];
            arguments[0] = keys.orders;
            for (int i = 0; i < fields.size(); i++) {
                arguments[i + 1] = fields.get(i).getBytes(UTF_8);
            }
            link.send(Command.HMGET, arguments);
        }
        List<Object> replies = link.replies(after + (fields.isEmpty() ? 0 : 1));
        return snapshot(
                replies.subList(before, after),
                fields.isEmpty() ? Map.of() : prior(fields, RedisReply.list(replies.get(after))));
    }

    /** Queues the removal of settled orders from the outbox. Returns the number of replies to expect. */
    int sendSettled(List<OrderId> settled) {
        if (settled.isEmpty()) {
            return 0;
        }
        link.send(Command.HDEL, SaleKeys.with(keys.outbox, settled));
        return 1;
    }

    /** Queues the look itself. Returns the number of replies to expect. */
    int sendLook() {
        link.send(Command.WATCH, keys.counter, keys.sale);
        link.send(Command.GET, keys.counter);
        link.send(Command.HGETALL, keys.sale);
        link.send(Command.HLEN, keys.outbox);
        link.send(Command.GET, keys.server);
        return LOOK_REPLIES;
    }

    /**
     * Reads the replies to {@link #sendLook}.
     *
     * @throws IllegalArgumentException if Redis holds something else than a sale
     */
    static Snapshot snapshot(List<Object> look, Map<String, byte[]> prior) {
        return new Snapshot(
                SaleState.parse(RedisReply.text(look.get(1)), RedisReply.hash(RedisReply.list(look.get(2))), (Long)
                        look.get(3)),
                RedisReply.text(look.get(4)),
                prior);
    }

    private static Map<String, byte[]> prior(List<String> fields, List<Object> values) {
        Map<String, byte[]> prior = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (values.get(i) != null) {
                prior.put(fields.get(i), (byte[]) values.get(i));
            }
        }
        return prior;
    }
}

package dev.seckill.api.stock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** A sale in Redis as {@code recover} sees and writes it. Used by one thread. */
public final class RedisSale implements AutoCloseable {

    private static final int CHUNK = 1000;

    private final SaleKeys keys;
    private final RedisLink link;

    /**
     * An instance's last sign of life.
     *
     * @param at when, in milliseconds since 1970 by the instance's own clock; only its changing says something
     * @param unlogged orders that it has not delivered
     */
    public record Beat(long at, int unlogged) {}

    /** Connects when first used. */
    public RedisSale(SaleId sale, RedisSettings redis) {
        this.keys = new SaleKeys(sale);
        this.link = new RedisLink(redis);
    }

    /**
     * What Redis holds now.
     *
     * @throws JedisException if Redis does not answer
     * @throws IllegalArgumentException if it holds something else than a sale
     */
    public SaleState state() {
        link.open();
        link.send(Command.GET, keys.counter);
        link.send(Command.HGETALL, keys.sale);
        link.send(Command.HLEN, keys.outbox);
        List<Object> replies = link.replies(3);
        return SaleState.parse(RedisReply.text(replies.get(0)), RedisReply.hash(RedisReply.list(replies.get(1))), (Long)
                replies.get(2));
    }

    /** Every order in the outbox. */
    public List<OutboxEntry> outbox() {
        List<OutboxEntry> entries = new ArrayList<>();
        for (Object value : RedisReply.list(ask(Command.HVALS, keys.outbox))) {
            entries.add(OutboxEntry.parse((byte[]) value));
        }
        return entries;
    }

    /** The instances that have told of themselves since Redis was emptied, dead ones included. */
    public Map<String, Beat> beats() {
        Map<String, Beat> beats = new HashMap<>();
        RedisReply.hash(RedisReply.list(ask(Command.HGETALL, keys.instances))).forEach((instance, beat) -> {
            String[] parts = beat.split(" ");
            beats.put(instance, new Beat(Long.parseLong(parts[0]), Integer.parseInt(parts[1])));
        });
        return beats;
    }

    /** Stops every instance from deciding; keys still find their orders. */
    public void halt() {
        ask(Command.HSET, keys.sale, bytes("state"), bytes(SaleState.Phase.HALTED.name()));
    }

    /**
     * Writes the sale as it was rebuilt and opens it.
     *
     * @param epoch when, in milliseconds since 1970, greater than that of every rebuild before
     * @param afresh whether the outbox, the keys and what the buyers have are dropped first
     * @return false if somebody changed the sale meanwhile; nothing was opened then
     */
    public boolean rebuild(RebuiltSale sale, long epoch, Duration keyLifetime, boolean afresh) {
        link.open();
        link.send(Command.WATCH, keys.counter, keys.sale);
        link.replies(1);
        if (state().phase() != SaleState.Phase.HALTED) {
            return false;
        }
        if (afresh) {
            ask(Command.DEL, keys.orders, keys.outbox);
        }
        rememberKeysAndBuyers(sale, keyLifetime);
        link.send(Command.MULTI);
        link.send(Command.SET, keys.counter, bytes(sale.left()));
        link.send(
                Command.HSET,
                keys.sale,
                bytes("allotment"),
                bytes(sale.allotment()),
                bytes("seq"),
                bytes(sale.seq()),
                bytes("voided"),
                bytes(sale.voided()),
                bytes("epoch"),
                bytes(epoch),
                bytes("state"),
                bytes(SaleState.Phase.OPEN.name()));
        link.send(Command.EXEC);
        return link.replies(4).get(3) != null;
    }

    /** Removes the sale with everything that belongs to it. */
    public void remove() {
        ask(Command.DEL, keys.counter, keys.sale, keys.orders, keys.outbox, keys.instances, keys.server);
    }

    private void rememberKeysAndBuyers(RebuiltSale sale, Duration keyLifetime) {
        Map<String, byte[]> fields = new HashMap<>();
        sale.entries().forEach((key, entry) -> fields.put("key:" + key, entry.bytes()));
        sale.buyers().forEach((buyer, units) -> fields.put("buyer:" + buyer, bytes(units)));
        List<byte[]> arguments = new ArrayList<>();
        for (Map.Entry<String, byte[]> field : fields.entrySet()) {
            arguments.add(field.getKey().getBytes(UTF_8));
            arguments.add(field.getValue());
            if (arguments.size() >= 2 * CHUNK) {
                writeOrders(arguments);
            }
        }
        if (!arguments.isEmpty()) {
            writeOrders(arguments);
        }
        if (!fields.isEmpty()) {
            ask(Command.EXPIRE, keys.orders, bytes(keyLifetime.toSeconds()));
        }
    }

    private void writeOrders(List<byte[]> arguments) {
        arguments.add(0, keys.orders);
        ask(Command.HSET, arguments.toArray(byte[][]::new));
        arguments.clear();
    }

    private Object ask(Command command, byte[]... arguments) {
        link.open();
        link.send(command, arguments);
        return link.replies(1).get(0);
    }

    private static byte[] bytes(Object value) {
        return SaleKeys.bytes(value.toString());
    }

    @Override
    public void close() {
        link.close();
    }
}

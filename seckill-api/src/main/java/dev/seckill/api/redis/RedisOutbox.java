package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.api.outbox.Outbox;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** A sale's outbox in Redis, over a connection of its own. */
public final class RedisOutbox implements Outbox {

    private static final Logger log = LoggerFactory.getLogger(RedisOutbox.class);

    /** Orders asked about, or looked through, in one trip. */
    private static final int CHUNK = 1000;

    private static final byte[] SCAN_START = SaleKeys.bytes("0");

    private final SaleId sale;
    private final SaleKeys keys;
    private final RedisLink link;
    private final String instance;
    private byte[] cursor = SCAN_START;
    private final SparseLine strangeField = new SparseLine();
    private final SparseLine strangeEntry = new SparseLine();

    /** @param instance names this API instance among all that sell the sale */
    public RedisOutbox(SaleId sale, RedisSettings redis, String instance) {
        this.sale = sale;
        this.keys = new SaleKeys(sale);
        this.link = new RedisLink(redis);
        this.instance = Objects.requireNonNull(instance, "instance");
    }

    @Override
    public void beat(Instant now, int unlogged) {
        ask(
                Command.HSET,
                keys.instances,
                SaleKeys.bytes(instance),
                SaleKeys.bytes(now.toEpochMilli() + " " + unlogged));
    }

    @Override
    public List<EventId> orders(int most) {
        long orders = (Long) ask(Command.HLEN, keys.outbox);
        if (orders > most) {
            return scan(most);
        }
        cursor = SCAN_START;
        return orders == 0
                ? List.of()
                : RedisReply.list(ask(Command.HKEYS, keys.outbox)).stream()
                        .flatMap(this::orderId)
                        .toList();
    }

    /** Redis has no way to look through the fields alone, so their values come along. */
    private List<EventId> scan(int most) {
        List<EventId> orders = new ArrayList<>();
        for (int seen = 0; seen < most; ) {
            int count = Math.min(CHUNK, most - seen);
            List<Object> reply = RedisReply.list(
                    ask(Command.HSCAN, keys.outbox, cursor, SaleKeys.bytes("COUNT"), SaleKeys.bytes("" + count)));
            cursor = (byte[]) reply.get(0);
            List<Object> fields = RedisReply.list(reply.get(1));
            for (int i = 0; i < fields.size(); i += 2) {
                orderId(fields.get(i)).forEach(orders::add);
            }
            seen += Math.max(count, fields.size() / 2);
            if (Arrays.equals(cursor, SCAN_START)) {
                break;
            }
        }
        return orders;
    }

    @Override
    public List<OutboxEntry> entries(List<EventId> orders) {
        List<OutboxEntry> entries = new ArrayList<>(orders.size());
        for (Object value : valuesOf(orders)) {
            if (value != null) {
                read((byte[]) value, entries);
            }
        }
        return entries;
    }

    private Stream<EventId> orderId(Object field) {
        String text = new String((byte[]) field, US_ASCII);
        if (text.equals(SaleMemory.KEPT)) {
            return Stream.empty();
        }
        try {
            return Stream.of(EventId.parse(sale, text));
        } catch (IllegalArgumentException e) {
            strangeField.say(times -> log.error(
                    "outbox - holds fields that are no event's; somebody else wrote them (times={}, last={})",
                    times,
                    ForeignText.shown(text)));
            return Stream.empty();
        }
    }

    private void read(byte[] value, List<OutboxEntry> entries) {
        try {
            entries.add(OutboxEntry.parse(value));
        } catch (RuntimeException e) {
            strangeEntry.say(times -> log.error(
                    "outbox - holds entries that cannot be read; somebody else wrote them (times={}, reason={})",
                    times,
                    Reason.of(e)));
        }
    }

    @Override
    public List<EventId> missing(List<EventId> orders) {
        List<EventId> missing = new ArrayList<>();
        for (int from = 0; from < orders.size(); from += CHUNK) {
            addMissing(orders.subList(from, Math.min(from + CHUNK, orders.size())), missing);
        }
        return missing;
    }

    /** Asks whether they are there, which spares reading their values. */
    private void addMissing(List<EventId> orders, List<EventId> missing) {
        try {
            link.open();
            orders.forEach(order -> link.send(Command.HEXISTS, keys.outbox, SaleKeys.bytes(order.toString())));
            List<Object> found = link.replies(orders.size());
            for (int i = 0; i < orders.size(); i++) {
                if ((Long) found.get(i) == 0) {
                    missing.add(orders.get(i));
                }
            }
        } catch (JedisException e) {
            link.drop();
            throw e;
        }
    }

    @Override
    public long epoch() {
        String epoch = RedisReply.text(ask(Command.HGET, keys.sale, SaleKeys.bytes("epoch")));
        return epoch == null ? 0 : Long.parseLong(epoch);
    }

    @Override
    public boolean isSound() {
        String checked = RedisReply.text(ask(Command.GET, keys.server));
        String state = RedisReply.text(ask(Command.HGET, keys.sale, SaleKeys.bytes("state")));
        return link.identity().runId().equals(checked)
                && !SaleState.Phase.HALTED.name().equalsIgnoreCase(state);
    }

    private List<Object> valuesOf(List<EventId> orders) {
        return orders.isEmpty() ? List.of() : RedisReply.list(ask(Command.HMGET, SaleKeys.with(keys.outbox, orders)));
    }

    private Object ask(Command command, byte[]... arguments) {
        try {
            link.open();
            link.send(command, arguments);
            return link.replies(1).get(0);
        } catch (JedisException e) {
            link.drop();
            throw e;
        }
    }

    /** Also disconnects. */
    @Override
    public void close() {
        try {
            if (link.isOpen()) {
                ask(Command.HDEL, keys.instances, SaleKeys.bytes(instance));
            }
        } catch (JedisException e) {
            log.debug("outbox - could not say goodbye", e);
        }
        link.close();
    }
}

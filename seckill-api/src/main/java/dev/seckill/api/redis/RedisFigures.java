package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The figures in Redis: the hash {@code {seckill}:beats} has what each instance is like, the hash {@code {c}:live} what each has
 * counted of a sale. They are outside of what decisions watch, and have a connection of their own.
 */
public final class RedisFigures implements SharedFigures {

    /** Hash: API instance to what it is like. */
    private static final byte[] INSTANCES = SaleKeys.bytes("{seckill}:beats");

    private static final byte[] FIRST = SaleKeys.bytes("0");
    private static final int OF_A_SALE = 2;
    private static final int MICROS_NANOS = 1000;

    private final TolerantLink link;

    /** The same with servers that nobody else uses. */
    public RedisFigures(RedisSettings redis) {
        this(new RedisNodes(redis));
    }

    /** Connects when first used. */
    public RedisFigures(RedisNodes nodes) {
        this.link = new TolerantLink(nodes);
    }

    private static byte[] countersOf(SaleId sale) {
        return SaleKeys.bytes("{" + sale + "}:live");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public synchronized Seen exchange(Told told, Collection<SaleId> asked, boolean asksInstances) {
        List<SaleId> tellsOf = List.copyOf(told.sales().keySet());
        List<SaleId> asksOf = List.copyOf(asked);
        List<Object> replies = link.trip(() -> {
            link.send(Command.TIME);
            tellsOf.forEach(sale -> {
                Counter counter = told.sales().get(sale);
                link.send(Command.HSET, countersOf(sale), utf8(counter.field()), utf8(counter.text()));
            });
            asksOf.forEach(sale -> {
                link.send(Command.HGETALL, countersOf(sale));
                link.send(Command.ZRANGE, SaleKeys.heldOf(sale), FIRST, FIRST, SaleKeys.bytes("WITHSCORES"));
            });
            int sent = 1 + tellsOf.size() + OF_A_SALE * asksOf.size();
            if (told.beat() != null) {
                link.send(Command.HSET, INSTANCES, utf8(told.instance()), utf8(told.beat()));
                sent++;
            }
            if (asksInstances) {
                link.send(Command.HGETALL, INSTANCES);
                sent++;
            }
            return sent;
        });
        return seen(tellsOf, asksOf, asksInstances, replies);
    }

    private static Seen seen(List<SaleId> tellsOf, List<SaleId> asksOf, boolean asksInstances, List<Object> replies) {
        Set<SaleId> newCounters = new HashSet<>();
        for (int i = 0; i < tellsOf.size(); i++) {
            if (Objects.equals(replies.get(1 + i), 1L)) {
                newCounters.add(tellsOf.get(i));
            }
        }
        Map<SaleId, Map<String, String>> sales = new HashMap<>();
        Map<SaleId, Instant> expiry = new HashMap<>();
        for (int i = 0; i < asksOf.size(); i++) {
            int at = 1 + tellsOf.size() + OF_A_SALE * i;
            sales.put(asksOf.get(i), hash(replies.get(at)));
            if (replies.get(at + 1) instanceof List<?> first && !first.isEmpty()) {
                double millis = Double.parseDouble(RedisReply.text(first.get(1)));
                expiry.put(asksOf.get(i), Instant.ofEpochMilli((long) millis));
            }
        }
        Map<String, String> instances = asksInstances ? hash(replies.get(replies.size() - 1)) : Map.of();
        return new Seen(time(replies.get(0)), newCounters, instances, sales, expiry);
    }

    private static Instant time(Object reply) {
        if (reply instanceof JedisException away) {
            throw away;
        }
        List<Object> parts = RedisReply.list(reply);
        return Instant.ofEpochSecond(
                Long.parseLong(RedisReply.text(parts.get(0))),
                MICROS_NANOS * Long.parseLong(RedisReply.text(parts.get(1))));
    }

    /** What is of another type has nothing. */
    private static Map<String, String> hash(Object reply) {
        return reply instanceof List<?> ? RedisReply.hash(RedisReply.list(reply)) : Map.of();
    }

    @Override
    public synchronized long counters(SaleId sale) {
        return link.ask(Command.HLEN, countersOf(sale)) instanceof Long count ? count : 0;
    }

    @Override
    public synchronized void fold(SaleId sale, List<String> counters, String into, BinaryOperator<String> sum) {
        byte[] key = countersOf(sale);
        link.askAt(key, Command.WATCH, key);
        Map<String, String> there = hash(link.askAt(key, Command.HGETALL, key));
        List<String> folded = counters.stream().filter(there::containsKey).toList();
        if (folded.isEmpty()) {
            link.askAt(key, Command.UNWATCH);
            return;
        }
        String all = folded.stream()
                .map(there::get)
                .reduce(there.get(into), (one, other) -> one == null ? other : sum.apply(one, other));
        List<byte[]> gone = new ArrayList<>(List.of(key));
        folded.forEach(field -> gone.add(utf8(field)));
        link.tripTo(key, () -> {
            link.send(Command.MULTI);
            link.send(Command.HDEL, gone.toArray(byte[][]::new));
            link.send(Command.HSET, key, utf8(into), utf8(all));
            link.send(Command.EXEC);
            return 4;
        });
    }

    @Override
    public synchronized void forget(Collection<String> instances) {
        if (!instances.isEmpty()) {
            List<byte[]> arguments = new ArrayList<>(List.of(INSTANCES));
            instances.forEach(name -> arguments.add(utf8(name)));
            link.ask(Command.HDEL, arguments.toArray(byte[][]::new));
        }
    }

    @Override
    public synchronized void close() {
        link.close();
    }
}

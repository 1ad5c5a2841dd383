package dev.seckill.api.redis;

import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.Connection;

/**
 * A command that the API sends, in a form in which it is asked for whether it may.
 *
 * @param name as an ACL has it, such as {@code client|id}
 * @param arguments those behind the name
 */
record NeededCommand(String name, List<String> arguments) {

    private static final String COUNTER = "<counter>";
    private static final String COMPANION = "<companion>";
    private static final String SHARED = "<shared>";

    /** They open and end transactions, and change nothing where they stand alone. */
    static final List<String> TRANSACTION = List.of("multi", "exec", "discard");

    /** They may not stand in a transaction, or tell something only outside of it. */
    private static final List<NeededCommand> AT_ONCE = Stream.of("watch " + COUNTER, "unwatch", "ping", "time")
            .map(NeededCommand::of)
            .toList();

    private static final NeededCommand FOR_REPLICAS = of("wait 0 1");

    private static final List<NeededCommand> FOR_CLUSTERS =
            Stream.of("cluster|slots", "cluster|nodes").map(NeededCommand::of).toList();

    /** Only ever queued. Were one of them run all the same, it would touch no key that means something. */
    private static final List<NeededCommand> QUEUED = Stream.of(
                    "info server",
                    "client|id",
                    "client|setname check",
                    "client|kill ID 0",
                    "get " + COUNTER,
                    "exists " + COUNTER,
                    "set " + COUNTER + " 0 XX NX",
                    "incrby " + COUNTER + " 0",
                    "decrby " + COUNTER + " 0",
                    "expire " + COMPANION + " 1",
                    "persist " + COMPANION,
                    "rename " + COMPANION + " " + COMPANION,
                    "unlink " + COMPANION,
                    "hset " + COMPANION + " check 1",
                    "hsetnx " + COMPANION + " check 1",
                    "hget " + COMPANION + " check",
                    "hmget " + COMPANION + " check",
                    "hgetall " + COMPANION,
                    "hkeys " + COMPANION,
                    "hlen " + COMPANION,
                    "hexists " + COMPANION + " check",
                    "hdel " + COMPANION + " check",
                    "hincrby " + COMPANION + " check 0",
                    "hscan " + COMPANION + " 0",
                    "zadd " + COMPANION + " 0 check",
                    "zrem " + COMPANION + " check",
                    "zcard " + COMPANION,
                    "zscore " + COMPANION + " check",
                    "zrange " + COMPANION + " 0 0",
                    "zrangebyscore " + COMPANION + " 0 0",
                    "sadd " + SHARED + " check",
                    "smembers " + SHARED,
                    "sscan " + SHARED + " 0")
            .map(NeededCommand::of)
            .toList();

    /** Those to be sent alone. */
    static List<NeededCommand> atOnce(boolean cluster, boolean replicas) {
        List<NeededCommand> all = new ArrayList<>(AT_ONCE);
        if (cluster) {
            all.addAll(FOR_CLUSTERS);
        }
        if (replicas) {
            all.add(FOR_REPLICAS);
        }
        return all;
    }

    /** Those to be queued in a transaction that is given up. */
    static List<NeededCommand> queued() {
        return QUEUED;
    }

    private static NeededCommand of(String text) {
        List<String> words = List.of(text.split(" "));
        return new NeededCommand(words.get(0), words.subList(1, words.size()));
    }

    /** Sends it about keys of this sale that no sale uses, but for its counter. */
    void send(Connection connection, SaleId sale) {
        String[] parts = name.split("\\|");
        List<byte[]> all = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            all.add(SaleKeys.bytes(parts[i]));
        }
        arguments.forEach(word -> all.add(SaleKeys.bytes(
                switch (word) {
                    case COUNTER -> sale.value();
                    case COMPANION -> "{" + sale + "}:check";
                    case SHARED -> "{seckill}:check";
                    default -> word;
                })));
        connection.sendCommand(() -> SaleKeys.bytes(parts[0]), all.toArray(byte[][]::new));
    }
}

package dev.seckill.api.redis;

import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What each Redis that holds data tells of itself, asked as an instance would ask it. Changes nothing.
 *
 * @param servers the one, or all masters of a cluster
 * @param away masters of a cluster that do not answer, and why
 * @param slotsWithoutMaster of a cluster
 * @param withoutEpoch sentinels that name the master without its config-epoch
 * @param left what the sale's counter says; null: there is none, or it could not be read
 */
public record RedisSurvey(
        List<RedisSeen> servers,
        Map<String, String> away,
        int slotsWithoutMaster,
        List<String> withoutEpoch,
        String left) {

    private static final int SLOTS = 16_384;
    private static final int READINGS = 5;
    private static final List<String> CONFIG = List.of(RedisSeen.APPEND_FSYNC, RedisSeen.BACKLOG_TTL);

    /**
     * Asks all of them.
     *
     * @param sale about which commands are asked for
     * @throws JedisException if nobody tells where the data is, or the only one does not answer
     */
    public static RedisSurvey of(RedisSettings settings, SaleId sale, Clock clock) {
        try (RedisNodes nodes = new RedisNodes(settings)) {
            HostAndPort ofSale = nodes.masterOf(nodes.slotOf(SaleKeys.bytes(sale.value())));
            if (!nodes.isCluster()) {
                RedisSeen seen = ask(ofSale, nodes, sale, clock);
                List<String> withoutEpoch = nodes.withoutEpoch().stream()
                        .map(HostAndPort::toString)
                        .sorted()
                        .toList();
                return new RedisSurvey(List.of(seen), Map.of(), 0, withoutEpoch, left(ofSale, nodes, sale));
            }
            List<RedisSeen> servers = new ArrayList<>();
            Map<String, String> away = new HashMap<>();
            for (HostAndPort master : inOrder(nodes)) {
                try {
                    servers.add(ask(master, nodes, sale, clock));
                } catch (JedisException e) {
                    away.put(master.toString(), Reason.of(e));
                }
            }
            return new RedisSurvey(servers, away, slotsWithoutMaster(nodes), List.of(), left(ofSale, nodes, sale));
        }
    }

    private static String left(HostAndPort at, RedisNodes nodes, SaleId sale) {
        try (Connection connection = new Connection(at, nodes.clientConfig())) {
            connection.sendCommand(Command.GET, SaleKeys.bytes(sale.value()));
            return RedisReply.text(connection.getBinaryBulkReply());
        } catch (JedisException e) {
            return null; // what keeps it from telling is among what its server tells
        }
    }

    private static List<HostAndPort> inOrder(RedisNodes nodes) {
        Map<String, HostAndPort> all = new HashMap<>();
        nodes.masters().forEach(master -> all.put(master.toString(), master));
        return new TreeSet<>(all.keySet()).stream().map(all::get).toList();
    }

    private static int slotsWithoutMaster(RedisNodes nodes) {
        return (int) IntStream.range(0, SLOTS)
                .filter(slot -> {
                    try {
                        return nodes.masterOf(slot) == null;
                    } catch (JedisException nobody) {
                        return true;
                    }
                })
                .count();
    }

    private static RedisSeen ask(HostAndPort at, RedisNodes nodes, SaleId sale, Clock clock) {
        Connection connection = new Connection(at, nodes.clientConfig());
        try {
            connection.sendCommand(Command.INFO);
            Map<String, String> info = lines(RedisReply.text(connection.getBinaryBulkReply()));
            Reading reading = reading(connection, clock);
            CommandProbe probe = new CommandProbe(connection, sale);
            probe.run(nodes.isCluster(), nodes.settings().replicas().count() > 0);
            return new RedisSeen(
                    at.toString(),
                    !nodes.mayChange() || isConfirmed(at, nodes),
                    info,
                    config(connection),
                    reading.ahead(),
                    reading.trip(),
                    probe.lacking(),
                    probe.refusal());
        } finally {
            OpenedConnection.close(connection); // also where a transaction is open that could not be given up
        }
    }

    private static Map<String, String> lines(String info) {
        Map<String, String> lines = new HashMap<>();
        info.lines()
                .map(line -> line.split(":", 2))
                .filter(line -> line.length == 2)
                .forEach(line -> lines.put(line[0], line[1].strip()));
        return lines;
    }

    private record Reading(Duration ahead, Duration trip) {}

    /** The quickest of some, which is the most exact. */
    private static Reading reading(Connection connection, Clock clock) {
        Reading best = null;
        for (int i = 0; i < READINGS; i++) {
            Instant sent = clock.instant();
            long sentNanos = System.nanoTime();
            connection.sendCommand(Command.TIME);
            List<Object> time = connection.getObjectMultiBulkReply();
            Duration trip = Duration.ofNanos(System.nanoTime() - sentNanos);
            if (best == null || trip.compareTo(best.trip()) < 0) {
                Instant there = Instant.ofEpochSecond(
                        Long.parseLong(RedisReply.text(time.get(0))),
                        TimeUnit.MICROSECONDS.toNanos(Long.parseLong(RedisReply.text(time.get(1)))));
                best = new Reading(Duration.between(sent.plus(trip.dividedBy(2)), there), trip);
            }
        }
        return best;
    }

    /** An operator's right, not the API's: whoever may not ask is not told. */
    private static Map<String, String> config(Connection connection) {
        CONFIG.forEach(name ->
                connection.sendCommand(() -> SaleKeys.bytes("CONFIG"), SaleKeys.bytes("GET"), SaleKeys.bytes(name)));
        Map<String, String> told = new HashMap<>();
        List<Object> replies = connection.getMany(CONFIG.size());
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof List<?> pair && pair.size() == 2) {
                told.put(CONFIG.get(i), RedisReply.text(pair.get(1)));
            }
        }
        return told;
    }

    /** Others may not have been asked yet when the first one told of it. */
    private static boolean isConfirmed(HostAndPort at, RedisNodes nodes) {
        Duration patience = nodes.settings().timeout();
        return nodes.isConfirmedWithin(at, patience.multipliedBy(2), System.nanoTime() + patience.toNanos());
    }
}

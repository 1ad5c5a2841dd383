package dev.seckill.api.redis;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Trips to the masters of a cluster: each command goes to the one that has its key, the replies come in the order of the
 * commands. What a master answers that has not the key any more is asked again, once, where it is now. A master that is away
 * keeps nobody from the others; for a second nobody tries to reach it. Used by one thread.
 */
final class SpreadTrip implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SpreadTrip.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final RedisNodes nodes;
    private final Map<HostAndPort, RedisLink> links = new HashMap<>();
    private final Map<HostAndPort, Long> awayUntilNanos = new HashMap<>();
    private final SparseLine away = new SparseLine();
    private List<Sent> queued = new ArrayList<>();

    /** @param at its place among the replies */
    private record Sent(int at, int slot, Command command, byte[][] arguments) {}

    SpreadTrip(RedisNodes nodes) {
        this.nodes = nodes;
    }

    /** Queues a command, whose first argument is its key if it has one. */
    void add(Command command, byte[]... arguments) {
        byte[] key = arguments.length == 0 ? SaleRegistry.SALES : arguments[0];
        queued.add(new Sent(queued.size(), nodes.slotOf(key), command, arguments));
    }

    /**
     * Makes a trip.
     *
     * @param key whose master gets all of the commands; null for each its own
     */
    List<Object> make(IntSupplier commands, byte[] key) {
        queued = new ArrayList<>();
        commands.getAsInt();
        List<Sent> sent = queued;
        Object[] replies = new Object[sent.size()];
        int slot = key == null ? -1 : nodes.slotOf(key);
        ask(sent, slot, replies);
        if (key == null) {
            List<Sent> moved = sent.stream()
                    .filter(command -> replies[command.at()] instanceof JedisException refusal
                            && Refusal.of(refusal) == Refusal.MOVED)
                    .toList();
            ask(moved, slot, replies);
        }
        for (int i = 0; i < replies.length; i++) {
            if (Refusal.of(replies[i] instanceof Throwable error ? error : null) != Refusal.OTHER) {
                replies[i] = new JedisConnectionException(((JedisDataException) replies[i]).getMessage());
            }
        }
        List<Object> all = Arrays.asList(replies);
        TolerantLink.requireKnownErrors(all);
        return all;
    }

    private void ask(List<Sent> commands, int slot, Object[] replies) {
        Map<HostAndPort, List<Sent>> byMaster = new LinkedHashMap<>();
        for (Sent command : commands) {
            try {
                byMaster.computeIfAbsent(nodes.masterOf(slot < 0 ? command.slot() : slot), master -> new ArrayList<>())
                        .add(command);
            } catch (JedisException e) {
                replies[command.at()] = new JedisConnectionException(e.getMessage(), e);
            }
        }
        byMaster.forEach((master, some) -> ask(master, some, replies));
        links.entrySet().removeIf(link -> isNone(link.getKey(), link.getValue()));
    }

    private boolean isNone(HostAndPort master, RedisLink link) {
        boolean isNone = !nodes.masters().contains(master);
        if (isNone) {
            link.close();
        }
        return isNone;
    }

    private void ask(HostAndPort master, List<Sent> commands, Object[] replies) {
        Long until = awayUntilNanos.get(master);
        JedisException failure = until != null && System.nanoTime() - until < 0
                ? new JedisConnectionException(master + " was away a moment ago")
                : null;
        if (failure == null) {
            failure = answered(master, commands, replies);
        }
        if (failure != null) {
            for (Sent command : commands) {
                replies[command.at()] = failure;
            }
        }
    }

    /** Returns null if the master answered. */
    private JedisException answered(HostAndPort master, List<Sent> commands, Object[] replies) {
        RedisLink link = links.computeIfAbsent(master, address -> new RedisLink(nodes, address));
        try {
            link.open();
            commands.forEach(command -> link.send(command.command(), command.arguments()));
            List<Object> answers = link.repliesWithErrors(commands.size());
            for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i) instanceof JedisException refusal) {
                    link.refused(refusal);
                }
                replies[commands.get(i).at()] = answers.get(i);
            }
            awayUntilNanos.remove(master);
            return null;
        } catch (JedisException e) {
            link.drop();
            awayUntilNanos.put(master, System.nanoTime() + RETRY.toNanos());
            away.say(times -> log.warn(
                    "redis - a master is away, the others are asked (master={}, times={}, reason={})",
                    master,
                    times,
                    Reason.of(e)));
            return e instanceof JedisConnectionException ? e : new JedisConnectionException(e.getMessage(), e);
        }
    }

    boolean isOpen() {
        return links.values().stream().anyMatch(RedisLink::isOpen);
    }

    /** The connection to the master of a key; null if there was none. */
    RedisLink linkOf(byte[] key) {
        RedisLink link = links.get(nodes.masterOf(nodes.slotOf(key)));
        return link == null || link.identity() == null ? null : link;
    }

    @Override
    public void close() {
        links.values().forEach(RedisLink::close);
    }
}

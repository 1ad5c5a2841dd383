package dev.seckill.api.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection for many sales, or one to each master of a cluster: that a key of one of them is of another type than its
 * commands is no failure of the others, so such an error stands among the replies. In a cluster so does that a master is
 * away. Used by one thread.
 */
final class TolerantLink implements AutoCloseable {

    private final RedisNodes nodes;
    /** The connection, if there is no cluster; otherwise null. */
    private final RedisLink single;

    private final SpreadTrip spread;

    TolerantLink(RedisNodes nodes) {
        this.nodes = nodes;
        this.single = nodes.isCluster() ? null : new RedisLink(nodes, 0);
        this.spread = nodes.isCluster() ? new SpreadTrip(nodes) : null;
    }

    /** Queues a command, within a {@link #trip}. In a cluster its first argument is its key; without any it goes with the registry. */
    void send(Command command, byte[]... arguments) {
        if (single == null) {
            spread.add(command, arguments);
        } else {
            single.send(command, arguments);
        }
    }

    /**
     * Makes a trip.
     *
     * @param commands sends them and says how many they are
     * @return the replies, with exception objects where a key is of another type, or its master {@link #isAway away}
     * @throws JedisException if Redis does not answer, or refused a command for another reason
     */
    List<Object> trip(IntSupplier commands) {
        return single == null ? spread.make(commands, null) : tripAlone(commands);
    }

    /** The same, with every command to the master of one key, which is watched perhaps. */
    List<Object> tripTo(byte[] key, IntSupplier commands) {
        if (single != null) {
            return tripAlone(commands);
        }
        List<Object> replies = spread.make(commands, key);
        replies.stream().filter(TolerantLink::isAway).findFirst().ifPresent(away -> {
            throw (JedisException) away;
        });
        return replies;
    }

    private List<Object> tripAlone(IntSupplier commands) {
        try {
            single.open();
            List<Object> replies = single.repliesWithErrors(commands.getAsInt());
            requireKnownErrors(replies);
            return replies;
        } catch (JedisException e) {
            single.refused(e);
            single.drop();
            throw e;
        }
    }

    /** @throws JedisException the first error that is none of a key's type, nor of a master that is away */
    static void requireKnownErrors(List<Object> replies) {
        for (Object reply : replies) {
            if (reply instanceof JedisException failure && !RedisReply.isOfAnotherType(failure) && !isAway(failure)) {
                throw failure;
            }
        }
    }

    /** A trip with one command. */
    Object ask(Command command, byte[]... arguments) {
        return trip(() -> {
                    send(command, arguments);
                    return 1;
                })
                .get(0);
    }

    /** The same to the master of a key. */
    Object askAt(byte[] key, Command command, byte[]... arguments) {
        return tripTo(key, () -> {
                    send(command, arguments);
                    return 1;
                })
                .get(0);
    }

    /** Whether a reply says that the master of the command's key is away. */
    static boolean isAway(Object reply) {
        return reply instanceof JedisConnectionException;
    }

    boolean isOpen() {
        return single == null ? spread.isOpen() : single.isOpen();
    }

    /** The run id of the Redis process that has a key, by the present or last connection; null if there was none. */
    String runId(byte[] key) {
        RedisLink link = single == null ? spread.linkOf(key) : single;
        return link == null ? null : link.identity().runId();
    }

    /**
     * Whether others have named the master that has a key within that time, by the present or last connection. They are asked
     * otherwise, and waited for.
     *
     * @param within zero: that does not matter
     * @param endNanos as from {@link #confirmationEndsNanos}: once for many keys
     */
    boolean isConfirmedWithin(byte[] key, Duration within, long endNanos) {
        RedisLink link = single == null ? spread.linkOf(key) : single;
        return link != null && (within.isZero() || nodes.isConfirmedWithin(link.at(), within, endNanos));
    }

    /** Until when others are waited for, if they are asked now: no longer than one of their answers may take. */
    long confirmationEndsNanos(Duration within) {
        Duration timeout = nodes.settings().timeout();
        return System.nanoTime() + (within.compareTo(timeout) < 0 ? within : timeout).toNanos();
    }

    @Override
    public void close() {
        if (single == null) {
            spread.close();
        } else {
            single.close();
        }
    }
}

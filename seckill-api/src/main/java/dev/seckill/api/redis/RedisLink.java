package dev.seckill.api.redis;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection to Redis that is made when needed and made anew after it broke. It is never taken from a pool: a
 * transaction that watches keys owns its connection from WATCH to EXEC.
 *
 * <p>Not thread-safe.
 */
final class RedisLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

    private final RedisSettings settings;
    private Connection connection;
    private Identity identity;
    private long life;
    private long watch;
    private LookAlong along;
    private Object user;
    private Set<StoreRisk> risks = Set.of();
    private final SparseLine connected = new SparseLine();
    private final SparseLine lost = new SparseLine();
    private boolean away;

    /**
     * Which connection this is, as the server knows it.
     *
     * @param runId names the server process: another one after a restart or a failover
     * @param clientId names the connection within that process
     * @param uptime how long that process had run when the connection was made, in whole seconds
     */
    record Identity(String runId, long clientId, Duration uptime) {}

    RedisLink(RedisSettings settings) {
        this.settings = settings;
    }

    /** Changes whenever a connection is made or given up: what was seen or watched in another life is void. */
    long life() {
        return life;
    }

    /**
     * To be called by whoever shares the connection before it uses it.
     *
     * @return whether nobody else has used it since; if not, what it watches may be watched no longer
     */
    boolean isTakenAgainBy(Object next) {
        boolean again = user == null || user == next;
        user = next;
        return again;
    }

    /** Changes whenever what is watched over the connection is watched no longer. */
    long watch() {
        return watch;
    }

    /** The next transaction over the connection is to take this look along; null for none. */
    void along(LookAlong next) {
        along = next;
    }

    /** It has come along by now, or comes too late. */
    void alongNoMore(LookAlong look) {
        along = along == look ? null : along;
    }

    /** Gives the look away that the transaction at hand is to take along; null if there is none. */
    LookAlong takeAlong() {
        LookAlong taken = along;
        along = null;
        return taken;
    }

    /** Whether a connection is there, as far as is known. */
    boolean isOpen() {
        return connection != null;
    }

    /**
     * Connects if there is no connection.
     *
     * @throws JedisException if Redis does not answer within the timeout
     */
    void open() {
        if (connection != null) {
            return;
        }
        Connection opened = null;
        try {
            opened = new Connection(settings.addresses().get(0), settings.clientConfig());
            opened.sendCommand(Command.CLIENT, "ID");
            opened.sendCommand(Command.INFO, "server");
            opened.sendCommand(Command.INFO, "memory");
            opened.sendCommand(Command.INFO, "persistence");
            List<Object> replies = replies(opened, 4);
            String info = RedisReply.text(replies.get(1));
            identity = new Identity(
                    field(info, "run_id"),
                    (Long) replies.get(0),
                    Duration.ofSeconds(Long.parseLong(field(info, "uptime_in_seconds"))));
            risks = StoreRisks.in(RedisReply.text(replies.get(2)), RedisReply.text(replies.get(3)));
            connection = opened;
            life++;
        } catch (JedisException e) {
            if (opened != null) {
                disconnect(opened);
            }
            if (!away) {
                lost.say(times -> log.warn("redis - away ({}, times={}, reason={})", settings, times, Reason.of(e)));
            }
            away = true;
            throw e;
        }
        connected.say(times -> log.info(
                "redis - connected ({}, times={}, runId={}, clientId={})",
                settings,
                times,
                identity.runId(),
                identity.clientId()));
        away = false;
    }

    /** The present connection's identity, or the last one's when it broke; null before the first. */
    Identity identity() {
        return identity;
    }

    /** How the server of the present or last connection may lose what it holds, when that was made. */
    Set<StoreRisk> risks() {
        return risks;
    }

    /** Queues a command; it leaves with the next {@link #replies}. */
    void send(Command command, byte[]... arguments) {
        if (command == Command.UNWATCH || command == Command.EXEC || command == Command.DISCARD) {
            watch++;
        }
        connection.sendCommand(command, arguments);
    }

    /**
     * Sends what is queued and reads that many replies.
     *
     * @throws redis.clients.jedis.exceptions.JedisDataException the first error among them, after all were read
     * @throws JedisConnectionException if the connection broke; whoever catches it gives it up with {@link #drop}
     */
    List<Object> replies(int count) {
        return replies(connection, count);
    }

    /** The same, but errors stand in the list as exception objects. */
    List<Object> repliesWithErrors(int count) {
        return connection.getMany(count);
    }

    private static List<Object> replies(Connection connection, int count) {
        List<Object> replies = connection.getMany(count);
        for (Object reply : replies) {
            if (reply instanceof JedisException error) {
                throw error;
            }
        }
        return replies;
    }

    /** Gives the connection up, so that the next {@link #open} makes another. */
    void drop() {
        if (connection != null) {
            disconnect(connection);
            connection = null;
            life++;
            watch++;
            along = null;
        }
    }

    @Override
    public void close() {
        drop();
    }

    private static void disconnect(Connection connection) {
        try {
            connection.setBroken();
            connection.disconnect();
        } catch (JedisException e) {
            log.debug("redis - disconnecting a broken connection failed", e);
        }
    }

    private static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new JedisException("INFO server does not tell " + name));
    }
}

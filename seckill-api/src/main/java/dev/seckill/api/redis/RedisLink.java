package dev.seckill.api.redis;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection to Redis that is made when needed and made anew after it broke. It is never taken from a pool: a
 * transaction that watches keys owns its connection from WATCH to EXEC.
 *
 * <p>Not thread-safe.
 */
final class RedisLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

    private final RedisNodes nodes;
    private final Supplier<HostAndPort> place;
    private Connection connection;
    private HostAndPort at;
    private Identity identity;
    /** Whether the server has said that it is not the one to ask. */
    private boolean doubtful;
    /** What the masters' version was before the connection was made, and when that was looked at last. */
    private long madeWith;

    private long checkedWith;
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
     * @param runId names the server process: another one after a restart or a failover; where masters change, also the time for
     *     which it is master
     * @param clientId names the connection within that process
     * @param uptime how long that process had run when the connection was made, in whole seconds
     */
    record Identity(String runId, long clientId, Duration uptime) {

        /** Whether it is the same server process, perhaps at another time as master. */
        boolean isOfSameProcess(Identity other) {
            return process().equals(other.process());
        }

        private String process() {
            int end = runId.indexOf('-');
            return end < 0 ? runId : runId.substring(0, end);
        }
    }

    RedisLink(RedisSettings settings) {
        this(new RedisNodes(settings), 0);
    }

    /** To the master of a slot, whichever that is when the connection is made. */
    RedisLink(RedisNodes nodes, int slot) {
        this(nodes, () -> nodes.masterOf(slot));
    }

    /** To one master. */
    RedisLink(RedisNodes nodes, HostAndPort node) {
        this(nodes, () -> node);
    }

    private RedisLink(RedisNodes nodes, Supplier<HostAndPort> place) {
        this.nodes = nodes;
        this.place = place;
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
     * Connects if there is no connection, or if the master is another one by now.
     *
     * @throws JedisException if Redis does not answer within the timeout
     */
    void open() {
        if (isUsable()) {
            return;
        }
        try {
            long version = nodes.version();
            take(OpenedConnection.to(place.get(), nodes, version));
        } catch (JedisException e) {
            failed(e);
            throw e;
        }
    }

    /** Whether there is a connection, to a server that is still the one to ask; gives it up otherwise. */
    boolean isUsable() {
        if (connection == null) {
            return false;
        }
        if (doubtful || checkedWith != nodes.version() && !isInPlace()) {
            drop();
            return false;
        }
        return true;
    }

    private boolean isInPlace() {
        checkedWith = nodes.version();
        return at.equals(place.get());
    }

    /** Uses a connection that was made in the meantime; there must be none. */
    void take(OpenedConnection opened) {
        connection = opened.connection();
        at = opened.at();
        identity = opened.identity();
        risks = opened.risks();
        madeWith = opened.version();
        checkedWith = madeWith;
        doubtful = false;
        life++;
        connected.say(times -> log.info(
                "redis - connected ({}, times={}, runId={}, clientId={}{})",
                nodes.settings(),
                times,
                identity.runId(),
                identity.clientId(),
                nodes.mayChange() ? ", master=" + at : ""));
        away = false;
    }

    /** It could not be made. */
    void failed(JedisException e) {
        if (!away) {
            lost.say(
                    times -> log.warn("redis - away ({}, times={}, reason={})", nodes.settings(), times, Reason.of(e)));
        }
        away = true;
        nodes.doubt();
    }

    /** The masters' version before the present connection was made: what became of them since, it does not know. */
    long madeWith() {
        return madeWith;
    }

    /** What a decision waits for. */
    RedisSettings.ReplicaWait replicas() {
        return nodes.settings().replicas();
    }

    /** Which master the present or last connection leads to. */
    HostAndPort at() {
        return at;
    }

    /** All masters that are known. */
    Set<HostAndPort> masters() {
        return nodes.masters();
    }

    /**
     * Whether others have named the server of the present or last connection as master within that time; they are asked
     * otherwise. Zero: that does not matter.
     */
    boolean isConfirmedWithin(Duration time) {
        if (time.isZero() || nodes.isConfirmedWithin(at, time)) {
            return true;
        }
        nodes.doubt();
        return false;
    }

    /** The server has refused a command; if it is not the one to ask, the next {@link #open} asks who is. */
    void refused(Throwable error) {
        Refusal refusal = Refusal.of(error);
        if (refusal == Refusal.OTHER) {
            return;
        }
        nodes.refused((JedisDataException) error);
        doubtful |= refusal == Refusal.NO_MASTER && nodes.mayChange();
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
        return OpenedConnection.replies(connection, count);
    }

    /** The same, but errors stand in the list as exception objects. */
    List<Object> repliesWithErrors(int count) {
        return connection.getMany(count);
    }

    /** Gives the connection up, so that the next {@link #open} makes another. */
    void drop() {
        if (connection != null) {
            close();
            nodes.doubt();
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            OpenedConnection.close(connection);
            connection = null;
            life++;
            watch++;
            along = null;
        }
    }
}

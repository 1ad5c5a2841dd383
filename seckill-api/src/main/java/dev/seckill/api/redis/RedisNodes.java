package dev.seckill.api.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The Redis servers behind the settings: who has the data now, and how to reach them. One for all of an instance, so that what
 * one of its connections learns, all know. It has no threads of its own while nobody uses it. Thread-safe.
 */
public final class RedisNodes implements AutoCloseable {

    /** Of servers that know no slots. */
    private static final int NO_SLOT = 0;

    /** Between two looks whether a master was confirmed. */
    private static final long CONFIRMATION_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final RedisSettings settings;
    private final JedisClientConfig clientConfig;
    private final AskingConnections asking;
    private final Masters masters;
    private final Executor threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "redis-nodes");
        thread.setDaemon(true);
        return thread;
    });

    /** Asks nobody before the first connection is made. */
    public RedisNodes(RedisSettings settings) {
        this.settings = settings;
        this.clientConfig = settings.clientConfig();
        this.asking = asking(settings, clientConfig);
        this.masters = switch (settings.kind()) {
            case SINGLE -> new OneMaster(settings.addresses().get(0));
            case SENTINEL ->
                new SentinelMaster(
                        settings.addresses(), this::askSentinel, settings.timeout(), threads, System::nanoTime);
            case CLUSTER ->
                new ClusterMasters(settings.addresses(), this::askNode, settings.timeout(), threads, System::nanoTime);
        };
    }

    /** Those that somebody else tells. */
    RedisNodes(RedisSettings settings, Masters masters) {
        this.settings = settings;
        this.clientConfig = settings.clientConfig();
        this.asking = asking(settings, clientConfig);
        this.masters = masters;
    }

    private static AskingConnections asking(RedisSettings settings, JedisClientConfig clientConfig) {
        boolean areSentinels = settings.kind() == RedisUrl.Kind.SENTINEL;
        return new AskingConnections(areSentinels ? settings.sentinelConfig() : clientConfig, System::nanoTime);
    }

    RedisSettings settings() {
        return settings;
    }

    /** How to connect to those that hold data, always the same. */
    JedisClientConfig clientConfig() {
        return clientConfig;
    }

    /** For what may take long, such as connecting. */
    Executor threads() {
        return threads;
    }

    /** Whether keys have different masters. */
    boolean isCluster() {
        return settings.kind() == RedisUrl.Kind.CLUSTER;
    }

    /** Whether the master can be another one tomorrow. */
    boolean mayChange() {
        return settings.mayFailOver();
    }

    int slotOf(byte[] key) {
        return isCluster() ? JedisClusterCRC16.getSlot(key) : NO_SLOT;
    }

    /** @throws JedisConnectionException if nobody can tell */
    HostAndPort masterOf(int slot) {
        return masters.of(slot);
    }

    Set<HostAndPort> masters() {
        return masters.all();
    }

    /** Grows whenever a master is another one than before. */
    long version() {
        return masters.version();
    }

    /** The version with which the slot got its master. */
    long version(int slot) {
        return masters.version(slot);
    }

    /** Whether others have named this master within that time. */
    boolean isConfirmedWithin(HostAndPort master, Duration time) {
        return masters.isConfirmedWithin(master, time);
    }

    /**
     * The same; if nobody has, they are asked, and waited for.
     *
     * @param endNanos until when, by {@link System#nanoTime}
     */
    boolean isConfirmedWithin(HostAndPort master, Duration time, long endNanos) {
        while (!isConfirmedWithin(master, time)) {
            if (System.nanoTime() - endNanos >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            doubt();
            LockSupport.parkNanos(CONFIRMATION_NANOS);
        }
        return true;
    }

    /** Sentinels that name the master without its epoch. */
    Set<HostAndPort> withoutEpoch() {
        return masters.withoutEpoch();
    }

    /** Whether somebody was asked for the masters within that time, with whatever success. */
    boolean isAskedWithin(Duration time) {
        return masters.isAskedWithin(time);
    }

    /** A connection failed, or its server says that it is no master any more. */
    void doubt() {
        masters.doubt();
    }

    /** A server refused a command: perhaps because it is not the one to ask. */
    void refused(JedisDataException refusal) {
        if (refusal instanceof JedisMovedDataException moved) {
            HostAndPort to = moved.getTargetNode();
            masters.moved(moved.getSlot(), to == null || to.getHost().isEmpty() ? null : to);
        } else {
            masters.doubt();
        }
    }

    private SentinelAnswer askSentinel(HostAndPort sentinel) {
        List<Object> told = asking.ask(sentinel, connection -> {
            connection.sendCommand(Command.SENTINEL, "MASTER", settings.master());
            connection.sendCommand(Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", settings.master());
            return connection.getMany(2);
        });
        return SentinelAnswer.of(sentinel, told.get(0), told.get(1));
    }

    private ClusterTable askNode(HostAndPort node) {
        List<Object> told = asking.ask(node, connection -> {
            connection.sendCommand(Command.CLUSTER, "SLOTS");
            connection.sendCommand(Command.CLUSTER, "NODES");
            return connection.getMany(2);
        });
        RedisReply.requireNoError(told);
        return ClusterTable.of(RedisReply.list(told.get(0)), RedisReply.text(told.get(1)), node);
    }

    /** Ends what was kept open to ask over; whoever asks once more may. */
    @Override
    public void close() {
        asking.close();
    }
}

package dev.seckill.infra.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What an embedded Redis Cluster is to be.
 *
 * @param data the folder of all data and logs; made if missing, and kept when the cluster closes
 * @param masters how many share the slots; 3 at least, because a majority of them decides about a failover
 * @param replicas how many each master has
 * @param firstPort of the first node; each further node has the next one; 0 = free ones
 * @param fsync when a node forces its append-only file to disk
 * @param nodeTimeout how long a node may be silent until the others promote its replica
 * @param startWait how long a node, and then the cluster, may take
 * @param options further options of each node, such as {@code --min-replicas-to-write 1}, in single words
 */
public record RedisClusterConfig(
        Path data,
        int masters,
        int replicas,
        int firstPort,
        RedisFsync fsync,
        Duration nodeTimeout,
        Duration startWait,
        List<String> options) {

    /**
     * Default of {@link #nodeTimeout}: a fifth of Redis' own, so that a failover takes some 5 seconds, and yet no pause of
     * a busy machine counts as a death.
     */
    public static final Duration NODE_TIMEOUT = Duration.ofSeconds(3);

    private static final int MASTERS_MIN = 3;
    private static final int PORT_MAX = 65_535 - 10_000; // the bus is 10000 above

    /** Checks that it can work; makes the folder absolute. */
    public RedisClusterConfig {
        data = Objects.requireNonNull(data, "data").toAbsolutePath().normalize();
        Objects.requireNonNull(fsync, "fsync");
        Objects.requireNonNull(nodeTimeout, "nodeTimeout");
        Objects.requireNonNull(startWait, "startWait");
        options = List.copyOf(options);
        if (masters < MASTERS_MIN || replicas < 0) {
            throw new IllegalArgumentException(
                    "a cluster has 3 masters or more, not " + masters + " with " + replicas + " replicas each");
        }
        if (firstPort < 0 || firstPort + masters * (1 + replicas) > PORT_MAX) {
            throw new IllegalArgumentException(
                    "the ports of all nodes must be at most " + PORT_MAX + ", but the first is " + firstPort);
        }
    }

    /** Three masters with one replica each, on free ports. */
    public static RedisClusterConfig onFreePorts(Path data) {
        return new RedisClusterConfig(
                data, MASTERS_MIN, 1, 0, RedisFsync.EVERYSEC, NODE_TIMEOUT, StackConfig.START_WAIT, List.of());
    }

    /** The same with so many nodes. */
    public RedisClusterConfig withNodes(int ofMasters, int ofReplicas) {
        return new RedisClusterConfig(data, ofMasters, ofReplicas, firstPort, fsync, nodeTimeout, startWait, options);
    }

    /** The same on ports from this one on; 0 = free ones. */
    public RedisClusterConfig withFirstPort(int value) {
        return new RedisClusterConfig(data, masters, replicas, value, fsync, nodeTimeout, startWait, options);
    }

    /** The same with this fsync. */
    public RedisClusterConfig withFsync(RedisFsync value) {
        return new RedisClusterConfig(data, masters, replicas, firstPort, value, nodeTimeout, startWait, options);
    }

    /** The same with these options and no others of its own. */
    public RedisClusterConfig withOptions(String... words) {
        return new RedisClusterConfig(
                data, masters, replicas, firstPort, fsync, nodeTimeout, startWait, List.of(words));
    }

    /** The same as a part of a larger stack. */
    RedisClusterConfig within(StackConfig stack) {
        return new RedisClusterConfig(
                stack.data(),
                masters,
                replicas,
                stack.ports().redis(),
                stack.redisFsync(),
                nodeTimeout,
                stack.startWait(),
                options);
    }

    int nodes() {
        return masters * (1 + replicas);
    }
}

package dev.seckill.infra.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What Redis servers under Sentinel are to be.
 *
 * @param data the folder of all data and logs; holds no such servers yet
 * @param replicas how many the master has
 * @param sentinels how many watch; more than half of them decide about a failover
 * @param fsync when a server forces its append-only file to disk
 * @param downAfter how long a server may be silent until a sentinel takes it for dead
 * @param startWait how long a server, and then all together, may take
 * @param options further options of each server, such as {@code --min-replicas-to-write 1}, in single words
 */
public record RedisSentinelConfig(
        Path data,
        int replicas,
        int sentinels,
        RedisFsync fsync,
        Duration downAfter,
        Duration startWait,
        List<String> options) {

    /** Default of {@link #downAfter}: Sentinel's own is 30 seconds. */
    public static final Duration DOWN_AFTER = Duration.ofSeconds(2);

    /** Checks that it can work; makes the folder absolute. */
    public RedisSentinelConfig {
        data = Objects.requireNonNull(data, "data").toAbsolutePath().normalize();
        Objects.requireNonNull(fsync, "fsync");
        Objects.requireNonNull(downAfter, "downAfter");
        Objects.requireNonNull(startWait, "startWait");
        options = List.copyOf(options);
        if (replicas < 1 || sentinels < 1) {
            throw new IllegalArgumentException(
                    "there is no failover with " + replicas + " replicas and " + sentinels + " sentinels");
        }
    }

    /** A master, two replicas and three sentinels. */
    public static RedisSentinelConfig in(Path data) {
        return new RedisSentinelConfig(data, 2, 3, RedisFsync.EVERYSEC, DOWN_AFTER, StackConfig.START_WAIT, List.of());
    }

    /** The same with this fsync. */
    public RedisSentinelConfig withFsync(RedisFsync value) {
        return new RedisSentinelConfig(data, replicas, sentinels, value, downAfter, startWait, options);
    }

    /** The same with these options and no others of its own. */
    public RedisSentinelConfig withOptions(String... words) {
        return new RedisSentinelConfig(data, replicas, sentinels, fsync, downAfter, startWait, List.of(words));
    }

    int quorum() {
        return sentinels / 2 + 1;
    }
}

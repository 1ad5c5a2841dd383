package dev.seckill.infra.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What an embedded stack is to be.
 *
 * @param data the folder of all data and logs; made if missing, and kept when the stack closes
 * @param ports where the servers listen
 * @param redisFsync when Redis forces its append-only file to disk
 * @param startWait how long a server may take until it answers; default {@link #START_WAIT}
 * @param brief whether it lives for moments only, so that Kafka's JVM should compile quickly rather than well, and MySQL
 *     need not wait for the disk
 */
public record StackConfig(Path data, StackPorts ports, RedisFsync redisFsync, Duration startWait, boolean brief) {

    /** How long a server may take until it answers. */
    public static final Duration START_WAIT = Duration.ofSeconds(60);

    /** Checks that nothing is missing; makes the folder absolute. */
    public StackConfig {
        data = Objects.requireNonNull(data, "data").toAbsolutePath().normalize();
        Objects.requireNonNull(ports, "ports");
        Objects.requireNonNull(redisFsync, "redisFsync");
        Objects.requireNonNull(startWait, "startWait");
        if (startWait.isNegative() || startWait.isZero()) {
            throw new IllegalArgumentException("startWait must be above zero, but is " + startWait);
        }
    }

    /** A stack that gets in nobody's way, for tests. */
    public static StackConfig onFreePorts(Path data) {
        return new StackConfig(data, StackPorts.FREE, RedisFsync.EVERYSEC, START_WAIT, false);
    }

    /** A stack where people and tools look for it: Redis on 6379, Kafka on 9092, MySQL on 3306. */
    public static StackConfig onUsualPorts(Path data) {
        return onFreePorts(data).withPorts(StackPorts.USUAL);
    }

    /** The same on these ports. */
    public StackConfig withPorts(StackPorts value) {
        return new StackConfig(data, value, redisFsync, startWait, brief);
    }

    /** The same with this fsync of Redis. */
    public StackConfig withRedisFsync(RedisFsync value) {
        return new StackConfig(data, ports, value, startWait, brief);
    }

    /** The same with this bound for each server's start. */
    public StackConfig withStartWait(Duration value) {
        return new StackConfig(data, ports, redisFsync, value, brief);
    }

    /** The same for moments only. */
    public StackConfig briefly() {
        return new StackConfig(data, ports, redisFsync, startWait, true);
    }
}

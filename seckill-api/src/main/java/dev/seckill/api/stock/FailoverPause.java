package dev.seckill.api.stock;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import redis.clients.jedis.Protocol.Command;

/**
 * Leaves a Redis process alone that is new to the sale, for as long as every living instance needs to look at it. One of
 * them may know orders that are in no log yet, and halt the sale because this Redis does not.
 *
 * <p>Which process the sale was last found sound in stands beside the sale, in {@code {c}:server}: a restart, a failover and
 * a restored backup all leave another run id there. Without any, the process counts as new from its start. Used by one
 * thread.
 */
final class FailoverPause {

    private final RedisLink link;
    private final SaleKeys keys;
    private final Duration wait;
    private final LongSupplier nanoTime;
    private String newcomer;
    private long sinceNanos;

    /**
     * A pause of so much time.
     *
     * @param wait zero for none
     * @param nanoTime a stopwatch
     */
    FailoverPause(RedisLink link, SaleKeys keys, Duration wait, LongSupplier nanoTime) {
        this.link = Objects.requireNonNull(link, "link");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.wait = Objects.requireNonNull(wait, "wait");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /** How much longer the process behind the present connection is to be left alone; zero or less when it is not. */
    Duration remaining() {
        RedisLink.Identity server = link.identity();
        link.send(Command.GET, keys.server);
        String known = RedisReply.text(link.replies(1).get(0));
        if (server.runId().equals(known)) {
            return Duration.ZERO;
        }
        if (!server.runId().equals(newcomer)) {
            newcomer = server.runId();
            sinceNanos = nanoTime.getAsLong() - (known == null ? server.uptime().toNanos() : 0);
        }
        return wait.minusNanos(nanoTime.getAsLong() - sinceNanos);
    }

    /** The sale was found sound in the process behind the present connection. */
    void over() {
        link.send(Command.SET, keys.server, SaleKeys.bytes(link.identity().runId()));
        link.replies(1);
    }
}

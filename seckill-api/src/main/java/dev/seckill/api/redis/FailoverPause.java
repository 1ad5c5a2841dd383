package dev.seckill.api.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Leaves a Redis process alone that is new to the sale, for as long as every living instance needs to look at it. One of
 * them may know orders that are in no log yet, and halt the sale because this Redis does not.
 *
 * <p>Which process the sale was last found sound in stands beside the sale, in {@code {c}:server}: after a restart, a
 * failover, or a backup of another process, that is another run id. Without any, the process counts as new from its start.
 * Used by one thread.
 */
final class FailoverPause {

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
    FailoverPause(Duration wait, LongSupplier nanoTime) {
        this.wait = Objects.requireNonNull(wait, "wait");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /**
     * How much longer a process is to be left alone; zero or less when it is not.
     *
     * @param server the process that is looked at
     * @param checked the run id of the process in which the sale was last found sound, or null
     */
    Duration remaining(RedisLink.Identity server, String checked) {
        if (server.runId().equals(checked)) {
            return Duration.ZERO;
        }
        if (!server.runId().equals(newcomer)) {
            newcomer = server.runId();
            sinceNanos =
                    nanoTime.getAsLong() - (checked == null ? server.uptime().toNanos() : 0);
        }
        return wait.minusNanos(nanoTime.getAsLong() - sinceNanos);
    }

    /** The connection broke. Whatever comes next is new, also a process that was seen before. */
    void disconnected() {
        newcomer = null;
    }
}

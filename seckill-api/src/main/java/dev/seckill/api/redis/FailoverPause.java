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
 * All sales that are decided over one connection share the pause: it begins when others have confirmed the master that it
 * leads to, at which each instance looks at the sales that it knows. Used by one thread.
 */
final class FailoverPause {

    private final Duration wait;
    private final LongSupplier nanoTime;
    private RedisLink.Identity newcomer;
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
        if (!server.equals(newcomer)) {
            begin(server);
        }
        Duration left = wait.minusNanos(nanoTime.getAsLong() - sinceNanos);
        return checked == null ? left.minus(server.uptime()) : left;
    }

    /** Whether it is, or was, to be left alone over the present connection; what was read when that was made does not do then. */
    boolean isNew(RedisLink.Identity server, String checked) {
        boolean isSame = server.runId().equals(checked);
        return !isSame && (checked == null ? wait.minus(server.uptime()) : wait).compareTo(Duration.ZERO) > 0;
    }

    /** The same for a sale that this process has lost, counted from when that was noticed. */
    Duration remainingSince(long noticedNanos) {
        return wait.minusNanos(nanoTime.getAsLong() - noticedNanos);
    }

    /** What the stopwatch shows. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /**
     * It is left alone from now on, also if it was seen before: over another connection, or before anybody else had named it as
     * master.
     */
    void begin(RedisLink.Identity server) {
        newcomer = server;
        sinceNanos = nanoTime.getAsLong();
    }
}

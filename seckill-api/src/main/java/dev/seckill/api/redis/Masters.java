package dev.seckill.api.redis;

import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Who has the data now. Thread-safe; what it knows it reads anew in the background, as long as somebody asks. */
interface Masters {

    /**
     * The master of a slot.
     *
     * @throws JedisConnectionException if nobody can tell, or nobody has the slot
     */
    HostAndPort of(int slot);

    /** Those that are known. */
    Set<HostAndPort> all();

    /** Grows whenever a master is another one than before, of whatever slot. */
    long version();

    /** The version with which the slot got its master. */
    long version(int slot);

    /** A node says that it has not this slot, but another one. Null for another one that it does not name. */
    void moved(int slot, HostAndPort to);

    /** Something failed: perhaps the masters are others by now. */
    void doubt();

    /**
     * Whether others have named this one as master within that time, so that no other was made master in its place before. One
     * that was cut off, or stood still, does not know it itself.
     */
    boolean isConfirmedWithin(HostAndPort master, Duration time);

    /**
     * Those who name the master without telling since when, so that whether another who names another is stale stays open. Asks
     * all of them and waits for each that does not answer, for {@code --redis-timeout} at most.
     */
    default Set<HostAndPort> withoutEpoch() {
        return Set.of();
    }

    /** Whether somebody was asked within that time, with whatever success. */
    boolean isAskedWithin(Duration time);
}

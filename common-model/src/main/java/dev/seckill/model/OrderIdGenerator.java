package dev.seckill.model;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes order ids that rise strictly within one generator, also when the clock stands still or steps back:
 * RFC 9562, section 6.2, method 1, with the 12 bits after the version as the counter.
 *
 * <p>Not thread-safe: each decision thread has its own. Ids of different generators differ by 62 random bits.
 */
public final class OrderIdGenerator {

    private static final int COUNTER_MAX = 0xFFF;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_BITS = 0x3FFF_FFFF_FFFF_FFFFL;

    private final Clock clock;
    private final RandomGenerator random;
    private long lastMillis = -1;
    private int counter;

    /** A generator on the given clock with cryptographically strong random bits. */
    public OrderIdGenerator(Clock clock) {
        this(clock, new SecureRandom());
    }

    OrderIdGenerator(Clock clock, RandomGenerator random) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = Objects.requireNonNull(random, "random");
    }

    /** The next id, greater than every one before it. */
    public OrderId next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (++counter > COUNTER_MAX) {
            // More than 4096 ids in a millisecond: borrow from the next one rather than wait.
            lastMillis++;
            counter = 0;
        }
        long high = lastMillis << 16 | 0x7000 | counter;
        return new OrderId(new UUID(high, VARIANT | random.nextLong() & RANDOM_BITS));
    }
}

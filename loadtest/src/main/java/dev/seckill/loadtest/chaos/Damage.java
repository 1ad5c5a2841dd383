package dev.seckill.loadtest.chaos;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What a fault hit and when, told by the scene while it strikes. Used by one thread.
 */
final class Damage {

    private final Clock clock;
    private Instant struck;
    private Instant mending;
    private Instant serversBack;
    private Set<Integer> apis = Set.of();

    /** A fault that strikes now, and kills no API instance. */
    Damage(Clock clock) {
        this.clock = clock;
        this.struck = clock.instant();
    }

    /** What was to be killed is dead now; among it the API instances on these ports. */
    void struck(Set<Integer> apiPorts) {
        struck = clock.instant();
        apis = Set.copyOf(apiPorts);
    }

    /** It was dead for as long as the plan says; now it is started again. */
    void mending() {
        mending = clock.instant();
    }

    /** Redis, Kafka and MySQL answer again, as far as they were killed. */
    void serversBack() {
        serversBack = clock.instant();
    }

    /** When it struck. */
    Instant struckAt() {
        return struck;
    }

    /** The ports of the API instances of which the next decision tells that the sale goes on; empty for any. */
    Set<Integer> apis() {
        return apis;
    }

    /**
     * How long the sale stood, if this is when the next purchase was decided.
     *
     * @param p99Millis of the replies meanwhile
     */
    Standstill until(Instant decided, long p99Millis) {
        return new Standstill(
                millis(struck, decided),
                mending == null ? 0 : millis(struck, mending),
                serversBack == null ? 0 : millis(mending, serversBack),
                p99Millis);
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}

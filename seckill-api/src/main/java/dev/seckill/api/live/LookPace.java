package dev.seckill.api.live;

import dev.seckill.api.sale.SaleSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * When a watched sale is looked at: at each tick while there is news of it, once a second after a while without, since each
 * look is a trip to Redis, and at once when it opens or closes by its hours. Used by one thread.
 */
final class LookPace {

    private static final long QUIET_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private boolean isLooking;
    private long lookedNanos;
    private long newsNanos;
    /** When its hours begin or end next; null: not known, or never. */
    private Long turnNanos;

    /** @param now of the stopwatch, as below */
    LookPace(long now) {
        this.newsNanos = now;
        this.lookedNanos = now - QUIET_LOOK_NANOS;
    }

    /** Whether a look is to be begun. */
    boolean begins(long now) {
        boolean isQuiet = now - newsNanos > QUIET_NANOS;
        boolean isTurned = turnNanos != null && now - turnNanos >= 0;
        if (isLooking || isQuiet && !isTurned && now - lookedNanos < QUIET_LOOK_NANOS) {
            return false;
        }
        isLooking = true;
        lookedNanos = now;
        turnNanos = null;
        return true;
    }

    /** The look that was begun is over. */
    void ended() {
        isLooking = false;
    }

    /** There was news. */
    void news(long now) {
        newsNanos = now;
    }

    /** What the sale is like, by this look or another. */
    void saw(SaleSeen seen, long now) {
        turnNanos = Stream.of(seen.definition().opensAt(), seen.definition().closesAt())
                .filter(Objects::nonNull)
                .filter(turn -> turn.isAfter(seen.at()))
                .min(Instant::compareTo)
                .map(turn -> Duration.between(seen.at(), turn))
                .filter(wait -> wait.compareTo(Duration.ofDays(1)) < 0) // there are many looks until then
                .map(wait -> now + wait.toNanos())
                .orElse(null);
    }
}

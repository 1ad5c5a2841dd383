package dev.seckill.loadtest.chaos;

import java.time.Duration;
import java.time.Instant;

/**
 * A purchase without a key that had no clear reply: an order may have been made for it that nobody was told of.
 *
 * @param from when it was asked
 * @param until when the order must have been decided, if there is one
 */
public record OpenQuestion(Instant from, Instant until) {

    /** An API that is still alive decides what it was asked within its waits, though the buyer has gone. */
    private static final Duration STRAGGLING = Duration.ofSeconds(30);

    /** The time in an order has milliseconds, is Redis's, and may be that of a look from before the request. */
    private static final Duration EARLIER = Duration.ofSeconds(1);

    /** What a reply of this kind, or none, leaves open. */
    public static OpenQuestion of(Instant askedAt, Duration elapsed, ReplyKind kind) {
        Instant end = askedAt.plus(elapsed);
        return new OpenQuestion(askedAt.minus(EARLIER), kind == ReplyKind.NO_REPLY ? end.plus(STRAGGLING) : end);
    }

    /** Whether an order that was decided then may be the answer. */
    boolean allows(Instant decidedAt) {
        return !decidedAt.isBefore(from) && !decidedAt.isAfter(until);
    }
}

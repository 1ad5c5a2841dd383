package dev.seckill.loadtest.witness;

import java.time.Instant;

/**
 * A span in which nobody may be told anything of a sale but that it is not open, on the buyers' clock.
 *
 * @param why for a reason of the verdict: "before the opening"
 * @param from requests that are sent later
 * @param until replies that are there before
 */
public record Silence(String why, Instant from, Instant until) {

    /** Whether a request and its reply lie in it with certainty. */
    boolean holds(Answer answer) {
        return answer.askedAt().isAfter(from) && answer.answeredAt().isBefore(until);
    }
}

package dev.seckill.loadtest.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;

/**
 * What came of a round.
 *
 * @param round the plan's part
 * @param replies how many replies of each kind buyers got in it
 * @param unanswered purchases that had no clear reply within their bound
 * @param healedMillis from the blow to the first order that was accepted, logged and asked for after the repair; null if
 *     there was none
 * @param standstill how long the sale stood; null if it did not go on
 * @param reckoning the witness, over everything up to the round's end; null if it could not be asked
 * @param incident why it could not be asked; null if it was
 */
record RoundResult(
        Plan.Round round,
        Map<ReplyKind, Long> replies,
        long unanswered,
        Long healedMillis,
        Standstill standstill,
        Reckoning reckoning,
        String incident) {

    RoundResult {
        Objects.requireNonNull(round, "round");
        replies = Map.copyOf(replies);
        if ((reckoning == null) == (incident == null)) {
            throw new IllegalArgumentException("a round is judged, or there is a reason why not");
        }
    }

    /** Whether all is well. */
    @JsonProperty("pass")
    boolean isPass() {
        return reckoning != null && reckoning.isPass();
    }

    long count(ReplyKind kind) {
        return replies.getOrDefault(kind, 0L);
    }
}

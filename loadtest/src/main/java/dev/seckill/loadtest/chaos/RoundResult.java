package dev.seckill.loadtest.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
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
 * @param sales the witness of each sale, over everything up to the round's end; empty if it could not be asked
 * @param incident why it could not be asked; null if it was
 */
record RoundResult(
        Plan.Round round,
        Map<ReplyKind, Long> replies,
        long unanswered,
        Long healedMillis,
        Standstill standstill,
        List<SaleReckoning> sales,
        String incident) {

    RoundResult {
        Objects.requireNonNull(round, "round");
        replies = Map.copyOf(replies);
        sales = List.copyOf(sales);
        if (sales.isEmpty() == (incident == null)) {
            throw new IllegalArgumentException("a round is judged, or there is a reason why not");
        }
    }

    /** Whether all is well. */
    @JsonProperty("pass")
    boolean isPass() {
        return isJudged() && sales.stream().allMatch(sale -> sale.reckoning().isPass());
    }

    /** Whether the witness could be asked. */
    boolean isJudged() {
        return !sales.isEmpty();
    }

    long count(ReplyKind kind) {
        return replies.getOrDefault(kind, 0L);
    }
}

package dev.seckill.loadtest.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seckill.loadtest.proof.ProofVerdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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
 * @param receipts what those of each sale proved right after it; empty if they were not checked
 * @param incident why the witness could not be asked; null if it was
 */
record RoundResult(
        Plan.Round round,
        Map<ReplyKind, Long> replies,
        long unanswered,
        Long healedMillis,
        Standstill standstill,
        List<SaleReckoning> sales,
        Map<String, ProofVerdict> receipts,
        String incident) {

    RoundResult {
        Objects.requireNonNull(round, "round");
        replies = Map.copyOf(replies);
        sales = List.copyOf(sales);
        receipts = Collections.unmodifiableMap(new TreeMap<>(receipts));
        if (sales.isEmpty() == (incident == null)) {
            throw new IllegalArgumentException("a round is judged, or there is a reason why not");
        }
    }

    /** Whether all is well. */
    @JsonProperty("pass")
    boolean isPass() {
        return isJudged()
                && sales.stream().allMatch(sale -> sale.reckoning().isPass())
                && receipts.values().stream().allMatch(ProofVerdict::isPass);
    }

    /** Whether the witness could be asked. */
    boolean isJudged() {
        return !sales.isEmpty();
    }

    /** The same once receipts of it were checked. */
    RoundResult with(Map<String, ProofVerdict> checked) {
        return new RoundResult(round, replies, unanswered, healedMillis, standstill, sales, checked, incident);
    }

    long count(ReplyKind kind) {
        return replies.getOrDefault(kind, 0L);
    }
}

package dev.seckill.loadtest.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What came of an assault.
 *
 * @param assault what was done
 * @param tookMillis how long
 * @param outcomes what became of its requests, how many of each, by status or word; empty for messages
 * @param calm what buyers waited right before
 * @param times what they waited meanwhile
 * @param apiMemoryMb resident memory of the API at the most since its start
 * @param consumerMemoryMb the same of the consumer
 * @param complaints what no attack may achieve; each one fails the run
 */
record AssaultResult(
        Assault assault,
        long tookMillis,
        Map<String, Long> outcomes,
        BuyerTimes calm,
        BuyerTimes times,
        double apiMemoryMb,
        double consumerMemoryMb,
        List<String> complaints) {

    AssaultResult {
        Objects.requireNonNull(assault, "assault");
        outcomes = Map.copyOf(outcomes);
        complaints = List.copyOf(complaints);
    }

    /** Whether the attack achieved nothing. */
    @JsonProperty("pass")
    boolean isPass() {
        return complaints.isEmpty();
    }
}

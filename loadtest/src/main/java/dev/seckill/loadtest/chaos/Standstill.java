package dev.seckill.loadtest.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How long the sale stood, or the API instance that was killed.
 *
 * @param stoodMillis from the fault to the next purchase that was decided; of its request, sent after the fault, to its
 *     reply
 * @param heldMillis of it, how long the plan left what was killed dead
 * @param serversMillis of it, how long Redis, Kafka and MySQL took until they answered again
 * @param p99Millis what 99 of 100 replies took at most, from the fault until the sale went on after the repair
 */
record Standstill(long stoodMillis, long heldMillis, long serversMillis, long p99Millis) {

    /** What the servers' own start-up does not explain; a target is a bound on it. */
    @JsonProperty("withoutServersMillis")
    long withoutServersMillis() {
        return Math.max(0, stoodMillis - serversMillis);
    }

    /** What neither the plan nor the servers explain: the API's share. */
    @JsonProperty("apiMillis")
    long apiMillis() {
        return Math.max(0, withoutServersMillis() - heldMillis);
    }
}

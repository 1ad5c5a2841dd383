package dev.seckill.consumer.loop;

import java.time.Duration;
import java.util.Objects;

/**
 * The waits of the loop.
 *
 * @param topic the order log
 * @param pollWait longest wait for messages in one turn
 * @param batchWait longest wait for a batch to be stored in one turn
 * @param commitWait longest wait for a commit of offsets
 * @param closeWait longest wait for leaving the group
 * @param heartbeatMax age of the last heartbeat to the group at which Kafka counts as away
 * @param revokeWait longest wait for batches at work before a partition is given up
 */
public record LoopSettings(
        String topic,
        Duration pollWait,
        Duration batchWait,
        Duration commitWait,
        Duration closeWait,
        Duration heartbeatMax,
        Duration revokeWait) {

    public LoopSettings {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(pollWait, "pollWait");
        Objects.requireNonNull(batchWait, "batchWait");
        Objects.requireNonNull(commitWait, "commitWait");
        Objects.requireNonNull(closeWait, "closeWait");
        Objects.requireNonNull(heartbeatMax, "heartbeatMax");
        Objects.requireNonNull(revokeWait, "revokeWait");
    }
}

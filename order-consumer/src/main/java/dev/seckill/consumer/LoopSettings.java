package dev.seckill.consumer;

import java.time.Duration;
import java.util.Objects;

/**
 * The waits of the loop.
 *
 * @param topic the order log
 * @param pollWait longest wait for messages in one turn
 * @param commitWait longest wait for a commit of offsets
 * @param closeWait longest wait for leaving the group
 * @param heartbeatMax age of the last heartbeat to the group at which Kafka counts as away
 */
record LoopSettings(String topic, Duration pollWait, Duration commitWait, Duration closeWait, Duration heartbeatMax) {

    LoopSettings {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(pollWait, "pollWait");
        Objects.requireNonNull(commitWait, "commitWait");
        Objects.requireNonNull(closeWait, "closeWait");
        Objects.requireNonNull(heartbeatMax, "heartbeatMax");
    }
}

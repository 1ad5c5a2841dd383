package dev.seckill.consumer.parking;

import java.time.Duration;
import java.util.Objects;

/**
 * Where and how messages are parked.
 *
 * @param bootstrapServers Kafka brokers
 * @param topic the parked topic
 * @param partitions partitions, if the topic has to be created
 * @param replication copies of each partition, if the topic has to be created
 * @param ackWait longest wait until Kafka has acknowledged
 */
public record ParkingSettings(
        String bootstrapServers, String topic, int partitions, short replication, Duration ackWait) {

    /** Requires every part. */
    public ParkingSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(ackWait, "ackWait");
    }
}

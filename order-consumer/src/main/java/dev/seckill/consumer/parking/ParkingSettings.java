package dev.seckill.consumer.parking;

import dev.seckill.consumer.topic.KafkaConnection;
import java.time.Duration;
import java.util.Objects;

/**
 * Where and how messages are parked.
 *
 * @param connection how to reach Kafka
 * @param topic the parked topic
 * @param partitions partitions, if the topic has to be created
 * @param replication copies of each partition, if the topic has to be created
 * @param ackWait longest wait until Kafka has acknowledged
 */
public record ParkingSettings(
        KafkaConnection connection, String topic, int partitions, short replication, Duration ackWait) {

    /** Requires every part. */
    public ParkingSettings {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(ackWait, "ackWait");
    }
    /** The same for another topic. */
    public ParkingSettings of(String otherTopic) {
        return new ParkingSettings(connection, otherTopic, partitions, replication, ackWait);
    }
}

package dev.seckill.api.orderlog;

import dev.seckill.model.LogPosition;
import dev.seckill.model.settings.KafkaProperties;
import java.time.Duration;
import java.util.Set;

/**
 * How to reach the order log.
 *
 * @param bootstrapServers {@code host:port} of one or more brokers, separated by commas
 * @param clients Kafka's own properties of every client, as for TLS
 * @param topic the order log's topic
 * @param partitions partitions of the topic if it has to be created
 * @param replication replicas of each partition if it has to be created
 * @param sendWait longest time that one send may wait for room or for the topic's metadata
 * @param deliveryTimeout how long the producer itself tries to send an order before a relay takes over
 * @param requestTimeout bound on one request to a broker
 * @param readWait bound on reading the whole log
 * @param stopWait bound on flushing when closing
 * @param ignored messages that are not read
 */
public record KafkaSettings(
        String bootstrapServers,
        KafkaProperties clients,
        String topic,
        int partitions,
        short replication,
        Duration sendWait,
        Duration deliveryTimeout,
        Duration requestTimeout,
        Duration readWait,
        Duration stopWait,
        Set<LogPosition> ignored) {

    public KafkaSettings {
        ignored = Set.copyOf(ignored);
    }

    /** Without properties of Kafka's own. */
    public KafkaSettings(
            String bootstrapServers,
            String topic,
            int partitions,
            short replication,
            Duration sendWait,
            Duration deliveryTimeout,
            Duration requestTimeout,
            Duration readWait,
            Duration stopWait,
            Set<LogPosition> ignored) {
        this(
                bootstrapServers,
                KafkaProperties.NONE,
                topic,
                partitions,
                replication,
                sendWait,
                deliveryTimeout,
                requestTimeout,
                readWait,
                stopWait,
                ignored);
    }

    KafkaConnection connection() {
        return new KafkaConnection(bootstrapServers, clients, requestTimeout);
    }

    boolean ignores(int partition, long offset) {
        return !ignored.isEmpty() && ignored.contains(new LogPosition(topic, partition, offset));
    }

    /** The same for who has nobody waiting: a send may wait for room or metadata as long as the delivery may take. */
    KafkaSettings patient() {
        return new KafkaSettings(
                bootstrapServers,
                clients,
                topic,
                partitions,
                replication,
                deliveryTimeout,
                deliveryTimeout,
                requestTimeout,
                readWait,
                stopWait,
                ignored);
    }

    /** The same for a topic of one partition elsewhere. */
    public KafkaSettings at(String otherServers, String otherTopic) {
        return new KafkaSettings(
                otherServers,
                otherTopic,
                1,
                replication,
                sendWait,
                deliveryTimeout,
                requestTimeout,
                readWait,
                stopWait,
                Set.of());
    }
}

package dev.seckill.consumer.loop;

import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.model.LogPosition;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How to read the order log.
 *
 * @param connection how to reach Kafka
 * @param topic the order log
 * @param group the consumer group; consumers of one group share the partitions
 * @param batchMax most messages in a poll, and so in an insert
 * @param fetchMaxBytes most bytes in a fetch
 * @param messageMaxBytes most bytes of a message that are kept; a longer one cannot be an order
 * @param ignored messages that are not read
 * @param sessionTimeout silence after which the group takes a member's partitions away
 * @param pollInterval time between two polls after which the same happens
 */
public record OrderLogSettings(
        KafkaConnection connection,
        String topic,
        String group,
        int batchMax,
        int fetchMaxBytes,
        int messageMaxBytes,
        Set<LogPosition> ignored,
        Duration sessionTimeout,
        Duration pollInterval) {

    public OrderLogSettings {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(group, "group");
        ignored = Set.copyOf(ignored);
        Objects.requireNonNull(sessionTimeout, "sessionTimeout");
        Objects.requireNonNull(pollInterval, "pollInterval");
    }
}

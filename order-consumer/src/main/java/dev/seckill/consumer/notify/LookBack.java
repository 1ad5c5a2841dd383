package dev.seckill.consumer.notify;

import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where to begin in a partition that comes: some messages before the group's position. They were told and are not told again,
 * but say which orders have begun. Poll thread only.
 */
final class LookBack {

    /** Messages of a partition; more than the API leaves unpublished for long. */
    static final long REACH = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LookBack.class);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    /** The offset of the last message of each. */
    private final Map<TopicPartition, Long> seen = new HashMap<>();
    /** Orders that were made later have begun in what was read, or not yet; absent before the first message. */
    private final Map<TopicPartition, Instant> since = new HashMap<>();

    LookBack(Consumer<byte[], byte[]> consumer) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
    }

    /**
     * Moves the partitions back. One that ends before the group's position is another log than the group has read, of
     * which nothing was told.
     *
     * @return where each really goes on
     * @throws TopicUnavailableException if Kafka does not answer; nothing is moved then
     */
    Map<TopicPartition, Long> begin(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> found = new HashMap<>();
        Map<TopicPartition, Long> begins;
        Map<TopicPartition, Long> ends;
        try {
            partitions.forEach(partition -> found.put(partition, consumer.position(partition, WAIT)));
            begins = consumer.beginningOffsets(partitions, WAIT);
            ends = consumer.endOffsets(partitions, WAIT);
        } catch (KafkaException e) {
            throw new TopicUnavailableException("kafka: no position of the webhooks (" + e.getMessage() + ")", e);
        }
        for (Map.Entry<TopicPartition, Long> entry : found.entrySet()) {
            TopicPartition partition = entry.getKey();
            long position = entry.getValue();
            long begin = begins.get(partition);
            if (position > ends.get(partition)) {
                LOG.warn(
                        "webhooks - the log is shorter than what was told of it, all that it has is told"
                                + " (partition={}, position={}, end={})",
                        partition,
                        position,
                        ends.get(partition));
                position = begin;
            }
            positions.put(partition, position);
            seen.remove(partition);
            long from = Math.max(begin, position - REACH);
            if (from != entry.getValue()) {
                consumer.seek(partition, from);
            }
            if (from <= begin) {
                since.put(partition, Instant.MIN);
            }
            entry.setValue(position);
        }
        return found;
    }

    /** The partition went. */
    void forget(TopicPartition partition) {
        positions.remove(partition);
        seen.remove(partition);
        since.remove(partition);
    }

    /**
     * Whether the log was made anew, or lost its end, since the message before this one; then it has no group's
     * position to be behind. To be asked of each message, in their order.
     */
    boolean beginsAnew(ConsumerRecord<byte[], byte[]> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        Long before = seen.put(partition, message.offset());
        boolean anew = before != null && message.offset() <= before;
        if (anew) {
            positions.remove(partition);
        }
        return anew;
    }

    /** Whether the message stands before the group's position. To be asked of each message, in their order. */
    boolean isBehind(ConsumerRecord<byte[], byte[]> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        // An order may be published some time after it was made, by a relay.
        since.putIfAbsent(partition, Instant.ofEpochMilli(message.timestamp()).minus(EarlyEvents.WAIT_MAX));
        return message.offset() < positions.getOrDefault(partition, 0L);
    }

    /**
     * Whether the beginning of the order is either read or yet to come. Of orders that were made shortly before what was read,
     * it may be neither; their events wait in vain for a while, and only after a start.
     */
    boolean covers(TopicPartition partition, OrderId order) {
        return since.getOrDefault(partition, Instant.MAX).isBefore(order.madeAt());
    }
}

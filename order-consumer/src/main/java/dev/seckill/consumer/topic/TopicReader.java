package dev.seckill.consumer.topic;

import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the messages of a topic between two positions that are known beforehand, so that reading ends although writing
 * goes on. It assigns partitions to itself and disturbs no consumer group. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {

    private static final int FETCH_BYTES = 16 * 1024 * 1024;
    private static final int POLL_RECORDS = 5000;
    private static final Duration POLL_WAIT = Duration.ofMillis(200);

    private final String topic;
    private final Duration patience;
    private final Consumer<byte[], byte[]> consumer;

    /**
     * A reader of whole messages.
     *
     * @param group whose committed positions can be read and written; it is never joined
     * @param patience longest wait for an answer or for the next message
     */
    public TopicReader(
            KafkaConnection connection, String topic, String group, Duration patience, IgnoredMessages ignored) {
        this(connection, topic, group, patience, Integer.MAX_VALUE, ignored);
    }

    /**
     * A reader that keeps at most so many bytes of a message's value, and notes a {@link Cut} of what is longer.
     *
     * @param group whose committed positions can be read and written; it is never joined
     * @param patience longest wait for an answer or for the next message
     */
    public TopicReader(
            KafkaConnection connection,
            String topic,
            String group,
            Duration patience,
            int messageMaxBytes,
            IgnoredMessages ignored) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.patience = Objects.requireNonNull(patience, "patience");
        Map<String, Object> config = connection.properties(patience);
        config.putAll(KafkaConnection.reading(group));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        this.consumer = connection.open(
                all -> messageMaxBytes == Integer.MAX_VALUE
                        ? new CarefulConsumer(all, new ByteArrayDeserializer(), new ByteArrayDeserializer(), ignored)
                        : BoundedBytes.consumer(all, messageMaxBytes, ignored),
                config);
    }

    /** The partitions; empty if there is no such topic. */
    public Set<TopicPartition> partitions() {
        return ask(reader -> {
            // Not partitionsFor: that waits in vain for a topic that does not exist.
            var found = reader.listTopics(patience).get(topic);
            return found == null
                    ? Set.of()
                    : Set.copyOf(found.stream()
                            .map(partition -> new TopicPartition(topic, partition.partition()))
                            .toList());
        });
    }

    /** Where each partition begins now. */
    public Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
        return ask(reader -> reader.beginningOffsets(partitions));
    }

    /** Where each partition ends now. */
    public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return ask(reader -> reader.endOffsets(partitions));
    }

    /** What the group has committed; partitions without a commit are absent. */
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return ask(reader -> {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(reader.committed(partitions));
            committed.values().removeIf(Objects::isNull);
            return committed;
        });
    }

    /** Commits positions of the group, which must have no members. */
    public void commit(Map<TopicPartition, OffsetAndMetadata> positions) {
        ask(reader -> {
            reader.commitSync(positions);
            return null;
        });
    }

    /**
     * Hands over each message from the one positions up to the other, in order within a partition.
     *
     * @throws TopicUnavailableException if no message comes for longer than the patience
     * @throws MessageTooLargeException if there is not enough memory for a message
     */
    public void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        Map<TopicPartition, Long> unread = new HashMap<>(to);
        unread.entrySet().removeIf(end -> end.getValue() <= from.get(end.getKey()));
        long progressNanos = System.nanoTime();
        while (!unread.isEmpty()) {
            ConsumerRecords<byte[], byte[]> polled = ask(reader -> reader.poll(POLL_WAIT));
            for (ConsumerRecord<byte[], byte[]> message : polled) {
                if (message.offset() < to.get(new TopicPartition(topic, message.partition()))) {
                    each.accept(message);
                }
            }
            // The position also passes what is no message, such as the marks of transactions.
            unread.entrySet().removeIf(end -> ask(reader -> reader.position(end.getKey())) >= end.getValue());
            if (!polled.isEmpty()) {
                progressNanos = System.nanoTime();
            } else if (System.nanoTime() - progressNanos > patience.toNanos()) {
                throw new TopicUnavailableException(
                        "kafka: no message of " + topic + " for " + patience + " (unread="
                                + List.copyOf(unread.keySet()) + ")",
                        null);
            }
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(POLL_WAIT));
    }

    private <T> T ask(Function<Consumer<byte[], byte[]>, T> question) {
        try {
            return question.apply(consumer);
        } catch (KafkaException e) {
            throw new TopicUnavailableException("kafka: no answer about " + topic + " (" + Reason.of(e) + ")", e);
        }
    }
}

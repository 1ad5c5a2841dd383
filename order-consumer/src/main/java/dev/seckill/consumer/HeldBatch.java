package dev.seckill.consumer;

import dev.seckill.consumer.parking.ParkedMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The messages between poll and commit. They are first undecided, then stored or to be parked, then done. Not
 * thread-safe.
 */
final class HeldBatch {

    private final List<ConsumerRecord<byte[], byte[]>> undecided = new ArrayList<>();
    private final List<ParkedMessage> unparked = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();

    void add(ConsumerRecords<byte[], byte[]> polled) {
        polled.forEach(undecided::add);
        next.putAll(polled.nextOffsets());
    }

    /** Forgets messages of partitions that now belong to someone else, who will get them again. */
    int drop(Collection<TopicPartition> partitions) {
        int before = size();
        undecided.removeIf(message -> partitions.contains(partitionOf(message)));
        unparked.removeIf(parked -> partitions.contains(partitionOf(parked.message())));
        next.keySet().removeAll(partitions);
        return before - size();
    }

    List<ConsumerRecord<byte[], byte[]>> undecided() {
        return undecided;
    }

    List<ParkedMessage> unparked() {
        return unparked;
    }

    /** All undecided messages are stored now, but for these. */
    void stored(List<ParkedMessage> refused) {
        undecided.clear();
        unparked.addAll(refused);
    }

    void parked() {
        unparked.clear();
    }

    /** Where each partition goes on once the batch is done. */
    Map<TopicPartition, OffsetAndMetadata> next() {
        return Map.copyOf(next);
    }

    void clear() {
        undecided.clear();
        unparked.clear();
        next.clear();
    }

    int size() {
        return undecided.size() + unparked.size();
    }

    boolean isEmpty() {
        return next.isEmpty();
    }

    private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> message) {
        return new TopicPartition(message.topic(), message.partition());
    }
}

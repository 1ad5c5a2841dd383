package dev.seckill.consumer.parking;

import dev.seckill.consumer.topic.TopicReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Which parked messages were replayed, by this run or before. Kafka keeps it as the positions of a group of its own. */
final class ReplayMemory {

    private final TopicReader reader;
    private final Map<TopicPartition, ReplayPosition> positions = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> remembered = new HashMap<>();
    private final Set<String> replayedOrigins = new HashSet<>();

    /**
     * Remembers what the group of the reader has committed.
     *
     * @param begins where each partition of the parked topic begins
     */
    ReplayMemory(TopicReader reader, Map<TopicPartition, Long> begins) {
        this.reader = reader;
        remembered.putAll(reader.committed(begins.keySet()));
        begins.forEach(
                (partition, begin) -> positions.put(partition, new ReplayPosition(remembered.get(partition), begin)));
    }

    /** The group that remembers what was replayed from the parked topic. */
    static String group(String parkedTopic) {
        return parkedTopic + ".replay";
    }

    /** A crash of the consumer can park a message twice; its second copy counts as replayed with the first. */
    boolean contains(ConsumerRecord<byte[], byte[]> message, String origin) {
        return positionOf(message).contains(message.offset()) || replayedOrigins.contains(origin);
    }

    void add(ConsumerRecord<byte[], byte[]> message, String origin) {
        add(message);
        replayedOrigins.add(origin);
    }

    /** One that can never be replayed: only its own place is passed. */
    void add(ConsumerRecord<byte[], byte[]> message) {
        positionOf(message).add(message.offset());
    }

    /** Commits what changed. */
    void keep() {
        Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
        positions.forEach((partition, position) -> {
            OffsetAndMetadata now = position.toCommit();
            if (!now.equals(remembered.put(partition, now))) {
                changed.put(partition, now);
            }
        });
        if (!changed.isEmpty()) {
            reader.commit(changed);
        }
    }

    private ReplayPosition positionOf(ConsumerRecord<byte[], byte[]> message) {
        return positions.get(new TopicPartition(message.topic(), message.partition()));
    }
}

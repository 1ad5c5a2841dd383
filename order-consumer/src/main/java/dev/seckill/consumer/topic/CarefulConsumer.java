package dev.seckill.consumer.topic;

import dev.seckill.model.LogPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A consumer that does not stand for ever before a message which is too large for the memory. Kafka's client decompresses
 * a message as a whole before anybody may look at it; so this one passes over messages that are to be ignored, and says
 * which one it was when the memory did not do.
 *
 * <p>While anything is to be ignored it takes one message at a time from Kafka's client, because that stops only then before
 * an ignored one; what it returns is as much as always. A message that shares a compressed batch with others is decompressed
 * together with them, ignored or not. Kafka's producers put one that is larger than their {@code batch.size} into a batch of
 * its own.
 */
public final class CarefulConsumer extends KafkaConsumer<byte[], byte[]> {

    private final Map<String, Object> config;
    private final Deserializer<byte[]> keys;
    private final Deserializer<byte[]> values;
    private final IgnoredMessages ignored;
    private final int most;
    private final Map<TopicPartition, OffsetAndMetadata> passed = new HashMap<>();
    /** Partitions that this poll must not read, because they may begin with a message to be ignored. */
    private final Set<TopicPartition> withheld = new HashSet<>();

    /** @param config says {@code max.poll.records} among others */
    CarefulConsumer(
            Map<String, Object> config,
            Deserializer<byte[]> keys,
            Deserializer<byte[]> values,
            IgnoredMessages ignored) {
        super(ignored.isEmpty() ? config : oneAtATime(config), keys, values);
        this.config = Map.copyOf(config);
        this.keys = keys;
        this.values = values;
        this.ignored = ignored;
        this.most = (Integer) config.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
    }

    static Map<String, Object> oneAtATime(Map<String, Object> config) {
        Map<String, Object> changed = new HashMap<>(config);
        changed.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return changed;
    }

    /** @throws MessageTooLargeException if there is not enough memory for a message */
    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            return ignored.isEmpty() ? super.poll(timeout) : pollOneByOne(timeout);
        } catch (OutOfMemoryError e) {
            throw located(e);
        }
    }

    private ConsumerRecords<byte[], byte[]> pollOneByOne(Duration timeout) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> messages = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        Duration wait = timeout;
        boolean more = true;
        for (int polled = 0; more && polled < most; polled++) {
            withhold(ignored.pass(this, assignment(), passed));
            ConsumerRecords<byte[], byte[]> one = pollAndRelease(passed.isEmpty() ? wait : Duration.ZERO);
            takePassed(next);
            one.forEach(message -> messages.computeIfAbsent(
                            new TopicPartition(message.topic(), message.partition()), partition -> new ArrayList<>())
                    .add(message));
            next.putAll(one.nextOffsets());
            wait = Duration.ZERO;
            more = !one.isEmpty();
        }
        ignored.pass(this, assignment(), passed);
        takePassed(next);
        // One of the polls may have given partitions away.
        messages.keySet().retainAll(assignment());
        next.keySet().retainAll(assignment());
        return new ConsumerRecords<>(messages, next);
    }

    /** Asks Kafka for the positions too that are not known; so a position is waited for as long as a message, no longer. */
    private ConsumerRecords<byte[], byte[]> pollAndRelease(Duration wait) {
        try {
            return super.poll(wait);
        } finally {
            withheld.retainAll(assignment());
            resume(withheld);
            withheld.clear();
        }
    }

    /** Those that are paused already are not this class's to resume. */
    private void withhold(Set<TopicPartition> partitions) {
        partitions.removeAll(paused());
        pause(partitions);
        withheld.addAll(partitions);
    }

    /** What was passed over counts as read: a partition that ends with it shall not wait before it. */
    private void takePassed(Map<TopicPartition, OffsetAndMetadata> next) {
        next.putAll(passed);
        passed.clear();
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, ignored.isEmpty() ? listener : new PassingFirst(listener));
    }

    private RuntimeException located(OutOfMemoryError outOfMemory) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : assignment()) {
            try {
                positions.put(partition, position(partition, Duration.ZERO));
            } catch (TimeoutException notKnownYet) {
                // So nothing of it was read.
            }
        }
        Optional<LogPosition> found = new TooLargeMessage(config, keys, values).among(positions, most);
        if (found.isEmpty()) {
            throw outOfMemory;
        }
        return new MessageTooLargeException(found.get(), outOfMemory);
    }

    /** A partition that comes may begin with a message to be ignored, and the same poll could read that. */
    private final class PassingFirst implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener listener;

        PassingFirst(ConsumerRebalanceListener listener) {
            this.listener = listener;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Set<TopicPartition> unknown = ignored.pass(CarefulConsumer.this, partitions, passed);
            listener.onPartitionsAssigned(partitions);
            withhold(unknown);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            listener.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            listener.onPartitionsLost(partitions);
        }
    }
}

package dev.seckill.consumer.topic;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.seckill.model.LogPosition;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that the settings say not to read. Each is passed over before it is decompressed, counted and told. */
public final class IgnoredMessages {

    /** Nothing is ignored. */
    public static final IgnoredMessages NONE = new IgnoredMessages(Set.of(), () -> {});

    private static final Logger LOG = LoggerFactory.getLogger(IgnoredMessages.class);

    private final Map<TopicPartition, Set<Long>> offsets;
    private final Runnable count;
    private final SparseLine passed = new SparseLine();

    /** @param count runs for each message that is passed over */
    public IgnoredMessages(Set<LogPosition> positions, Runnable count) {
        this.offsets = positions.stream()
                .collect(groupingBy(
                        position -> new TopicPartition(position.topic(), position.partition()),
                        mapping(LogPosition::offset, toSet())));
        this.count = count;
    }

    boolean isEmpty() {
        return offsets.isEmpty();
    }

    /**
     * Moves the consumer past those that it would read next. Does not wait: what it cannot know yet is to be asked again.
     *
     * @param moved where the partitions go on that it moved; it adds them
     * @return partitions whose position is not known yet, so that they must not be read
     */
    Set<TopicPartition> pass(
            Consumer<?, ?> consumer,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> moved) {
        Set<TopicPartition> unknown = new HashSet<>();
        for (TopicPartition partition : partitions) {
            Set<Long> ignored = offsets.getOrDefault(partition, Set.of());
            try {
                if (!ignored.isEmpty()) {
                    pass(consumer, partition, ignored, moved);
                }
            } catch (TimeoutException notKnownYet) {
                unknown.add(partition);
            }
        }
        passed.sayRest(messages -> LOG.warn("order-log - ignored more messages (messages={})", messages));
        return unknown;
    }

    private void pass(
            Consumer<?, ?> consumer,
            TopicPartition partition,
            Set<Long> ignored,
            Map<TopicPartition, OffsetAndMetadata> moved) {
        long next = consumer.position(partition, Duration.ZERO);
        while (ignored.contains(next)) {
            LogPosition position = new LogPosition(partition.topic(), partition.partition(), next);
            passed.say(messages ->
                    LOG.warn("order-log - ignored {}, as the settings say (messages={})", position, messages));
            count.run();
            next++;
            consumer.seek(partition, next);
            moved.put(partition, new OffsetAndMetadata(next));
        }
    }
}

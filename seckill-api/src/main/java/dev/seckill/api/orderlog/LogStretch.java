package dev.seckill.api.orderlog;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A part of the order log that is searched: in each partition from where it was not looked at yet to where it ends. */
final class LogStretch {

    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** @param end of which the message is not in it any more */
    void add(TopicPartition partition, long begin, long end) {
        begins.put(partition, begin);
        ends.put(partition, end);
    }

    /** The log has grown. */
    void extend(Map<TopicPartition, Long> newEnds) {
        ends.putAll(newEnds);
    }

    /** Whether one of its partitions ends after the end that is told now. */
    boolean isLongerThan(Map<TopicPartition, Long> told) {
        return ends.entrySet().stream()
                .anyMatch(end -> told.getOrDefault(end.getKey(), Long.MAX_VALUE) < end.getValue());
    }

    boolean has(TopicPartition partition) {
        return begins.containsKey(partition);
    }

    /** Those in which something is left. */
    Set<TopicPartition> left() {
        return left(begins.keySet());
    }

    /** Those of these in which something is left. */
    Set<TopicPartition> left(Collection<TopicPartition> among) {
        Set<TopicPartition> left = new HashSet<>(among);
        left.removeIf(partition -> begins.get(partition) >= ends.get(partition));
        return left;
    }

    /** The offset of the first message that is left. */
    long begin(TopicPartition partition) {
        return begins.get(partition);
    }

    /** What comes before that offset has been looked at. */
    void lookedAt(TopicPartition partition, long offset) {
        begins.put(partition, offset);
    }
}

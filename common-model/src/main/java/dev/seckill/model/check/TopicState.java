package dev.seckill.model.check;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A topic as the brokers tell of it.
 *
 * @param bootstrapServers where it was asked for
 * @param brokers how many there are
 * @param settings by name, also those that the broker decides; null: not told
 * @param rights what the program's user may do with it, by Kafka's names such as READ; null: not told
 */
public record TopicState(
        String bootstrapServers,
        String topic,
        int brokers,
        List<Partition> partitions,
        Map<String, String> settings,
        Set<String> rights) {

    /**
     * One of its partitions.
     *
     * @param led whether a broker leads it, and answers
     * @param copies on so many brokers it is to be
     * @param inSync so many of them have all of it
     */
    public record Partition(int number, boolean led, int copies, int inSync) {}

    /** Copies the lists. */
    public TopicState {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(topic, "topic");
        partitions = List.copyOf(partitions);
    }
}

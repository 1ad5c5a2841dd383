package dev.seckill.consumer.topic;

import dev.seckill.model.LogPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Finds the message for which there was not enough memory, by reading on one message at a time. */
final class TooLargeMessage {

    private static final Duration POLL_WAIT = Duration.ofSeconds(1);
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final Map<String, Object> config;
    private final Deserializer<byte[]> keys;
    private final Deserializer<byte[]> values;

    TooLargeMessage(Map<String, Object> config, Deserializer<byte[]> keys, Deserializer<byte[]> values) {
        this.config = CarefulConsumer.oneAtATime(config);
        this.keys = keys;
        this.values = values;
    }

    /**
     * Looks through the messages that a poll could have read.
     *
     * @param positions where the poll began
     * @param most how many messages it could read
     * @return empty if there is memory for each of them
     */
    Optional<LogPosition> among(Map<TopicPartition, Long> positions, int most) {
        long deadlineNanos = System.nanoTime() + WAIT.toNanos();
        // It joins no group, as it assigns partitions to itself.
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, keys, values);
        try {
            for (Map.Entry<TopicPartition, Long> partition : positions.entrySet()) {
                consumer.assign(List.of(partition.getKey()));
                consumer.seek(partition.getKey(), partition.getValue());
                if (!canRead(consumer, most, deadlineNanos)) {
                    return Optional.of(new LogPosition(
                            partition.getKey().topic(),
                            partition.getKey().partition(),
                            consumer.position(partition.getKey())));
                }
            }
            return Optional.empty();
        } finally {
            consumer.close(CloseOptions.timeout(POLL_WAIT));
        }
    }

    private static boolean canRead(KafkaConsumer<byte[], byte[]> consumer, int most, long deadlineNanos) {
        try {
            for (int read = 0; read < most && System.nanoTime() - deadlineNanos < 0; read++) {
                if (consumer.poll(POLL_WAIT).isEmpty()) {
                    return true;
                }
            }
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }
}

package dev.seckill.api.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the order log from where it stopped last time to where the log ends when the reading starts. Belongs to no
 * consumer group and commits nothing. Not thread-safe.
 */
final class OrderLogReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings settings;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private boolean cut;

    OrderLogReader(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Whether the log had lost records before they were read here: somebody deleted them, or let them expire. */
    boolean isCut() {
        return cut;
    }

    /**
     * Hands over every record that was added since the last call.
     *
     * @throws OrderLogUnavailableException if the topic is not there or its end is not reached within the read wait
     */
    void readOn(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        long deadline = System.nanoTime() + settings.readWait().toNanos();
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config());
        try {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(settings.topic(), settings.requestTimeout()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            if (partitions.isEmpty()) {
                throw new OrderLogUnavailableException("order log - no topic " + settings.topic(), null);
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, settings.requestTimeout());
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, settings.requestTimeout());
            consumer.assign(partitions);
            for (TopicPartition partition : partitions) {
                long next = positions.getOrDefault(partition, 0L);
                long begin = begins.get(partition);
                cut |= begin > next;
                consumer.seek(partition, Math.max(begin, next));
            }
            while (!reached(consumer, ends)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new OrderLogUnavailableException(
                            "order log - end not reached within "
                                    + settings.readWait().toMillis() + "ms",
                            null);
                }
                consumer.poll(POLL).forEach(sink);
                partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
            }
        } catch (org.apache.kafka.common.KafkaException e) {
            throw new OrderLogUnavailableException("order log - cannot be read: " + e.getMessage(), e);
        } finally {
            consumer.close(CloseOptions.timeout(settings.requestTimeout()));
        }
    }

    private static boolean reached(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private Map<String, Object> config() {
        int timeout = Math.toIntExact(settings.requestTimeout().toMillis());
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                ConsumerConfig.CLIENT_ID_CONFIG,
                "seckill-api-reader",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                timeout,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                timeout,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5000,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class);
    }
}

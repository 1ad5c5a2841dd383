package dev.seckill.api.orderlog;

import dev.seckill.model.LogPosition;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the order log from where it stopped last time to where the log ends when the reading starts. Belongs to no
 * consumer group and commits nothing. Not thread-safe.
 *
 * <p>One message at a time is decompressed, and one that the settings ignore is not even that, as long as it stands in a
 * batch of its own.
 */
final class OrderLogReader {

    private static final Logger log = LoggerFactory.getLogger(OrderLogReader.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_BYTES_MAX = 8 * 1024 * 1024;

    private final KafkaSettings settings;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final SparseLine reading = new SparseLine();
    private final SparseLine ignored = new SparseLine();
    private boolean cut;
    private long held;
    private volatile long lagRecords;
    /** Of the topic that the positions belong to; null before the first reading. */
    private Uuid topicId;
    /** Set once and for ever. */
    private LogReplacedException replaced;

    OrderLogReader(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Whether the log had lost records before they were read here: somebody deleted them, or let them expire. */
    boolean isCut() {
        return cut;
    }

    /** Messages that the log held when it was last read, those of other sales included. */
    long held() {
        return held;
    }

    /** Records that the reading under way has not come to; 0 when none is under way. Any thread. */
    long lagRecords() {
        return lagRecords;
    }

    /**
     * Hands over every record that was added since the last call.
     *
     * @throws OrderLogUnavailableException if the topic is not there or its end is not reached within the read wait
     */
    void readOn(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        read(positions, sink);
    }

    /**
     * Hands over every record once more, from the log's beginning; where the next {@link #readOn} starts stays as it is.
     *
     * @throws OrderLogUnavailableException as {@link #readOn} does
     */
    void readAgain(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        read(new HashMap<>(), sink);
    }

    private void read(Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        if (replaced != null) {
            throw replaced;
        }
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config());
        try (TopicIds ids = new TopicIds(settings)) {
            List<TopicPartition> partitions = partitions(consumer);
            requireTheSame(ids);
            Map<TopicPartition, Long> ends = place(partitions, consumer, from);
            readTo(ends, consumer, from, sink);
            requireTheSame(ids); // or the positions were those of another topic while this one was read
            ignored.sayRest(messages -> log.info("order log - ignored more messages (messages={})", messages));
        } catch (org.apache.kafka.common.KafkaException e) {
            throw new OrderLogUnavailableException("order log - cannot be read: " + Reason.of(e), e);
        } finally {
            lagRecords = 0;
            consumer.close(CloseOptions.timeout(settings.requestTimeout()));
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(settings.topic(), settings.requestTimeout()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new OrderLogUnavailableException.NoTopic(settings.topic());
        }
        return partitions;
    }

    private void requireTheSame(TopicIds ids) {
        Uuid now = ids.now();
        if (topicId == null) {
            topicId = now;
        }
        if (TopicIds.differ(topicId, now)) {
            fail("topic " + settings.topic() + " was made anew since it was read (was=" + topicId + ", is=" + now
                    + ")");
        }
    }

    private void fail(String reason) {
        replaced = new LogReplacedException(reason);
        throw replaced;
    }

    /** Has the consumer start where it has to; returns where the log ends now. */
    private Map<TopicPartition, Long> place(
            List<TopicPartition> partitions, KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> from) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, settings.requestTimeout());
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, settings.requestTimeout());
        consumer.assign(partitions);
        held = 0;
        for (TopicPartition partition : partitions) {
            long next = from.getOrDefault(partition, 0L);
            long begin = begins.get(partition);
            if (ends.get(partition) < next) {
                fail(partition + " has lost its end (read=" + next + ", end=" + ends.get(partition) + ")");
            }
            cut |= begin > next;
            held += ends.get(partition) - begin;
            from.put(partition, Math.max(begin, next));
            consumer.seek(partition, from.get(partition));
        }
        // Should a message be larger than the heap, this is the last that is heard of the reader.
        reading.say(times -> log.info("order log - reading (times={}, from={}, to={})", times, from, ends));
        return ends;
    }

    private void readTo(
            Map<TopicPartition, Long> ends,
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> from,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        long deadline = System.nanoTime() + settings.readWait().toNanos();
        Map<TopicPartition, Long> ahead = new HashMap<>(ends);
        moveOn(ends.keySet(), ahead, consumer, from);
        while (!ahead.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new OrderLogUnavailableException(
                        "order log - end not reached within "
                                + settings.readWait().toMillis() + "ms (reached=" + from + ", end=" + ends + ")",
                        null);
            }
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            polled.forEach(sink);
            // What is no message, such as the mark at the end of a transaction, moves the position and is not returned.
            moveOn(polled.isEmpty() ? ends.keySet() : polled.partitions(), ahead, consumer, from);
            lagRecords = ahead.entrySet().stream()
                    .mapToLong(end -> end.getValue() - from.get(end.getKey()))
                    .sum();
        }
    }

    /** Takes over how far the consumer got, and takes the partitions that are read to their end off those ahead. */
    private void moveOn(
            Set<TopicPartition> partitions,
            Map<TopicPartition, Long> ahead,
            KafkaConsumer<?, ?> consumer,
            Map<TopicPartition, Long> from) {
        for (TopicPartition partition : partitions) {
            long next = consumer.position(partition);
            Long end = ahead.get(partition);
            while (end != null && next < end && settings.ignores(partition.partition(), next)) {
                LogPosition position = new LogPosition(settings.topic(), partition.partition(), next);
                ignored.say(messages ->
                        log.info("order log - ignored {}, as the settings say (messages={})", position, messages));
                next++;
                consumer.seek(partition, next);
            }
            from.put(partition, next);
            if (end != null && next >= end) {
                ahead.remove(partition);
            }
        }
    }

    private Map<String, Object> config() {
        return settings.connection()
                .asking(Map.ofEntries(
                        Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, "seckill-api-reader"),
                        Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                        Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                        // Who reads makes no topic, which would get the retention that brokers have for others.
                        Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                        Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX),
                        // A poll decompresses what it returns and no more, and stops before a message that is to be
                        // ignored.
                        Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1),
                        Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                        Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, OrderValueDeserializer.class)));
    }
}

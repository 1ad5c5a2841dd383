package dev.seckill.consumer.loop;

import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.topic.BoundedBytes;
import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/** Makes the Kafka consumer of the order log. Every setting that matters is named, also where it is the default. */
public final class OrderLogConsumer {

    private static final Duration TOPIC_QUESTION_WAIT = Duration.ofSeconds(3);
    private static final int HEARTBEATS_PER_SESSION = 15;
    /** New partitions, and a topic that was made anew, are seen within this time. */
    private static final int METADATA_AGE_MILLIS = 30_000;

    /**
     * The part of a fetch that one partition may fill. Small, so that a batch has some of every partition: orders were spread
     * over them one by one, and rows that were decided together lie beside each other in the book's indexes.
     */
    private static final int PARTITION_SHARE = 32;

    private OrderLogConsumer() {}

    /** A consumer that the caller closes; works also while Kafka is away. */
    public static Consumer<byte[], byte[]> open(OrderLogSettings settings, ConsumerMetrics metrics) {
        return open(settings, metrics::ignored);
    }

    /**
     * The same.
     *
     * @param ignored runs for each message that is passed over
     */
    public static Consumer<byte[], byte[]> open(OrderLogSettings settings, Runnable ignored) {
        Map<String, Object> config = settings.connection().properties();
        config.putAll(KafkaConnection.reading(settings.group()));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchMax());
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.fetchMaxBytes());
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, settings.fetchMaxBytes() / PARTITION_SHARE);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MILLIS);
        // Brokers before 4.0 have the newer protocol switched off.
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        int sessionMillis = Math.toIntExact(settings.sessionTimeout().toMillis());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMillis);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionMillis / HEARTBEATS_PER_SESSION);
        config.put(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Math.toIntExact(settings.pollInterval().toMillis()));
        // Bytes: a message that cannot be decoded must not stop the poll.
        return settings.connection()
                .open(
                        all -> BoundedBytes.consumer(
                                all, settings.messageMaxBytes(), new IgnoredMessages(settings.ignored(), ignored)),
                        config);
    }

    /**
     * Looks for the topic; the API makes it, so it may come later.
     *
     * @throws NotYetException if Kafka does not answer or does not have the topic
     */
    static void requireTopic(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> partitions;
        try {
            partitions = consumer.partitionsFor(topic, TOPIC_QUESTION_WAIT);
        } catch (AuthenticationException | AuthorizationException e) {
            throw new NotYetException("kafka: refuses (" + Reason.of(e) + ")", null);
        } catch (RetriableException | WakeupException e) {
            throw new NotYetException("kafka: no answer about topic " + topic, e);
        }
        if (partitions == null || partitions.isEmpty()) {
            throw new NotYetException("kafka: there is no topic " + topic + " yet", null);
        }
    }
}

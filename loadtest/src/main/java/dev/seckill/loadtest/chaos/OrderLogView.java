package dev.seckill.loadtest.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.loadtest.KafkaAccess;
import dev.seckill.model.Order;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The order log and what is parked, as an onlooker sees them. Reads each message once. Not thread-safe.
 */
public final class OrderLogView {

    private static final String TOPIC = OrderLogNames.DEFAULT_TOPIC;
    private static final String PARKED_TOPIC = OrderLogNames.parkedTopic(TOPIC);
    /** Bound on each question to Kafka. */
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);

    private static final Duration POLL_WAIT = Duration.ofMillis(200);

    /** Bound on reading what a round has added. */
    private static final Duration READ_WAIT = Duration.ofSeconds(90);

    private final KafkaAccess kafka;
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final Map<SaleId, List<OrderInLog>> orders = new HashMap<>();
    private final List<String> parkedKeys = new ArrayList<>();

    /** Of this order log. */
    public OrderLogView(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /**
     * The orders of a sale, repeats included.
     *
     * @throws IncidentException if Kafka does not answer in time
     */
    public List<OrderInLog> orders(SaleId sale) {
        readOn(TOPIC, this::remember);
        return List.copyOf(orders.getOrDefault(sale, List.of()));
    }

    /**
     * The keys of the parked messages, repeats included; empty text for a message without key.
     *
     * @throws IncidentException if Kafka does not answer in time
     */
    public List<String> parkedKeys() {
        readOn(
                PARKED_TOPIC,
                message -> parkedKeys.add(message.key() == null ? "" : new String(message.key(), US_ASCII)));
        return List.copyOf(parkedKeys);
    }

    private void remember(ConsumerRecord<byte[], byte[]> message) {
        order(message).ifPresent(order -> {
            Header key = message.headers().lastHeader(OrderLogNames.IDEMPOTENCY_KEY_HEADER);
            orders.computeIfAbsent(order.sale(), sale -> new ArrayList<>())
                    .add(new OrderInLog(
                            order.orderId().toString(),
                            key == null || key.value() == null ? null : new String(key.value(), US_ASCII),
                            order.decidedAt()));
        });
    }

    /** Empty for what is about no order, and for the garbage that a fault has put there. */
    private static Optional<Order> order(ConsumerRecord<byte[], byte[]> message) {
        try {
            return EventCodec.decode(message.value()) instanceof SaleEvent.Accepted accepted
                    ? Optional.of(accepted.order())
                    : Optional.empty();
        } catch (UndecodableOrderException garbage) {
            return Optional.empty();
        }
    }

    private void readOn(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                kafka.client(Map.of(
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) ANSWER_WAIT.toMillis(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().getOrDefault(topic, List.of()).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            partitions.forEach(partition -> consumer.seek(partition, read.getOrDefault(partition, 0L)));
            long deadline = System.nanoTime() + READ_WAIT.toNanos();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() > deadline) {
                    throw new IncidentException(
                            "the end of topic " + topic + " was not reached within " + READ_WAIT.toSeconds() + " s");
                }
                consumer.poll(POLL_WAIT).forEach(message -> {
                    reader.accept(message);
                    read.put(new TopicPartition(message.topic(), message.partition()), message.offset() + 1);
                });
            }
        } catch (KafkaException failed) {
            throw new IncidentException("topic " + topic + " cannot be read: " + failed.getMessage(), failed);
        }
    }
}

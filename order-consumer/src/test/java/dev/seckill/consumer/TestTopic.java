package dev.seckill.consumer;

import static org.awaitility.Awaitility.await;

import dev.seckill.infra.testing.SureProducer;
import dev.seckill.model.Order;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic of the embedded Kafka, for tests: written, read from the start, and its group's position. */
public final class TestTopic implements AutoCloseable {

    private static final int WAIT_SECONDS = 20;

    private final String bootstrapServers;
    private final String name;
    private final SureProducer producer;
    private final Admin admin;

    public TestTopic(String bootstrapServers, String name) {
        this.bootstrapServers = bootstrapServers;
        this.name = name;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.producer = new SureProducer(Map.of("bootstrap.servers", bootstrapServers, "acks", "all"));
    }

    public String name() {
        return name;
    }

    /** Creates it as the API creates the order log, with every message kept. */
    public TestTopic create(int partitions) {
        return create(
                partitions, Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1"));
    }

    /** Creates it with these settings, and the broker's for the rest, the number of copies among it. */
    public TestTopic create(int partitions, Map<String, String> settings) {
        try {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings)))
                    .all()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("create " + name, e);
        }
        // A leader that does not know yet that it leads answers a first write so that the producer never gets over it;
        // and the broker may deny for a moment that there is such a topic.
        await("leaders of " + name)
                .atMost(Duration.ofSeconds(WAIT_SECONDS))
                .ignoreExceptions()
                .until(() -> ends(partitions).size() == partitions);
        return this;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(int partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        IntStream.range(0, partitions).forEach(p -> latest.put(new TopicPartition(name, p), OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** As an older program logged them, whose sales have no journal. */
    public void send(Collection<Order> orders) {
        sendEvents(orders.stream()
                .map(order -> new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order))
                .toList());
    }

    /** As the API logs them: those of an order under its id, others under their sale. */
    public void sendEvents(Collection<? extends SaleEvent> events) {
        for (SaleEvent event : events) {
            String key = event instanceof SaleEvent.OfOrder ofOrder
                    ? ofOrder.orderId().toString()
                    : event.sale().value();
            producer.send(new ProducerRecord<>(name, bytes(key), EventCodec.encode(event)));
        }
        producer.flush();
    }

    public void sendText(String key, String value) {
        producer.send(new ProducerRecord<>(name, bytes(key), value == null ? null : bytes(value)));
        producer.flush();
    }

    /** So many messages of so many spaces each, which compress to next to nothing. */
    public void sendSpaces(int messages, int bytes) {
        byte[] spaces = new byte[bytes];
        Arrays.fill(spaces, (byte) ' ');
        try (SureProducer compressing = new SureProducer(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "gzip",
                "max.request.size",
                2 * bytes,
                "buffer.memory",
                4L * bytes + 33_554_432))) {
            for (int i = 0; i < messages; i++) {
                compressing.send(new ProducerRecord<>(name, bytes("spaces"), spaces));
            }
            compressing.flush();
        }
    }

    /** A message as anybody may write it; the header's value may be null. */
    public void sendWithHeader(byte[] value, String header, String text) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(name, bytes("foreign"), value);
        message.headers().add(header, text == null ? null : bytes(text));
        producer.send(message);
        producer.flush();
    }

    /** All messages from the beginning to the end as it is now. */
    public List<ConsumerRecord<byte[], byte[]>> readAll() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "max.partition.fetch.bytes",
                20_000_000,
                "enable.auto.commit",
                false))) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    /** Messages that the group has not committed yet. */
    public long lag(String group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
            int partitions = admin.describeTopics(List.of(name))
                    .allTopicNames()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS)
                    .get(name)
                    .partitions()
                    .size();
            return ends(partitions).entrySet().stream()
                    .mapToLong(end -> end.getValue().offset()
                            - Optional.ofNullable(committed.get(end.getKey()))
                                    .map(OffsetAndMetadata::offset)
                                    .orElse(0L))
                    .sum();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("lag of " + group + " on " + name, e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

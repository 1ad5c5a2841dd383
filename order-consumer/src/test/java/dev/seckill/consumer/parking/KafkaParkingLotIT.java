package dev.seckill.consumer.parking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.TestTopic;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.OrderLogNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
@OnContainersToo
final class KafkaParkingLotIT extends ParkingLotContract {

    private final AtomicInteger asked = new AtomicInteger();
    private ParkingSettings settings;
    private KafkaParkingLot lot;
    private TestTopic topic;

    @BeforeAll
    void open(ServerStack stack) {
        String name = OrderLogNames.parkedTopic("PARKING_IT");
        topic = new TestTopic(stack.kafkaBootstrapServers(), name);
        settings = new ParkingSettings(
                new KafkaConnection(stack.kafkaBootstrapServers()), name, 2, (short) 1, Duration.ofSeconds(30));
        // The broker denies at first that it knows the topic, as a slow one does.
        lot = new KafkaParkingLot(settings, config -> new DenyingAdmin(config, 2));
    }

    @AfterAll
    void close() {
        lot.close();
        topic.close();
    }

    @Override
    ParkingLot lot() {
        return lot;
    }

    @Override
    List<Held> held() {
        return topic.readAll().stream().map(KafkaParkingLotIT::heldBy).toList();
    }

    @Test
    void saysThatItIsAwayWithinItsWait() {
        ParkingSettings nowhere = new ParkingSettings(
                new KafkaConnection("127.0.0.1:1"), "NOWHERE.DLT", 1, (short) 1, Duration.ofMillis(300));
        try (KafkaParkingLot away = new KafkaParkingLot(nowhere)) {
            assertThatThrownBy(() -> away.park(List.of(
                            new ParkedMessage(new ConsumerRecord<>("LOG", 0, 0, null, null), "undecodable", false))))
                    .isInstanceOf(ParkingUnavailableException.class)
                    .hasMessageContaining("NOWHERE.DLT");
        }
    }

    /** Without key and value nothing bounds the headers as they are read. */
    @Test
    void parksAMessageWithMoreHeadersThanItTakes() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("huge", new byte[11 * 1024 * 1024]).add("parked-cut", "value=1".getBytes(UTF_8));
        lot.park(List.of(new ParkedMessage(
                new ConsumerRecord<>(
                        "LOG", 0, 77, 0, TimestampType.CREATE_TIME, 0, 0, null, null, headers, Optional.empty()),
                "undecodable",
                false)));

        assertThat(topic.readAll())
                .filteredOn(message ->
                        header(message, OrderLogNames.PARKED_FROM_HEADER).equals("LOG-0@77"))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.headers().toArray()).hasSize(3);
                    assertThat(header(message, OrderLogNames.PARKED_CUT_HEADER)).isEqualTo("headers=11534357");
                });
    }

    @Test
    void asksTheLeadersUntilTheyAnswerAlsoWhenTheTopicIsThere() {
        ParkedMessage message = new ParkedMessage(new ConsumerRecord<>("LOG", 0, 0, null, null), "slow", false);
        lot.park(List.of(message));
        assertThat(asked).hasValueGreaterThanOrEqualTo(3);
        int askedBefore = asked.get();

        try (KafkaParkingLot other = new KafkaParkingLot(settings, config -> new DenyingAdmin(config, 0))) {
            other.park(List.of(message));
        }

        assertThat(asked).hasValueGreaterThan(askedBefore);
    }

    private static Held heldBy(ConsumerRecord<byte[], byte[]> message) {
        return new Held(
                text(message.key()),
                text(message.value()),
                header(message, OrderLogNames.PARKED_REASON_HEADER),
                header(message, OrderLogNames.PARKED_FROM_HEADER),
                header(message, "other"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private final class DenyingAdmin extends ForwardingAdmin {
        private final int denials;

        private DenyingAdmin(Map<String, Object> config, int denials) {
            super(config);
            this.denials = denials;
        }

        @Override
        public ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> specs, ListOffsetsOptions options) {
            if (asked.incrementAndGet() > denials) {
                return super.listOffsets(specs, options);
            }
            return new ListOffsetsResult(specs.keySet().stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> {
                        KafkaFutureImpl<ListOffsetsResult.ListOffsetsResultInfo> denial = new KafkaFutureImpl<>();
                        denial.completeExceptionally(new UnknownTopicOrPartitionException("not heard of it yet"));
                        return denial;
                    })));
        }
    }
}

package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@Timeout(300)
final class OrderSearchIT {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final SaleId SALE = new SaleId("cars");
    private static final Instant START = Instant.now().minusSeconds(7200);

    private final String topic = "topic-" + UUID.randomUUID();
    private final KafkaSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final OrderSearch near;
    private final OrderSearch anywhere;

    OrderSearchIT(ServerStack servers) {
        settings = new KafkaSettings(
                servers.kafkaBootstrapServers(), topic, 3, (short) 1, WAIT, WAIT, WAIT, WAIT, WAIT, Set.of());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.kafkaBootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        near = OrderSearch.near(settings, WAIT);
        anywhere = OrderSearch.anywhere(settings, WAIT);
    }

    @BeforeEach
    void makeTopic() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
            SureProducer.awaitLeaders(admin, topic, 3);
        }
    }

    @AfterEach
    void close() {
        near.close();
        anywhere.close();
        producer.close(Duration.ZERO);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
    }

    private static OrderId id(Instant madeAt, long number) {
        return new OrderId(new UUID(madeAt.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | number));
    }

    private OrderId append(Instant madeAt, long number, Instant sentAt) throws Exception {
        OrderId id = id(madeAt, number);
        Order order = new Order(id, SALE, number, null, "car", 1, 5, madeAt);
        OutboxEntry entry = OutboxEntry.of(
                new SaleEvent.Accepted(number + 1, order), null, new OutboxEntry.Offer(1000, 1_700_000_000_000L));
        send(id, entry.message(), sentAt);
        return id;
    }

    private void send(OrderId id, byte[] message, Instant sentAt) throws Exception {
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(
                topic, null, sentAt.toEpochMilli(), id.toString().getBytes(US_ASCII), message);
        sent.headers().add(OrderLogNames.EPOCH_HEADER, "1700000000000".getBytes(US_ASCII));
        producer.send(sent).get();
    }

    private static void assertIsOf(OrderId id, Optional<LoggedEvent> found) {
        assertThat(found).hasValueSatisfying(logged -> {
            assertThat(logged.event())
                    .isInstanceOfSatisfying(
                            SaleEvent.Accepted.class,
                            accepted -> assertThat(accepted.orderId()).isEqualTo(id));
            assertThat(logged.offer().epoch()).isEqualTo(1_700_000_000_000L);
        });
    }

    @Test
    void eachOfManyOrdersStandsWhereItsIdSays() throws Exception {
        List<OrderId> ids = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            Instant madeAt = START.plusMillis(20L * i);
            ids.add(append(madeAt, i, madeAt.plusMillis(7)));
        }

        for (OrderId id : ids) {
            assertIsOf(id, near.find(id));
        }
        assertIsOf(ids.get(0), anywhere.find(ids.get(0)));
        assertThat(near.find(id(START.plusSeconds(1), 999))).isEmpty();
        assertThat(near.find(id(Instant.now().plusSeconds(60), 1))).isEmpty();
        assertThat(anywhere.find(id(START, 999))).isEmpty();
        assertIsOf(ids.get(299), near.find(ids.get(299)));
    }

    @Test
    void aNeighbourOfWhatWasReadAMomentAgoIsFoundWithoutTheLog() throws Exception {
        List<OrderId> ids = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            ids.add(append(START.plusMillis(i), i, START.plusMillis(i)));
        }
        ids.forEach(near::find); // reads each partition
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }

        assertThat(ids).allSatisfy(id -> assertIsOf(id, near.find(id)));
    }

    @Test
    void whatWasDeliveredLateOrByAClockThatIsBehindIsFarButThere() throws Exception {
        OrderId late = append(START, 1, START.plusSeconds(600));
        OrderId behind = append(START.plusSeconds(900), 2, START.plusSeconds(600));

        assertThat(near.find(behind)).isEmpty();
        assertIsOf(late, anywhere.find(late));
        assertIsOf(behind, anywhere.find(behind));
    }

    @Test
    void aTopicThatHasGrownHasItsOldOrdersElsewhere() throws Exception {
        List<OrderId> ids = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            ids.add(append(START.plusMillis(i), i, START.plusMillis(i)));
        }
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(7)))
                    .all()
                    .get();
            SureProducer.awaitLeaders(admin, topic, 7);
        }

        for (OrderId id : ids) {
            assertIsOf(id, anywhere.find(id));
        }
    }

    @Test
    void nobodyWaitsForAnIdFromARushToBeLookedForToItsEnd() throws Exception {
        byte[] other = "no order".getBytes(US_ASCII);
        for (int i = 0; i < 3 * (OrderSearch.NEAR_MESSAGES + 600); i++) {
            producer.send(
                    new ProducerRecord<>(topic, i % 3, START.plusSeconds(1).toEpochMilli(), other, other));
        }
        producer.flush();
        OrderId id = append(START, 1, START.plusSeconds(2));

        assertThat(near.find(id)).isEmpty();
        assertIsOf(id, anywhere.find(id));
    }

    @Test
    void whatTakesTooLongKeepsTheConnection() throws Exception {
        OrderId id = append(START, 1, START);
        AtomicLong nanos = new AtomicLong();
        AtomicLong step = new AtomicLong(WAIT.toNanos() + 1);
        ObjectName connection = new ObjectName("kafka.consumer:type=app-info,id=seckill-api-receipts");
        try (OrderSearch slow = new OrderSearch(settings, WAIT, true, () -> nanos.addAndGet(step.get()))) {
            assertThatThrownBy(() -> slow.find(id))
                    .isInstanceOf(OrderLogUnavailableException.class)
                    .hasMessageContaining("not searched to its end");
            assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(connection))
                    .isTrue();

            step.set(0);
            assertIsOf(id, slow.find(id));
        }
    }

    @Test
    void whatElseIsSaidOfTheOrderIsNotItsAcceptance() throws Exception {
        OrderId id = id(START, 1);
        SaleEvent confirmed = new SaleEvent.Confirmed(SALE, 9, id, 5, START, "a test", 2);
        send(id, OutboxEntry.of(confirmed, null, new OutboxEntry.Offer(5, 0)).message(), START);
        send(id, "no order".getBytes(US_ASCII), START);
        assertThat(anywhere.find(id)).isEmpty();

        append(START, 1, START.plusMillis(5));
        assertIsOf(id, near.find(id));
    }

    @Test
    void withoutATopicItSaysSo() {
        try (OrderSearch none = OrderSearch.near(settings.at(settings.bootstrapServers(), "no-such-topic"), WAIT)) {
            assertThatThrownBy(() -> none.find(id(START, 1))).isInstanceOf(OrderLogUnavailableException.class);
        }
    }
}

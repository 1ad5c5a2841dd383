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
import org.apache.kafka.common.utils.Utils;
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

    /** Far more than are needed, also if some find nothing to look at yet. */
    private static final int ASK_MAX = 500;

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

    /** Of two messages the one that is come upon first is found: a busy hour before is not in the way of a late order. */
    @Test
    void whatWasSentSinceIsLookedAtBeforeWhatWasSentBefore() throws Exception {
        OrderId id = append(START, 1, START.minusSeconds(5));
        fill(id, START.plusSeconds(11), 2_000); // so that it is none of those that were sent right after
        Order order = new Order(id, SALE, 77, null, "car", 1, 5, START);
        OutboxEntry late = OutboxEntry.of(
                new SaleEvent.Accepted(78, order), null, new OutboxEntry.Offer(1000, 1_700_000_000_000L));
        send(id, late.message(), START.plusSeconds(60));

        assertThat(anywhere.find(id))
                .hasValueSatisfying(logged -> assertThat(logged.event().no()).isEqualTo(78));
    }

    /** The clock leaves room for one look at the log in each search. */
    @Test
    void aSearchThatIsAskedForAgainGoesOnWhereItWas() throws Exception {
        OrderId late = id(START, 1);
        fill(late, START.minusSeconds(600), 3_000);
        fill(late, START.plusSeconds(1), 3_000);
        append(START, 1, START.plusSeconds(60));
        OrderId behind = append(START, 2, START.minusSeconds(5));
        AtomicLong nanos = new AtomicLong();
        try (OrderSearch hasty =
                new OrderSearch(settings, WAIT, false, () -> nanos.addAndGet(WAIT.toNanos() * 2 / 3))) {
            assertThatThrownBy(() -> hasty.find(late)).isInstanceOf(OrderLogUnavailableException.class);
            for (int i = 2; i < 2 + OrderSearch.UNFINISHED_MAX - 3; i++) {
                OrderId other = id(START, 1000 + i);
                assertThatThrownBy(() -> hasty.find(other)).isInstanceOf(OrderLogUnavailableException.class);
            }

            assertIsOf(late, askedAgain(hasty, late));
            assertIsOf(behind, askedAgain(hasty, behind));
            assertThat(askedAgain(hasty, id(START, 999))).isEmpty();

            OrderId comes = id(START, 3);
            assertThatThrownBy(() -> hasty.find(comes)).isInstanceOf(OrderLogUnavailableException.class);
            append(START, 3, START.plusSeconds(90));
            assertIsOf(comes, askedAgain(hasty, comes));
        }
    }

    private static Optional<LoggedEvent> askedAgain(OrderSearch search, OrderId id) {
        for (int times = 0; times < ASK_MAX; times++) {
            try {
                return search.find(id);
            } catch (OrderLogUnavailableException notYet) {
                assertThat(notYet).hasMessageContaining("not searched to its end");
            }
        }
        throw new AssertionError("the search for " + id + " comes to no end");
    }

    /** Messages of others where the order's own would be. */
    private void fill(OrderId id, Instant sentAt, int messages) {
        byte[] key = id.toString().getBytes(US_ASCII);
        int partition = Utils.toPositive(Utils.murmur2(key)) % 3;
        byte[] other = "no order".getBytes(US_ASCII);
        for (int i = 0; i < messages; i++) {
            producer.send(new ProducerRecord<>(topic, partition, sentAt.toEpochMilli(), other, other));
        }
        producer.flush();
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
        fill(id(START, 1), START.plusMillis(1), 600); // more than one look's
        OrderId id = append(START, 1, START.plusMillis(2));
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

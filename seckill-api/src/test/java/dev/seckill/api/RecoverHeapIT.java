package dev.seckill.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** The command in a heap that holds neither all orders nor the largest message. */
@TakesLong
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RecoverHeapIT {

    private static final int ORDERS = 100_000;
    private static final int HEAP_MEGABYTES = 48;
    private static final int PARTITIONS = 3;
    private static final Instant NOW = Instant.now();

    private final SaleId sale = new SaleId("sale-" + UUID.randomUUID());
    private final String topic = "orders-" + UUID.randomUUID();
    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final ServerStack servers;
    private RedisClient redis;
    private SureProducer producer;

    RecoverHeapIT(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeAll
    static void prepare(ServerStack servers) {
        ApiJar.prepare(servers);
    }

    @BeforeEach
    void open() throws Exception {
        redis = RedisClient.create(servers.redisUrl());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            SureProducer.awaitLeaders(admin, topic, PARTITIONS);
        }
        int whole = 512 << 20;
        producer = new SureProducer(Map.of(
                "bootstrap.servers",
                servers.kafkaBootstrapServers(),
                "compression.type",
                "gzip",
                "linger.ms",
                "5",
                "buffer.memory",
                (long) whole,
                "max.request.size",
                whole));
    }

    @AfterEach
    void close() {
        producer.close();
        redis.close();
    }

    @Test
    void rebuildsMoreOrdersWithKeysAndBuyersThanItsHeapHolds() throws Exception {
        for (int seq = 1; seq <= ORDERS; seq++) {
            send(seq, ORDERS);
        }
        producer.flush();

        Told told = recover(HEAP_MEGABYTES);

        assertThat(told.exitCode).as(told.text).isZero();
        assertThat(told.text)
                .contains("Recovered: allotment " + ORDERS + ", " + ORDERS + " orders, 0 left, seq " + ORDERS)
                .contains(ORDERS + " keys");
        assertThat(redis.hlen("{" + sale + "}:orders")).isEqualTo(ORDERS);
        assertThat(redis.hlen("{" + sale + "}:buyers")).isEqualTo(ORDERS / 2);
        assertThat(redis.hget("{" + sale + "}:buyers", "buyer:buyer-1")).isEqualTo("2");
    }

    @Test
    void rebuildsMoreHeldOrdersThanItsHeapHolds() throws Exception {
        int orders = ORDERS / 2;
        for (int seq = 1; seq <= orders; seq++) {
            hold(seq, orders);
        }
        producer.flush();

        Told told = recover(HEAP_MEGABYTES);

        assertThat(told.exitCode).as(told.text).isZero();
        assertThat(told.text)
                .contains("Recovered: allotment " + orders + ", " + orders + " orders, " + orders / 4 + " left")
                .contains("Orders: " + orders / 4 + " held (" + orders / 4 + " units), " + orders / 2 + " confirmed, "
                        + orders / 4 + " released (" + orders / 4 + " units went back).");
        assertThat(redis.hlen("{" + sale + "}:states")).isEqualTo(orders);
        assertThat(redis.zcard("{" + sale + "}:held")).isEqualTo(orders / 4);
        assertThat(redis.hget("{" + sale + "}:buyers", "buyer:buyer-1")).isEqualTo("1");
    }

    @Test
    void readsManyMessagesWhichTogetherAreLargerThanItsHeap() throws Exception {
        send(1, 10);
        for (int i = 0; i < 20; i++) {
            blank(6 << 20, 0);
        }
        send(2, 10);
        producer.flush();

        Told told = recover(HEAP_MEGABYTES);

        assertThat(told.exitCode).as(told.text).isZero();
        assertThat(told.text)
                .contains("Recovered: allotment 10, 2 orders, 8 left")
                .contains("no order")
                .contains("longer than 65536 bytes");
    }

    @Test
    void stepsOverAMessageLargerThanItsHeapThatTheSettingsName() throws Exception {
        send(1, 10);
        producer.flush();
        long offset = blank(128 << 20, 0);
        send(2, 10);
        producer.flush();

        Told died = recover(HEAP_MEGABYTES);
        Told stepped = recover(HEAP_MEGABYTES, "--ignore", topic + "-0@" + offset);
        Told warned = recover(512);

        assertThat(died.exitCode).as(died.text).isEqualTo(3);
        assertThat(died.text).contains("order log - reading");
        assertThat(warned.text).contains("Nothing to recover").contains("last=" + topic + "-0@" + offset + ", reason=");
        assertThat(stepped.exitCode).as(stepped.text).isZero();
        assertThat(stepped.text)
                .contains("Recovered: allotment 10, 2 orders, 8 left")
                .contains("Start every instance with --ignore " + topic + "-0@" + offset);
    }

    private void send(int seq, int allotment) {
        Order order = order(seq, allotment);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                topic, seq % PARTITIONS, null, EventCodec.encode(new SaleEvent.Accepted(order.seq(), order)));
        message.headers()
                .add(OrderLogNames.ALLOTMENT_HEADER, Integer.toString(allotment).getBytes(US_ASCII))
                .add(OrderLogNames.IDEMPOTENCY_KEY_HEADER, ("key-" + seq).getBytes(US_ASCII));
        producer.send(message);
    }

    /** An order that is held, or was confirmed, or released: every fourth of each of the others. */
    private void hold(int seq, int allotment) {
        Order order = order(seq, allotment);
        long no = 2L * seq - 1;
        send(seq, allotment, new SaleEvent.Accepted(no, order, Instant.now().plusSeconds(3600), false));
        switch (seq % 4) {
            case 0 ->
                send(
                        seq,
                        allotment,
                        new SaleEvent.Extended(sale, no + 1, order.orderId(), Instant.now(), 0, NOW, "shop"));
            case 1 ->
                send(
                        seq,
                        allotment,
                        new SaleEvent.Released(
                                sale, no + 1, order.orderId(), order.buyer(), 1, 0, NOW, "shop", Reason.CANCELLED));
            default -> send(seq, allotment, new SaleEvent.Confirmed(sale, no + 1, order.orderId(), 0, NOW, "shop"));
        }
    }

    private Order order(int seq, int allotment) {
        return new Order(
                ids.next(), sale, seq, new BuyerId("buyer-" + (seq + 1) / 2), "car", 1, allotment - seq, Instant.now());
    }

    private void send(int seq, int allotment, SaleEvent event) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(topic, seq % PARTITIONS, null, EventCodec.encode(event));
        message.headers()
                .add(OrderLogNames.ALLOTMENT_HEADER, Integer.toString(allotment).getBytes(US_ASCII));
        producer.send(message);
    }

    private long blank(int bytes, int partition) throws Exception {
        byte[] spaces = new byte[bytes];
        Arrays.fill(spaces, (byte) ' ');
        return producer.send(new ProducerRecord<>(topic, partition, null, spaces))
                .get()
                .offset();
    }

    private record Told(int exitCode, String text) {}

    private Told recover(int heapMegabytes, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                "recover",
                "--sale",
                sale.value(),
                "--topic",
                topic,
                "--redis",
                servers.redisUrl(),
                "--kafka",
                servers.kafkaBootstrapServers(),
                "--redis-timeout",
                "2s"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = ApiJar.builder(line).redirectErrorStream(true);
        // After the options of a quick start, because the last one counts.
        builder.command()
                .addAll(
                        builder.command().indexOf("-jar"),
                        List.of("-Xmx" + heapMegabytes + "m", "-XX:+ExitOnOutOfMemoryError"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Told(process.waitFor(), text);
    }
}

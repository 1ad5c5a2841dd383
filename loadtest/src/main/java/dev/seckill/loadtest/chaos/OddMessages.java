package dev.seckill.loadtest.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.model.Order;
import dev.seckill.model.OrderCodec;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts messages on the order log that no API would send, and remembers what must become of them. The orders among them
 * are of a sale of their own, so that they do not count as units of the sale under test. Not thread-safe.
 */
final class OddMessages {

    /** The sale that the odd orders belong to. */
    static final SaleId FOREIGN_SALE = new SaleId("chaos-foreign");

    /** Past the last moment that a TIMESTAMP of MySQL can hold, which the book's columns once were. */
    private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

    private static final Duration SEND_WAIT = Duration.ofSeconds(30);

    private final String servers;
    private final Clock clock;
    private final OrderIdGenerator ids;
    private final List<String> toBeParked = new ArrayList<>();
    private final List<String> toBeStored = new ArrayList<>();
    private long seq;

    OddMessages(String servers, Clock clock) {
        this.servers = servers;
        this.clock = clock;
        this.ids = new OrderIdGenerator(clock);
    }

    /** The keys of the messages that must be parked, and nothing else. */
    List<String> toBeParked() {
        return List.copyOf(toBeParked);
    }

    /** The ids of the orders of {@link #FOREIGN_SALE} that must be stored, and nothing else. */
    List<String> toBeStored() {
        return List.copyOf(toBeStored);
    }

    /**
     * An order that is fine; another one that has its place; a fine one of a late moment. All in one partition, so that
     * the fine one comes first.
     */
    void sendRefusedRows() throws InterruptedException {
        Order fine = order(++seq, clock.instant());
        Order samePlace = order(seq, clock.instant());
        Order late = order(++seq, LATE);
        toBeStored.add(fine.orderId().toString());
        toBeParked.add(samePlace.orderId().toString());
        toBeStored.add(late.orderId().toString());
        send(List.of(record(fine), record(samePlace), record(late)));
    }

    /** Bytes of nothing, the beginning of an order, and an object that is none. */
    void sendGarbage() throws InterruptedException {
        byte[] order = OrderCodec.encode(order(1, clock.instant()));
        send(List.of(
                garbage(new byte[] {(byte) 0xff, 0, (byte) 0xfe, 7}),
                garbage(new String(order, UTF_8).substring(0, order.length / 2).getBytes(UTF_8)),
                garbage("{\"orderId\":\"none\"}".getBytes(UTF_8))));
    }

    private Order order(long place, Instant decidedAt) {
        return new Order(ids.next(), FOREIGN_SALE, place, null, "car", 1, 0, decidedAt);
    }

    private static ProducerRecord<byte[], byte[]> record(Order order) {
        return record(order.orderId(), OrderCodec.encode(order));
    }

    private ProducerRecord<byte[], byte[]> garbage(byte[] value) {
        OrderId key = ids.next();
        toBeParked.add(key.toString());
        return record(key, value);
    }

    private static ProducerRecord<byte[], byte[]> record(OrderId key, byte[] value) {
        return new ProducerRecord<>(
                OrderLogNames.DEFAULT_TOPIC, 0, key.toString().getBytes(US_ASCII), value);
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                SEND_WAIT.toMillis());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get(SEND_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException failed) {
            throw new IncidentException("an odd message could not be sent: " + failed.getMessage(), failed);
        }
    }
}

package dev.seckill.loadtest.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.loadtest.KafkaAccess;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Messages that no API would send, each noted with what must become of it. They go to one partition of the order log, in
 * the order in which they were noted. Not thread-safe.
 */
public final class ExpectedMessages {

    private static final int PARTITION = 0;
    private static final Duration SEND_WAIT = Duration.ofSeconds(30);

    private final KafkaAccess kafka;
    private final int mostBytes;
    private final List<String> toBeParked = new ArrayList<>();
    private final List<String> toBeStored = new ArrayList<>();
    private final List<String> either = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> unsent = new ArrayList<>();

    /**
     * @param kafka where they go
     * @param mostBytes how large a message may be before it is compressed
     */
    public ExpectedMessages(KafkaAccess kafka, int mostBytes) {
        this.kafka = kafka;
        this.mostBytes = mostBytes;
    }

    /** Whether there was none so far. */
    public boolean isEmpty() {
        return toBeParked.isEmpty() && toBeStored.isEmpty() && either.isEmpty();
    }

    /** The keys of the messages that must be parked, and nothing else; empty text for one without a key. */
    public List<String> toBeParked() {
        return List.copyOf(toBeParked);
    }

    /** The ids of the orders, which are their keys too, that must be stored, and nothing else. */
    public List<String> toBeStored() {
        return List.copyOf(toBeStored);
    }

    /** The ids of the orders that must be stored or parked. */
    public List<String> either() {
        return List.copyOf(either);
    }

    /** A message that must be parked, as often as it is repeated. */
    public void park(OrderId key, byte[] value, Header... headers) {
        if (!toBeParked.contains(key.toString())) {
            toBeParked.add(key.toString());
        }
        add(key, value, headers);
    }

    /** A message without a key that must be parked; the value may be null. */
    public void parkWithoutKey(byte[] value) {
        if (!toBeParked.contains("")) {
            toBeParked.add("");
        }
        unsent.add(new ProducerRecord<>(OrderLogNames.DEFAULT_TOPIC, PARTITION, null, value));
    }

    /** An order that must be parked. */
    public void park(Order order) {
        park(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order));
    }

    /** An order with a number of the journal that must be parked. */
    void park(SaleEvent.Accepted accepted) {
        park(accepted.order().orderId(), EventCodec.encode(accepted));
    }

    /** An order that must be stored. */
    public void store(Order order) {
        store(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order));
    }

    /** An order with a number of the journal that must be stored. */
    void store(SaleEvent.Accepted accepted) {
        toBeStored.add(accepted.order().orderId().toString());
        add(accepted.order().orderId(), EventCodec.encode(accepted));
    }

    /** Units of a sale that must be in its journal. */
    void store(SaleEvent.Restocked restocked) {
        unsent.add(new ProducerRecord<>(
                OrderLogNames.DEFAULT_TOPIC,
                PARTITION,
                restocked.sale().value().getBytes(US_ASCII),
                EventCodec.encode(restocked)));
    }

    /** An order that must be stored or parked. */
    public void storeOrPark(Order order, Header... headers) {
        either.add(order.orderId().toString());
        add(order.orderId(), EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order)), headers);
    }

    private void add(OrderId key, byte[] value, Header... headers) {
        unsent.add(new ProducerRecord<>(
                OrderLogNames.DEFAULT_TOPIC, PARTITION, key.toString().getBytes(US_ASCII), value, List.of(headers)));
    }

    /**
     * Sends what was noted since the last time.
     *
     * @param kind one of them, for the exception: "an odd"
     * @param compression as Kafka calls it
     * @throws IncidentException if one cannot be sent
     */
    public void send(String kind, String compression) throws InterruptedException {
        Map<String, Object> config = kafka.client(Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                compression,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                mostBytes,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                SEND_WAIT.toMillis()));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> each : unsent) {
                producer.send(each).get(SEND_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException | KafkaException failed) {
            throw new IncidentException(kind + " message could not be sent: " + failed.getMessage(), failed);
        } finally {
            unsent.clear();
        }
    }
}

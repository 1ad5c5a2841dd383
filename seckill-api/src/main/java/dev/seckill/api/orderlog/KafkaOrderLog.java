package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.TraceParent;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The order log as a Kafka topic: key = order id, or the sale's id of an event that is no order, so that those keep their
 * order; value = the event's message, acknowledged by all in-sync replicas.
 */
public final class KafkaOrderLog implements OrderLog {

    private final KafkaSettings settings;
    private final OrderTopic topic;
    private final TopicWatch watch;
    private final SendPause pause;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Successor successor = new Successor(this::open);
    /** Made once the topic was seen: a broker whose name cannot be resolved yet would make it fail. */
    private volatile Producer<byte[], byte[]> producer;

    /** Connects in the background; not ready until the topic was seen or made. */
    public KafkaOrderLog(KafkaSettings settings) {
        this(settings, () -> producer(settings), System::nanoTime);
        topic.start();
    }

    /**
     * One of a topic that is there.
     *
     * @throws org.apache.kafka.common.KafkaException if it cannot be reached
     */
    static KafkaOrderLog opened(KafkaSettings settings) {
        KafkaOrderLog log = new KafkaOrderLog(settings, () -> producer(settings), System::nanoTime);
        log.open();
        return log;
    }

    private static Producer<byte[], byte[]> producer(KafkaSettings settings) {
        return new KafkaProducer<>(producerConfig(settings), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Looks for no topic. */
    KafkaOrderLog(KafkaSettings settings, Supplier<Producer<byte[], byte[]>> producers, LongSupplier nanoTime) {
        this.settings = settings;
        this.topic = new OrderTopic(settings, this::openWatched);
        this.watch = new TopicWatch(settings);
        this.pause = new SendPause(settings.sendWait(), nanoTime);
        this.producers = producers;
    }

    private void openWatched(Uuid topicId) {
        open();
        watch.begin(topicId);
    }

    /** The topic is there. */
    void open() {
        Producer<byte[], byte[]> opened = producers.get();
        try {
            // Asking for the partitions now spares the first order the wait for the topic's metadata.
            opened.partitionsFor(settings.topic());
        } catch (RuntimeException e) {
            opened.close(Duration.ZERO);
            throw e;
        }
        producer = opened;
    }

    private static Map<String, Object> producerConfig(KafkaSettings settings) {
        return settings.connection()
                .producing(Map.ofEntries(
                        Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "seckill-api"),
                        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                        // Orders come in batches from one transaction; waiting for more would only delay the buyers.
                        Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0),
                        Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024),
                        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024),
                        Map.entry(
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                settings.sendWait().toMillis()),
                        Map.entry(
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                Math.toIntExact(settings.deliveryTimeout().toMillis())),
                        // A sale may rest for hours; its topic must not be forgotten meanwhile.
                        Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 24L * 60 * 60 * 1000),
                        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L)));
    }

    @Override
    public Bound trouble() {
        if (watch.isReplaced()) {
            return Bound.LOG_REPLACED;
        }
        return topic.isThere() ? null : Bound.LOG_AWAY;
    }

    /** Waits until the topic was seen or made; returns whether it was. */
    public boolean awaitTopic(Duration patience) {
        return topic.awaitThere(patience);
    }

    @Override
    public void append(OutboxEntry entry, TraceParent trace, Acknowledgement acknowledgement) {
        Producer<byte[], byte[]> opened = producer;
        if (opened == null) {
            acknowledgement.failed(new IllegalStateException("order log - not reached yet"));
            return;
        }
        if (pause.isOn()) {
            acknowledgement.failed(new IllegalStateException("order log - no room or no leader a moment ago"));
            return;
        }
        Thread sender = Thread.currentThread();
        try {
            opened.send(recordOf(entry, trace), (metadata, failure) -> {
                if (failure == null) {
                    if (metadata.hasOffset()) {
                        watch.acknowledged(metadata.partition(), metadata.offset());
                    }
                    acknowledgement.logged();
                    return;
                }
                // Told by the thread that sends, a timeout means that the send itself waited, for metadata or for room.
                if (failure instanceof TimeoutException && Thread.currentThread() == sender) {
                    pause.begin();
                }
                acknowledgement.failed(failure);
            });
        } catch (RuntimeException e) {
            if (isEnded(e)) {
                successor.make(opened, e);
            }
            acknowledgement.failed(e);
        }
    }

    /** Kafka's way to say that a producer will never send again, as when a broker refused its password at a bad moment. */
    private static boolean isEnded(RuntimeException failure) {
        return failure instanceof KafkaException
                && !(failure instanceof ApiException)
                && !(failure instanceof InterruptException)
                && !(failure instanceof SerializationException);
    }

    private ProducerRecord<byte[], byte[]> recordOf(OutboxEntry entry, TraceParent trace) {
        ProducerRecord<byte[], byte[]> orderRecord =
                new ProducerRecord<>(settings.topic(), keyOf(entry).getBytes(US_ASCII), entry.message());
        add(orderRecord, OrderLogNames.ALLOTMENT_HEADER, entry.offer().allotment());
        if (entry.offer().epoch() > 0) {
            add(orderRecord, OrderLogNames.EPOCH_HEADER, entry.offer().epoch());
        }
        if (entry.key() != null) {
            add(orderRecord, OrderLogNames.IDEMPOTENCY_KEY_HEADER, entry.key().value());
        }
        if (trace != null) {
            add(orderRecord, TraceParent.HEADER, trace);
        }
        return orderRecord;
    }

    /** The events of an order keep their order, and so do those of a sale that are about none. */
    private static String keyOf(OutboxEntry entry) {
        return entry.event() instanceof SaleEvent.OfOrder ofOrder
                ? ofOrder.orderId().toString()
                : entry.event().sale().value();
    }

    private static void add(ProducerRecord<byte[], byte[]> orderRecord, String name, Object value) {
        orderRecord.headers().add(name, value.toString().getBytes(US_ASCII));
    }

    @Override
    public void close() {
        successor.close();
        topic.close();
        watch.close();
        if (producer != null) {
            producer.close(settings.stopWait());
        }
    }
}

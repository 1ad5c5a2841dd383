package dev.seckill.infra.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills a topic for a test: what the broker refuses is sent again a few times, and if that does not help, the test hears
 * why. So a topic that lacks messages is never taken for a fault of who reads it. Used by one thread.
 */
public final class SureProducer implements AutoCloseable {

    private static final int ATTEMPTS_MAX = 3;
    private static final Duration LEADERS_WAIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Producer<byte[], byte[]> producer;
    private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();

    private record Refused(ProducerRecord<byte[], byte[]> message, Exception reason) {}

    /** @param config of the Kafka producer, without serializers */
    public SureProducer(Map<String, Object> config) {
        this(new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    SureProducer(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Waits until every partition of a topic that was just made answers. If a leader does not lead yet, it can refuse the
     * first batch and take the second; then the first is out of order for ever. A broker may deny for a moment that there is
     * such a topic.
     */
    public static void awaitLeaders(Admin admin, String topic, int partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        long deadline = System.nanoTime() + LEADERS_WAIT.toNanos();
        while (true) {
            try {
                admin.listOffsets(ends).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Sends; {@link #flush} says whether it arrived. */
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
        return producer.send(message, (metadata, failure) -> {
            if (failure != null) {
                refused.add(new Refused(message, failure));
            }
        });
    }

    /**
     * Waits until the topic has all that was sent.
     *
     * @throws IllegalStateException if it still refuses some of it at the last attempt
     */
    public void flush() {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            producer.flush();
            if (refused.isEmpty()) {
                return;
            }
            if (attempt < ATTEMPTS_MAX) {
                sendAgain();
            }
        }
        Refused first = refused.peek();
        throw new IllegalStateException(
                refused.size() + " messages refused " + ATTEMPTS_MAX + " times (topic="
                        + first.message().topic() + ")",
                first.reason());
    }

    private void sendAgain() {
        for (int left = refused.size(); left > 0; left--) {
            Refused next = refused.remove();
            System.err.println("sending again what the topic refused: " + next.reason());
            send(next.message());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}

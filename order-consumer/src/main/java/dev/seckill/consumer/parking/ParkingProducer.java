package dev.seckill.consumer.parking;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How messages are sent to and from the parked topic: acknowledged by all replicas, within a bounded wait. */
public final class ParkingProducer {

    /** Kafka takes messages up to 1 MiB by default; this leaves room for topics with a higher limit. */
    static final int MESSAGE_BYTES_MAX = 10 * 1024 * 1024;

    private ParkingProducer() {}

    /** One that the caller closes. */
    public static Producer<byte[], byte[]> open(ParkingSettings settings) {
        return settings.connection().open(KafkaProducer<byte[], byte[]>::new, config(settings));
    }

    private static Map<String, Object> config(ParkingSettings settings) {
        Map<String, Object> config = settings.connection().properties();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "order-consumer-parking");
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MESSAGE_BYTES_MAX);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MESSAGE_BYTES_MAX);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(settings.ackWait()));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(settings.ackWait()));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(settings.ackWait()));
        return config;
    }

    private static int millis(Duration wait) {
        return Math.toIntExact(wait.toMillis());
    }
}

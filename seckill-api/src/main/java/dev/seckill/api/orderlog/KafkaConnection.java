package dev.seckill.api.orderlog;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How every client reaches Kafka: what the properties of each begin with.
 *
 * @param bootstrapServers {@code host:port} of one or more brokers, separated by commas
 * @param requestTimeout bound on one request to a broker
 */
record KafkaConnection(String bootstrapServers, Duration requestTimeout) {

    /** The properties of a producer, whose calls have bounds of their own. */
    Map<String, Object> producing(Map<String, Object> own) {
        Map<String, Object> properties = new HashMap<>(own);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(requestTimeout.toMillis()));
        return properties;
    }

    /** The properties of a client that asks: none of its calls takes longer than one request. */
    Map<String, Object> asking(Map<String, Object> own) {
        Map<String, Object> properties = producing(own);
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(requestTimeout.toMillis()));
        return properties;
    }
}

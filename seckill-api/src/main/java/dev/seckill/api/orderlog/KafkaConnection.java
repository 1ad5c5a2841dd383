package dev.seckill.api.orderlog;

import dev.seckill.model.settings.KafkaProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How every client reaches Kafka: what the properties of each begin with.
 *
 * @param bootstrapServers {@code host:port} of one or more brokers, separated by commas
 * @param clients Kafka's own properties of every client, as for TLS
 * @param requestTimeout bound on one request to a broker
 */
public record KafkaConnection(String bootstrapServers, KafkaProperties clients, Duration requestTimeout) {

    /** The names of the properties that every kind of client knows. */
    public static Set<String> knownToAll() {
        Set<String> known = new HashSet<>(ConsumerConfig.configNames());
        known.retainAll(ProducerConfig.configNames());
        known.retainAll(AdminClientConfig.configNames());
        return known;
    }

    /** The properties of a producer, whose calls have bounds of their own. */
    Map<String, Object> producing(Map<String, Object> own) {
        Map<String, Object> properties = new HashMap<>(clients.values());
        properties.putAll(own);
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

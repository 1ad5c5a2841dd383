package dev.seckill.consumer.topic;

import dev.seckill.model.log.Reason;
import dev.seckill.model.settings.KafkaProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * How to reach Kafka: what the properties of every client begin with, and the way in which each is made.
 *
 * @param bootstrapServers brokers, {@code host:port}, comma separated
 * @param clients Kafka's own properties of every client, as for TLS
 */
public record KafkaConnection(String bootstrapServers, KafkaProperties clients) {

    /** Requires both. */
    public KafkaConnection {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(clients, "clients");
    }

    /** Without properties of Kafka's own. */
    public KafkaConnection(String bootstrapServers) {
        this(bootstrapServers, KafkaProperties.NONE);
    }

    /** The names of the properties that every kind of client knows. */
    public static Set<String> knownToAll() {
        Set<String> known = new HashSet<>(ConsumerConfig.configNames());
        known.retainAll(ProducerConfig.configNames());
        known.retainAll(AdminClientConfig.configNames());
        return known;
    }

    /** What every client has; the caller adds to it. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(clients.values());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /** What a client has that waits at most so long for an answer. */
    public Map<String, Object> properties(Duration patience) {
        int waitMillis = Math.toIntExact(patience.toMillis());
        Map<String, Object> properties = properties();
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, waitMillis);
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, waitMillis);
        return properties;
    }

    /** What a consumer adds: it reads every message, and its caller alone commits positions of the group. */
    public static Map<String, Object> reading(String group) {
        return Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
    }

    /**
     * Makes a client. Kafka's own cannot be made while none of the brokers' names is known, and say so in many lines.
     *
     * @throws TopicUnavailableException if it cannot be made
     */
    public <T> T open(Function<Map<String, Object>, T> client, Map<String, Object> properties) {
        requireAddress();
        try {
            return client.apply(properties);
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new TopicUnavailableException(
                    "kafka: no client for " + bootstrapServers + " (" + Reason.of(reason) + ")", e);
        }
    }

    /**
     * Looks the brokers' hosts up until one is found. In a network of containers a name is known only while its container
     * runs.
     *
     * @throws TopicUnavailableException if there is no address for any of them
     */
    public void requireAddress() {
        UnknownHostException last = null;
        for (String server : bootstrapServers.split(",")) {
            try {
                InetAddress.getByName(hostOf(server.strip()));
                return;
            } catch (UnknownHostException e) {
                last = e;
            }
        }
        throw new TopicUnavailableException("kafka: there is no address for " + bootstrapServers, last);
    }

    /** Without port and listener; what is no address at all is for Kafka's client to refuse. */
    private static String hostOf(String server) {
        String address = server.substring(server.indexOf("://") < 0 ? 0 : server.indexOf("://") + 3);
        int port = address.lastIndexOf(':');
        return port < 0 ? address : address.substring(0, port);
    }
}

package dev.seckill.loadtest;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How a client of ours reaches the order log.
 *
 * @param servers the brokers, as host:port
 * @param properties what else it takes to be let in
 */
public record KafkaAccess(String servers, Map<String, Object> properties) {

    /** Copies the properties. */
    public KafkaAccess {
        properties = Map.copyOf(properties);
    }

    /** Where everybody is let in. */
    public static KafkaAccess open(String servers) {
        return new KafkaAccess(servers, Map.of());
    }

    /** The properties of a client that has these of its own. */
    public Map<String, Object> client(Map<String, Object> own) {
        Map<String, Object> client = new HashMap<>(properties);
        client.putAll(own);
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        return client;
    }

    /** Without what lets it in. */
    @Override
    public String toString() {
        return servers;
    }
}

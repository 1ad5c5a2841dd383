package dev.seckill.consumer.start;

import dev.seckill.consumer.loop.NotYetException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The brokers' host names. Kafka's clients cannot be made before one of them is known, and in a network of containers a
 * name is known only while its container runs.
 */
public final class KafkaNames {

    private KafkaNames() {}

    /**
     * Looks the hosts up until one is found.
     *
     * @param bootstrapServers host:port, comma separated
     * @throws NotYetException if there is no address for any of them
     */
    public static void requireOne(String bootstrapServers) {
        UnknownHostException last = null;
        for (String server : bootstrapServers.split(",")) {
            try {
                InetAddress.getByName(hostOf(server.strip()));
                return;
            } catch (UnknownHostException e) {
                last = e;
            }
        }
        throw new NotYetException("kafka: there is no address for " + bootstrapServers, last);
    }

    /** Without port and listener; what is no address at all is for Kafka's client to refuse. */
    private static String hostOf(String server) {
        String address = server.substring(server.indexOf("://") < 0 ? 0 : server.indexOf("://") + 3);
        int port = address.lastIndexOf(':');
        return port < 0 ? address : address.substring(0, port);
    }
}

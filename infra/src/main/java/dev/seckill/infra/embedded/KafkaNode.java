package dev.seckill.infra.embedded;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where one node of a Kafka cluster is met, on loopback.
 *
 * @param id its number in the cluster, from 1
 * @param port for clients and other brokers
 * @param controllerPort for the other controllers; the same for the node's whole life
 */
record KafkaNode(int id, int port, int controllerPort) {

    /** Who votes for the controller, as Kafka's settings say it: all nodes. */
    static String voters(List<KafkaNode> nodes) {
        return nodes.stream()
                .map(node -> String.format(Locale.ROOT, "%d@127.0.0.1:%d", node.id, node.controllerPort))
                .collect(Collectors.joining(","));
    }
}

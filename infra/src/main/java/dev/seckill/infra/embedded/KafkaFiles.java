package dev.seckill.infra.embedded;

import dev.seckill.infra.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files that a Kafka node is started with: a node that is broker and controller (KRaft), on loopback only.
 *
 * @param segments its storage
 * @param node which of the nodes it is
 * @param nodes all nodes of its cluster; what the cluster keeps for itself is on as many as there are, up to three
 */
public record KafkaFiles(Path segments, KafkaNode node, List<KafkaNode> nodes) {

    private static final int COPIES_MAX = 3;

    private static final String LOGGING = """
            status = error
            appender.out.type = Console
            appender.out.name = out
            appender.out.layout.type = PatternLayout
            appender.out.layout.pattern = [%d] %p %m (%c)%n
            rootLogger.level = warn
            rootLogger.appenderRef.out.ref = out
            logger.started.name = kafka.server.KafkaRaftServer
            logger.started.level = info
            """;

    /** Those of a node that is a cluster by itself. */
    static KafkaFiles ofOneNode(Path segments, int port, int controllerPort) {
        KafkaNode node = new KafkaNode(1, port, controllerPort);
        return new KafkaFiles(segments, node, List.of(node));
    }

    static Path file(Path folder) {
        return folder.resolve("server.properties");
    }

    static Path loggingFile(Path folder) {
        return folder.resolve("log4j2.properties");
    }

    /** Log4j reads an address, and a comma in it as the beginning of another one. */
    static String loggingOption(Path folder) {
        String address = loggingFile(folder).toUri().toASCIIString();
        return "-Dlog4j2.configurationFile=" + address.replace(",", "%2C").replace("$", "%24");
    }

    /**
     * Writes both files.
     *
     * @throws StartFailedException if Kafka would read the storage's path as a list of paths
     */
    void write(Path folder) throws IOException {
        if (segments.toString().contains(",")) {
            throw new StartFailedException(
                    "kafka", "can't keep data in a folder with a comma in its path: " + segments);
        }
        Files.createDirectories(folder);
        Files.writeString(file(folder), PropertiesText.of(settings()));
        Files.writeString(loggingFile(folder), LOGGING);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(ofOneNode());
        if (nodes.size() > 1) {
            settings.putAll(copiesOn(Math.min(nodes.size(), COPIES_MAX)));
        }
        settings.put("node.id", node.id());
        settings.put("controller.quorum.voters", KafkaNode.voters(nodes));
        settings.put(
                "listeners",
                String.format(
                        Locale.ROOT,
                        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d",
                        node.port(),
                        node.controllerPort()));
        // By name, so that a test can lead one client of a cluster another way.
        String host = nodes.size() > 1 ? "localhost" : "127.0.0.1";
        settings.put("advertised.listeners", "PLAINTEXT://" + host + ":" + node.port());
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", segments);
        return settings;
    }

    /** Each partition on so many nodes; a message counts as written when all but one of them have it. */
    private static Map<String, Object> copiesOn(int brokers) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String topics :
                List.of("default", "offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topics + ".replication.factor", brokers);
        }
        settings.put("transaction.state.log.min.isr", brokers - 1);
        settings.put("share.coordinator.state.topic.min.isr", brokers - 1);
        settings.put("min.insync.replicas", brokers - 1);
        return settings;
    }

    /** What does not depend on where the node runs. */
    public static Map<String, Object> ofOneNode() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", 1);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("auto.create.topics.enable", false);
        settings.put("group.initial.rebalance.delay.ms", 0);
        // One node: what the cluster keeps for itself can have one copy only, and needs few partitions.
        settings.put("offsets.topic.replication.factor", 1);
        settings.put("offsets.topic.num.partitions", 4);
        settings.put("transaction.state.log.replication.factor", 1);
        settings.put("transaction.state.log.min.isr", 1);
        settings.put("transaction.state.log.num.partitions", 4);
        settings.put("share.coordinator.state.topic.replication.factor", 1);
        settings.put("share.coordinator.state.topic.min.isr", 1);
        settings.put("share.coordinator.state.topic.num.partitions", 4);
        // A killed node may join again only after its old session is over: 9 seconds by default.
        settings.put("broker.session.timeout.ms", 3_000);
        settings.put("broker.heartbeat.interval.ms", 500);
        settings.put("log.cleaner.dedupe.buffer.size", 16 * 1024 * 1024); // the default is a quarter of the heap
        return settings;
    }
}

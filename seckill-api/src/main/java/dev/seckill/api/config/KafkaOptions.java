package dev.seckill.api.config;

import dev.seckill.api.orderlog.KafkaConnection;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.settings.HostPorts;
import dev.seckill.model.settings.KafkaProperties;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingDuration;
import dev.seckill.model.settings.TopicName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** How to reach the order log. */
public final class KafkaOptions {

    private static final Logger log = LoggerFactory.getLogger(KafkaOptions.class);
    private static final int IGNORED_MAX = 1000;

    @Option(
            names = "--kafka",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
            converter = HostPorts.class,
            description = "Kafka brokers, as host:port, separated by commas.")
    String bootstrapServers;

    @Option(
            names = "--kafka-config",
            defaultValue = "${env:KAFKA_CONFIG:-" + Option.NULL_VALUE + "}",
            description = "File of Kafka's own client properties for every client, such as those that begin with"
                    + " security., sasl. and ssl.; what the program sets itself is refused.")
    Path clientConfig;

    @Option(
            names = "--topic",
            defaultValue = "${env:ORDER_TOPIC:-CAR_NUMBER}",
            converter = TopicName.class,
            description = "Topic of the order log; created if missing.")
    String topic;

    @Option(
            names = "--partitions",
            defaultValue = "${env:ORDER_PARTITIONS:-6}",
            description = "Partitions of the topic if it has to be created. [1..10000]")
    int partitions;

    @Option(
            names = "--replication",
            defaultValue = "${env:ORDER_REPLICATION:-1}",
            description =
                    "Replicas of each partition if the topic has to be created; more than half of them must have an"
                            + " order before it counts as logged. [1..100]")
    short replication;

    @Option(
            names = "--send-wait",
            defaultValue = "${env:SEND_WAIT:-500ms}",
            description =
                    "Longest time that one send may wait for room in the producer; after it, sends fail at once for"
                            + " four times as long. [10ms..10s]")
    public Duration sendWait;

    @Option(
            names = "--delivery-timeout",
            defaultValue = "${env:DELIVERY_TIMEOUT:-30s}",
            description = "How long the producer tries to send an order before the relay takes over; longer than"
                    + " --kafka-timeout. [1s..10m]")
    Duration deliveryTimeout;

    @Option(
            names = "--kafka-timeout",
            defaultValue = "${env:KAFKA_TIMEOUT:-5s}",
            description = "Bound on one request to a broker. [100ms..5m]")
    Duration requestTimeout;

    @Option(
            names = "--read-wait",
            defaultValue = "${env:READ_WAIT:-2m}",
            description = "Bound on reading the order log to its end. [1s..1h]")
    Duration readWait;

    @Option(
            names = "--ignore",
            split = ",",
            defaultValue = "${env:ORDER_LOG_IGNORE:-" + Option.NULL_VALUE + "}",
            description =
                    "Messages of the order log that are not read, as topic-partition@offset, separated by commas or"
                            + " each with an option of its own; at most 1000. Those of its parked topic are for the"
                            + " consumer.")
    Set<LogPosition> ignored;

    public KafkaSettings toSettings(Duration stopWait, Problems problems) {
        if (deliveryTimeout.compareTo(requestTimeout) <= 0) {
            problems.add("--delivery-timeout (DELIVERY_TIMEOUT): " + SettingDuration.format(deliveryTimeout)
                    + " is not longer than --kafka-timeout");
        }
        return new KafkaSettings(
                bootstrapServers,
                clients(problems),
                topic,
                partitions,
                replication,
                sendWait,
                deliveryTimeout,
                requestTimeout,
                readWait,
                stopWait,
                ignoredOfLog(problems));
    }

    private KafkaProperties clients(Problems problems) {
        KafkaProperties clients = KafkaProperties.read(
                "--kafka-config (KAFKA_CONFIG)", clientConfig, KafkaConnection.knownToAll(), problems);
        if (!clients.leftOut().isEmpty()) {
            log.warn(
                    "order log - left out of --kafka-config, since not every client of Kafka knows them (names={})",
                    clients.leftOut());
        }
        if (!clients.changedChecks().isEmpty()) {
            log.warn(
                    "order log - --kafka-config changes how brokers are checked: perhaps anybody can pass for one"
                            + " (names={})",
                    clients.changedChecks());
        }
        return clients;
    }

    /** The consumer has the same variable, and reads the parked topic too; the API does not, so that part is not for it. */
    private Set<LogPosition> ignoredOfLog(Problems problems) {
        Set<LogPosition> named = ignored == null ? Set.of() : ignored;
        if (named.size() > IGNORED_MAX) {
            problems.add("--ignore (ORDER_LOG_IGNORE): more than " + IGNORED_MAX + " messages");
        }
        Set<LogPosition> ofLog = new HashSet<>();
        for (LogPosition position : named) {
            if (position.topic().equals(topic)) {
                ofLog.add(position);
            } else if (!position.topic().equals(OrderLogNames.parkedTopic(topic))) {
                problems.add("--ignore (ORDER_LOG_IGNORE): " + position + " is not in --topic " + topic);
            }
        }
        return ofLog;
    }
}

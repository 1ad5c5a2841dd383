package dev.seckill.consumer.command;

import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.settings.HostPorts;
import dev.seckill.model.settings.KafkaProperties;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRules;
import dev.seckill.model.settings.TopicName;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The order log, for every command that reads it. */
final class LogOptions {

    private static final Logger LOG = LoggerFactory.getLogger(LogOptions.class);
    private static final int IGNORED_MAX = 1000;

    @Option(
            names = "--kafka",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
            converter = HostPorts.class,
            description = "Kafka brokers, host:port, comma separated.")
    private String kafka;

    @Option(
            names = "--kafka-config",
            defaultValue = "${env:KAFKA_CONFIG:-" + Option.NULL_VALUE + "}",
            description = "File of Kafka's own client properties for every client, such as those that begin with"
                    + " security., sasl. and ssl.; what the program sets itself is refused.")
    private Path kafkaConfig;

    private KafkaProperties clients = KafkaProperties.NONE;

    @Option(
            names = "--topic",
            defaultValue = "${env:ORDER_TOPIC:-" + OrderLogNames.DEFAULT_TOPIC + "}",
            converter = TopicName.class,
            description = "Topic of the order log; 1 to 245 of A-Z a-z 0-9 . _ -.")
    String topic;

    @Option(
            names = "--ignore",
            split = ",",
            defaultValue = "${env:ORDER_LOG_IGNORE:-" + Option.NULL_VALUE + "}",
            description = "Messages that are not read, such as one that is too large for the memory, as"
                    + " topic-partition@offset, comma separated or each with an option of its own; at most 1000.")
    private Set<LogPosition> ignored;

    /** What is not to be read, of the log and of the parked topic. */
    Set<LogPosition> ignored() {
        return ignored == null ? Set.of() : Set.copyOf(ignored);
    }

    KafkaConnection connection() {
        return new KafkaConnection(kafka, clients);
    }

    String parkedTopic() {
        return OrderLogNames.parkedTopic(topic);
    }

    /** To be called before the others: reads the file of properties too. */
    void check(SettingRules rules, Problems problems) {
        clients = KafkaProperties.read(
                "--kafka-config (KAFKA_CONFIG)", kafkaConfig, KafkaConnection.knownToAll(), problems);
        if (!clients.leftOut().isEmpty()) {
            LOG.warn(
                    "kafka - left out of --kafka-config, since not every client of Kafka knows them (names={})",
                    clients.leftOut());
        }
        if (!clients.changedChecks().isEmpty()) {
            LOG.warn(
                    "kafka - --kafka-config changes how brokers are checked: perhaps anybody can pass for one (names={})",
                    clients.changedChecks());
        }
        rules.must("--ignore", ignored().size() <= IGNORED_MAX, "be at most " + IGNORED_MAX + " messages");
        rules.must("--ignore", areOfTopic(), "name messages of --topic or its parked topic");
    }

    /** True also if the topic could not be read. */
    private boolean areOfTopic() {
        return topic == null
                || ignored().stream().map(LogPosition::topic).allMatch(Set.of(topic, parkedTopic())::contains);
    }
}

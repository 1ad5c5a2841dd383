package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.Server;
import dev.seckill.infra.testing.TakesLong;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, killed and started. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class KafkaBrokersIT {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private KafkaBrokers brokers;

    @BeforeAll
    void start(@TempDir Path folder) {
        brokers = KafkaBrokers.start(StackConfig.onFreePorts(folder).briefly());
    }

    @AfterAll
    void stop() {
        brokers.close();
    }

    @Test
    void aTopicIsOnAllThreeAndNeedsTwo() throws Exception {
        createTopic("by-default");
        try (Admin admin = admin()) {
            TopicDescription topic = admin.describeTopics(List.of("by-default"))
                    .topicNameValues()
                    .get("by-default")
                    .get();
            assertThat(topic.partitions())
                    .isNotEmpty()
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "by-default");
            Config config = admin.describeConfigs(List.of(resource))
                    .values()
                    .get(resource)
                    .get();
            assertThat(config.get("min.insync.replicas").value()).isEqualTo("2");
        }
    }

    @Test
    void takesMessagesWithoutOneNodeRefusesThemWithoutTwoAndGoesOnWhenBothAreBack() throws Exception {
        createTopic("faults");
        send("faults", "with all three");

        int leader = brokers.leaderOf("faults", 0).orElseThrow();
        Server first = brokers.node(leader);
        first.kill();
        await().atMost(WAIT).until(() -> leaderBesides("faults", leader).isPresent());
        send("faults", "without the first leader");

        int next = leaderBesides("faults", leader).orElseThrow();
        Server second = brokers.node(6 - leader - next); // the third one: its leader stays and counts the copies
        second.kill();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> send("faults", "refused"))
                .satisfies(e -> assertThat(e.getCause())
                        .isInstanceOfAny(
                                NotEnoughReplicasException.class,
                                org.apache.kafka.common.errors.TimeoutException.class));

        brokers.startAll();
        assertThat(brokers.nodes()).allMatch(Server::isRunning);
        send("faults", "with all three again");
    }

    @Test
    void keepsPortsAndDataWhenAllAreKilledAtOnce() throws Exception {
        KafkaKeepsake keepsake = new KafkaKeepsake(brokers.bootstrapServers());
        keepsake.leave("over a kill of all");
        List<Integer> ports = brokers.nodes().stream().map(Server::port).toList();

        brokers.nodes().forEach(Server::kill);
        brokers.startAll();

        assertThat(brokers.nodes().stream().map(Server::port)).isEqualTo(ports);
        assertThat(keepsake.isThere("over a kill of all")).isTrue();
    }

    @Test
    void aWipedNodeFillsUpAgainFromTheOthers() throws Exception {
        createTopic("wiped");
        send("wiped", "before");
        Server node = brokers.node(2);

        node.kill();
        node.wipe();
        // One that comes back with nothing must not be told that it leads: it does not know of its own term, and ends.
        await().atMost(WAIT).ignoreExceptions().until(() -> List.of(1, 3).contains(leaderOfTheQuorum()));
        node.start();

        await().atMost(WAIT).until(() -> inSync("wiped") == 3);
    }

    private int leaderOfTheQuorum() throws Exception {
        try (Admin admin = admin()) {
            return admin.describeMetadataQuorum().quorumInfo().get().leaderId();
        }
    }

    private OptionalInt leaderBesides(String topic, int gone) {
        OptionalInt leader = brokers.leaderOf(topic, 0);
        return leader.isPresent() && leader.getAsInt() != gone ? leader : OptionalInt.empty();
    }

    private int inSync(String topic) throws Exception {
        try (Admin admin = admin()) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .partitions()
                    .get(0)
                    .isr()
                    .size();
        }
    }

    private void createTopic(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void send(String topic, String value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                brokers.bootstrapServers(),
                "acks",
                "all",
                "enable.idempotence",
                false, // an id for it is had from a majority of the nodes only, and asked for without an end
                "request.timeout.ms",
                4_000,
                "delivery.timeout.ms",
                8_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)))
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers()));
    }
}

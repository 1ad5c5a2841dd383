package dev.seckill.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.loop.OrderLogConsumer;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.parking.KafkaParkingLot;
import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.consumer.parking.ParkedMessages;
import dev.seckill.consumer.parking.ParkedTopic;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.start.RetentionCheck;
import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.infra.embedded.KafkaRight;
import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.testing.KafkaRights;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.settings.KafkaProperties;
import dev.seckill.model.settings.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each right that {@code infra/secure} lists is taken from the consumer's user in Kafka once: the consumer needs it, and says that
 * it lacks.
 */
@Timeout(300)
final class KafkaRightsIT {

    private static final String USER = "order-consumer";
    private static final String LOG = OrderLogNames.DEFAULT_TOPIC;
    private static final String WEBHOOKS = OrderLogNames.webhookTopic(LOG);
    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static SecureStack stack;
    private static KafkaRights rights;
    private static KafkaConnection kafka;

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void start() {
        stack = SecureStack.start(StackConfig.onFreePorts(folder).briefly());
        rights = new KafkaRights(stack);
        Problems problems = new Problems();
        Path file = folder.resolve("secrets/kafka-consumer.properties");
        KafkaProperties clients = KafkaProperties.read("", file, KafkaConnection.knownToAll(), problems);
        problems.check();
        kafka = new KafkaConnection(stack.kafkaBootstrapServers(), clients);
    }

    @AfterAll
    static void stop() {
        if (rights != null) {
            rights.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    /** The API makes the log. */
    @BeforeEach
    void makeTheLogAnew() throws Exception {
        rights.forgetTopics(LOG);
        Map<String, Object> operator = new HashMap<>(stack.kafkaProperties());
        operator.put("bootstrap.servers", stack.kafkaBootstrapServers());
        try (Admin admin = Admin.create(operator);
                SureProducer api = new SureProducer(operator)) {
            admin.createTopics(List.of(new NewTopic(LOG, 1, (short) 1))).all().get();
            SureProducer.awaitLeaders(admin, LOG, 1);
            api.send(new ProducerRecord<>(LOG, "some order".getBytes(UTF_8)));
            api.flush();
        }
    }

    static List<KafkaRight> listed() {
        return KafkaRights.listedFor(USER);
    }

    @Test
    void withAllOfThemNothingIsRefused() {
        doAll();

        assertThat(refusals()).as(told()).isEmpty();
        assertThat(said).as(told()).noneMatch(line -> line.startsWith("failed"));
    }

    @ParameterizedTest
    @MethodSource("listed")
    void withoutOneOfThemWhatNeedsItIsRefusedAndToldWhy(KafkaRight right) throws Exception {
        rights.revoke(right);
        try {
            doAll();
        } finally {
            rights.grant(right);
        }

        assertThat(refusals()).as(told()).isNotEmpty().anyMatch(line -> line.contains(right.name()));
    }

    /** All that the consumer does in Kafka, each thing on its own, so that what fails keeps nothing else away. */
    private void doAll() {
        said.addAll(LogLines.during(() -> {
            tryIt(() -> read("order-consumer", List.of(LOG)));
            tryIt(() -> RetentionCheck.warn(log("order-consumer")));
            tryIt(this::park);
            tryIt(() -> parked().replay(null, entry -> {}));
            tryIt(() -> ParkedTopic.makeOfLast(parking().of(WEBHOOKS)));
            tryIt(() -> read("order-consumer-webhooks", List.of(LOG, WEBHOOKS)));
        }));
    }

    /** Until something comes. */
    private static void read(String group, List<String> topics) {
        Consumer<byte[], byte[]> consumer = OrderLogConsumer.open(log(group), () -> {});
        try {
            consumer.subscribe(topics);
            long deadline = System.nanoTime() + WAIT.toNanos();
            while (consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("nothing to be read in " + topics);
                }
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }

    private static OrderLogSettings log(String group) {
        return new OrderLogSettings(
                kafka, LOG, group, 100, 1 << 20, 4096, Set.of(), Duration.ofSeconds(10), Duration.ofMinutes(1));
    }

    private void park() {
        try (KafkaParkingLot lot = new KafkaParkingLot(parking())) {
            lot.park(List.of(new ParkedMessage(
                    new ConsumerRecord<>(LOG, 0, 0, null, "some order".getBytes(UTF_8)), "undecodable", false)));
        }
    }

    private static ParkedMessages parked() {
        return ParkedMessages.ofBook(parking(), LOG, WAIT, new IgnoredMessages(Set.of(), () -> {}));
    }

    private static ParkingSettings parking() {
        return new ParkingSettings(kafka, OrderLogNames.parkedTopic(LOG), 1, (short) 1, WAIT);
    }

    private void tryIt(Runnable something) {
        try {
            something.run();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                said.add("failed: " + cause.getMessage());
            }
        }
    }

    private List<String> refusals() {
        return said.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("authoriz"))
                .toList();
    }

    private String told() {
        return String.join("\n", said);
    }
}

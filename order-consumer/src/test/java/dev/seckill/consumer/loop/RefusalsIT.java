package dev.seckill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.store.BookTrust;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.OrderBookSchema;
import dev.seckill.consumer.store.SchemaException;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.TlsDoor;
import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.model.settings.KafkaProperties;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a Kafka or MySQL that cannot be trusted, or does not trust: one line, and no secret in it. */
@Timeout(240)
final class RefusalsIT {

    private static final String NOT_TRUSTED =
            "TLS: the server's certificate is not signed by a CA that is trusted here";
    private static final String WRONG = "nobody-guesses-this";

    @TempDir
    private static Path folder;

    private static SecureStack stack;
    private static KafkaProperties kafka;
    private static CertificateAuthority doors;

    @BeforeAll
    static void start() throws IOException {
        stack = SecureStack.start(StackConfig.onFreePorts(folder).briefly());
        doors = CertificateAuthority.in(folder.resolve("doors"), "CA of doors");
        Problems problems = new Problems();
        kafka = KafkaProperties.read("", Path.of(setting("--kafka-config")), KafkaConnection.knownToAll(), problems);
        problems.check();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void kafkaWithAnotherCaIsNamed() {
        assertThatThrownBy(
                        () -> requireTopic(stack.kafkaBootstrapServers(), trusting(doors.certificate()), "CAR_NUMBER"))
                .isInstanceOf(NotYetException.class)
                .hasMessage("kafka: refuses (" + NOT_TRUSTED + ")");
    }

    @Test
    void expiredCertificateIsNamed() {
        try (TlsDoor door = new TlsDoor(doors.expired("expired").keyStore())) {
            assertThatThrownBy(
                            () -> requireTopic("127.0.0.1:" + door.port(), trusting(doors.certificate()), "CAR_NUMBER"))
                    .isInstanceOf(NotYetException.class)
                    .hasMessageContaining("TLS: the server's certificate, or one of its issuers', has expired");
        }
    }

    @Test
    void certificateOfAnotherHostIsNamed() {
        try (TlsDoor door = new TlsDoor(doors.elsewhere("elsewhere").keyStore())) {
            assertThatThrownBy(
                            () -> requireTopic("127.0.0.1:" + door.port(), trusting(doors.certificate()), "CAR_NUMBER"))
                    .isInstanceOf(NotYetException.class)
                    .hasMessageContaining("TLS: the server's certificate is for another host name");
        }
    }

    @Test
    void wrongPasswordOfKafkaIsNamed() {
        assertThatThrownBy(() -> requireTopic(stack.kafkaBootstrapServers(), withWrongPassword(), "CAR_NUMBER"))
                .isInstanceOf(NotYetException.class)
                .hasMessageContaining("kafka: refuses (Authentication failed")
                .hasMessageNotContaining(WRONG);
    }

    @Test
    void topicWithoutRightsIsNamed() throws Exception {
        try (Admin operator = operator()) {
            operator.createTopics(List.of(new NewTopic("OTHER", 1, (short) 1)))
                    .all()
                    .get();
        }

        assertThatThrownBy(() -> requireTopic(stack.kafkaBootstrapServers(), kafka, "OTHER"))
                .isInstanceOf(NotYetException.class)
                .hasMessageContaining("kafka: refuses (", "OTHER");
    }

    @Test
    void rightsThatComeLaterAreWaitedForWithOneLine() throws Exception {
        try (Admin operator = operator()) {
            operator.createTopics(List.of(new NewTopic("CAR_NUMBER", 1, (short) 1)))
                    .all()
                    .get();
            List<String> away = new ArrayList<>();
            AtomicBoolean back = new AtomicBoolean();
            Consumer<byte[], byte[]> consumer =
                    OrderLogConsumer.open(log(stack.kafkaBootstrapServers(), kafka, "CAR_NUMBER"), () -> {});
            try {
                RefusedPoll polls = new RefusedPoll("order-loop", consumer, away::add, () -> back.set(true));
                consumer.subscribe(List.of("CAR_NUMBER"));

                List<String> said = LogLines.during(() -> {
                    while (away.size() < 3) {
                        assertThat(polls.poll(Duration.ofSeconds(1))).isEmpty();
                    }
                    allow(operator, "User:order-consumer", ResourceType.GROUP, "somebody");
                    while (consumer.assignment().isEmpty()) {
                        polls.poll(Duration.ofSeconds(1));
                    }
                });

                assertThat(back).isTrue();
                assertThat(away).allMatch(reason -> reason.contains("Not authorized to access group: somebody"));
                assertThat(said.stream().filter(line -> line.contains("[ERROR]") || line.contains("[WARN]")))
                        .singleElement()
                        .asString()
                        .contains("order-loop - Kafka refuses, trying on");
            } finally {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
            }
        }
    }

    @Test
    void mysqlWithAnotherCaIsNamed() {
        assertThatThrownBy(() -> new OrderBookSchema(book("consumer", WRONG, doors.certificate())).migrate())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("mysql: " + NOT_TRUSTED)
                .hasMessageNotContaining(WRONG);
    }

    @Test
    void wrongPasswordOfMySqlIsNamed() {
        assertThatThrownBy(() -> new OrderBookSchema(
                                book("consumer", WRONG, stack.authority().orElseThrow()))
                        .migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("mysql: Access denied for user 'consumer'")
                .hasMessageNotContaining(WRONG);
    }

    @Test
    void consumersUserStartsWithTheTablesThatMigrateMadeAndSaysWhatItNeedsWithoutThem() throws IOException {
        MySqlSettings consumer = book(
                "consumer", password("--mysql-password-file"), stack.authority().orElseThrow());
        assertThatThrownBy(() -> new OrderBookSchema(consumer).migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("command denied to user 'consumer'")
                .hasMessageContaining("SELECT, INSERT, UPDATE are enough (run the subcommand migrate");

        String migration = stack.migrationSettings("seckill").stream()
                .filter(setting -> setting.startsWith("--mysql-password-file="))
                .map(setting -> setting.substring(setting.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
        new OrderBookSchema(book(
                        "migration",
                        Files.readString(Path.of(migration)),
                        stack.authority().orElseThrow()))
                .migrate();

        new OrderBookSchema(consumer).migrate();
    }

    private static void requireTopic(String servers, KafkaProperties properties, String topic) {
        Consumer<byte[], byte[]> consumer = OrderLogConsumer.open(log(servers, properties, topic), () -> {});
        try {
            OrderLogConsumer.requireTopic(consumer, topic);
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private static OrderLogSettings log(String servers, KafkaProperties properties, String topic) {
        return new OrderLogSettings(
                new KafkaConnection(servers, properties),
                topic,
                "somebody",
                100,
                1 << 20,
                4096,
                Set.of(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1));
    }

    private static KafkaProperties trusting(Path ca) {
        Map<String, String> changed = new HashMap<>(kafka.values());
        changed.keySet().removeIf(name -> name.startsWith("ssl.truststore"));
        changed.put("ssl.truststore.type", "PEM");
        changed.put("ssl.truststore.location", ca.toString());
        return new KafkaProperties(changed, List.of());
    }

    private static KafkaProperties withWrongPassword() {
        Map<String, String> changed = new HashMap<>(kafka.values());
        changed.computeIfPresent(
                "sasl.jaas.config",
                (name, jaas) -> jaas.replaceFirst("password=\"[^\"]*\"", "password=\"" + WRONG + '"'));
        assertThat(changed.get("sasl.jaas.config")).contains(WRONG);
        return new KafkaProperties(changed, List.of());
    }

    private static Admin operator() {
        Map<String, Object> properties = new HashMap<>(stack.kafkaProperties());
        properties.put("bootstrap.servers", stack.kafkaBootstrapServers());
        return Admin.create(properties);
    }

    private static void allow(Admin operator, String principal, ResourceType type, String name) {
        operator.createAcls(List.of(new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry(principal, "*", AclOperation.READ, AclPermissionType.ALLOW))));
    }

    private static MySqlSettings book(String user, String password, Path ca) {
        return new MySqlSettings(
                "jdbc:mysql://127.0.0.1:" + stack.mysql().port() + "/seckill",
                user,
                password,
                2,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                new BookTrust(ClientTls.read(new NamedFile("", ca), new Problems())));
    }

    private static String password(String setting) throws IOException {
        return Files.readString(Path.of(setting(setting)));
    }

    private static String setting(String name) {
        return stack.consumerSettings("seckill").stream()
                .filter(setting -> setting.startsWith(name + "="))
                .map(setting -> setting.substring(setting.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
    }
}

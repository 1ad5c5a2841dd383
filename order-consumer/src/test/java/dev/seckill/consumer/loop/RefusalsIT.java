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
import dev.seckill.infra.tls.IssuedCertificate;
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
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a Kafka or MySQL that cannot be trusted, or does not trust: one line, and no secret in it. */
@Timeout(300)
final class RefusalsIT {

    private static final String NOT_TRUSTED =
            "TLS: the server's certificate is not signed by a CA that is trusted here";
    private static final String WRONG = "nobody-guesses-this";
    private static final Pattern INSIDE = Pattern.compile("INSIDE://([0-9.:]+)");

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
    void kafkaThatAsksForACertificateIsReachedWithOne() {
        Path shown = folder.resolve("secrets/inside-kafka/node-bundle.pem");

        assertThatThrownBy(() -> requireTopicInside(
                        Map.of("ssl.keystore.type", "PEM", "ssl.keystore.location", shown.toString())))
                .hasMessage("kafka: there is no topic NOWHERE yet");
    }

    @Test
    void kafkaThatAsksForACertificateSaysSoWithoutOne() {
        assertThatThrownBy(() -> requireTopicInside(Map.of()))
                .isInstanceOf(NotYetException.class)
                .hasMessage("kafka: refuses (TLS: the server wants a certificate of the client, or another one)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sslMode=VERIFY_IDENTITY", "?sslMode=VERIFY_CA"})
    void mysqlWithAnotherCaIsNamed(String mode) {
        assertThatThrownBy(() -> new OrderBookSchema(book(mode, "consumer", WRONG, doors.certificate())).migrate())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("mysql: " + NOT_TRUSTED)
                .hasMessageNotContaining(WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sslMode=VERIFY_IDENTITY", "?sslMode=VERIFY_CA"})
    void expiredCertificateOfMySqlIsNamed(String mode) throws IOException {
        withMySqlShowing(
                doors.expiredWithRsa("mysql-expired-" + UUID.randomUUID()),
                () -> assertThatThrownBy(
                                () -> new OrderBookSchema(book(mode, "consumer", WRONG, doors.certificate())).migrate())
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining(
                                "mysql: TLS: the server's certificate, or one of its issuers', has expired (NotAfter: ")
                        .hasMessageNotContaining(WRONG));
    }

    @Test
    void mysqlOfAnotherHostIsNamedUnlessTheUrlSaysThatNamesDoNotMatter() throws IOException {
        withMySqlShowing(doors.elsewhereWithRsa("mysql-elsewhere"), () -> {
            for (String mode : List.of("", "?sslMode=VERIFY_IDENTITY")) {
                assertThatThrownBy(
                                () -> new OrderBookSchema(book(mode, "consumer", WRONG, doors.certificate())).migrate())
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("mysql: TLS: the server's certificate is for another host name")
                        .hasMessageNotContaining(WRONG);
            }
            assertThatThrownBy(() -> new OrderBookSchema(
                                    book("?sslMode=VERIFY_CA", "consumer", WRONG, doors.certificate()))
                            .migrate())
                    .as("with the password, for the certificate is good enough")
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("mysql: Access denied for user 'consumer'");
        });
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

    /** MySQL reads its certificate when it starts. */
    private static void withMySqlShowing(IssuedCertificate other, Runnable work) throws IOException {
        Path keys = folder.resolve("secrets/ca");
        byte[] certificate = Files.readAllBytes(keys.resolve("mysql.pem"));
        byte[] key = Files.readAllBytes(keys.resolve("mysql-key.pem"));
        restartMySqlWith(Files.readAllBytes(other.certificate()), Files.readAllBytes(other.key()));
        try {
            work.run();
        } finally {
            restartMySqlWith(certificate, key);
        }
    }

    private static void restartMySqlWith(byte[] certificate, byte[] key) throws IOException {
        stack.mysql().stop();
        Files.write(folder.resolve("secrets/ca/mysql.pem"), certificate);
        Files.write(folder.resolve("secrets/ca/mysql-key.pem"), key);
        stack.mysql().start();
    }

    /** Asks on the listener of Kafka's nodes, which lets in by certificate alone, for a topic that is not there. */
    private static void requireTopicInside(Map<String, String> shown) throws IOException {
        Matcher inside;
        try (Stream<Path> files = Files.walk(folder.resolve("kafka"))) {
            Path settings = files.filter(file -> file.endsWith("server.properties"))
                    .findFirst()
                    .orElseThrow();
            inside = INSIDE.matcher(Files.readString(settings));
        }
        assertThat(inside.find()).isTrue();
        Map<String, String> properties = new HashMap<>(shown);
        properties.put("security.protocol", "SSL");
        properties.put("ssl.truststore.type", "PEM");
        properties.put(
                "ssl.truststore.location",
                folder.resolve("secrets/inside-kafka/ca.pem").toString());
        requireTopic(inside.group(1), new KafkaProperties(properties, List.of()), "NOWHERE");
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
        return book("", user, password, ca);
    }

    private static MySqlSettings book(String mode, String user, String password, Path ca) {
        return new MySqlSettings(
                "jdbc:mysql://127.0.0.1:" + stack.mysql().port() + "/seckill" + mode,
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

package dev.seckill.infra.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.Server;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.tls.Trust;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the doors of a secured stack let through. */
@Timeout(300)
final class SecureStackIT {

    private static final String DATABASE = "seckill";

    @TempDir
    private static Path folder;

    private static SecureStack stack;

    @BeforeAll
    static void start() {
        stack = SecureStack.start(StackConfig.onFreePorts(folder).briefly());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void redisAnswersNobodyWithoutTls() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RedisProgram.pongs(stack.redis().port()));
    }

    @Test
    void redisLetsTheApiDoWhatItNeedsAndNothingElse() throws IOException {
        String in = "AUTH seckill-api " + secret("redis-password");

        assertThat(redis("PING")).startsWith("-NOAUTH");
        assertThat(redis("AUTH seckill-api wrong")).startsWith("-WRONGPASS");
        assertThat(redis(in, "SET counter 1")).isEqualTo("+OK");
        for (String forbidden : List.of("KEYS *", "FLUSHALL", "CONFIG GET *", "EVAL 1 0", "ACL LIST", "CLIENT LIST")) {
            assertThat(redis(in, forbidden)).as(forbidden).startsWith("-NOPERM");
        }
    }

    @Test
    void mysqlAnswersNobodyWithoutTls() {
        String url =
                "jdbc:mysql://127.0.0.1:" + stack.mysql().port() + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true";

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url, "consumer", secret("mysql-password")))
                .withMessageContaining("Access denied");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url, stack.mysqlUser(), stack.mysqlPassword()))
                .withMessageContaining("insecure transport");
    }

    @Test
    void mysqlLetsTheConsumerStoreAndOnlyMigrationChangeTables() throws SQLException, IOException {
        try (Connection consumer = mysql("consumer", "mysql-password");
                Connection migration = mysql("migration", "mysql-migration-password");
                Statement stores = consumer.createStatement();
                Statement changes = migration.createStatement()) {
            changes.execute("CREATE TABLE IF NOT EXISTS some (id INT)");
            stores.execute("INSERT INTO some VALUES (1)");

            for (String forbidden : List.of("DELETE FROM some", "DROP TABLE some", "CREATE TABLE other (id INT)")) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> stores.execute(forbidden))
                        .withMessageContaining("denied");
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> changes.execute("DROP TABLE some"))
                    .withMessageContaining("denied");
        }
    }

    @Test
    void kafkaLetsInWhoKnowsThePasswordAndDoWhatIsAllowed() throws Exception {
        Map<String, Object> api = kafka("kafka-api.properties");
        try (Admin admin = Admin.create(api)) {
            assertThatThrownBy(() -> make(admin, "ANOTHER"))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThat(names(admin)).doesNotContain("ANOTHER");
            make(admin, "CAR_NUMBER");
            assertThat(names(admin)).containsExactly("CAR_NUMBER");
        }
        api.put("sasl.jaas.config", api.get("sasl.jaas.config").toString().replaceAll("password=\"..", "password=\""));
        try (Admin stranger = Admin.create(api)) {
            assertThatThrownBy(() -> names(stranger)).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void kafkaKeepsItsDoorsWhenItIsKilledAndWhenItIsEmptied() throws Exception {
        stack.kafka().kill();
        stack.kafka().start();
        try (Admin consumer = Admin.create(kafka("kafka-consumer.properties"))) {
            make(consumer, "CAR_NUMBER.DLT");
        }
        stack.kafka().stop();
        stack.kafka().wipe();
        stack.kafka().start();
        try (Admin consumer = Admin.create(kafka("kafka-consumer.properties"))) {
            make(consumer, "CAR_NUMBER.DLT");
        }
    }

    @Test
    void noSecretIsReadByOthers() throws IOException {
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .endsWith("------");
                if (file.toString().endsWith("-password")) {
                    secrets.add(Files.readString(file));
                }
            }
        }
        secrets.add(stack.mysqlPassword());
        assertThat(secrets).hasSize(4).doesNotHaveDuplicates();
        for (ChildServer server : stack.servers()) {
            String line = Files.readString(Path.of("/proc/" + server.pid() + "/cmdline"));
            assertThat(line + Files.readString(server.log())).doesNotContain(secrets);
        }
        assertThat(stack.apiSettings() + " " + stack.consumerSettings(DATABASE) + stack.migrationSettings(DATABASE))
                .doesNotContain(secrets);
    }

    @Test
    void theServersThatToolsAreGivenAreRunning() {
        assertThat(stack.servers()).hasSize(3).allMatch(Server::isRunning);
        assertThat(stack.redisUrl()).startsWith("rediss://operator:");
    }

    private static void make(Admin admin, String topic) throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static Set<String> names(Admin admin) throws InterruptedException, ExecutionException {
        return admin.listTopics().names().get();
    }

    private static Map<String, Object> kafka(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(folder.resolve("secrets").resolve(file))) {
            properties.load(text);
        }
        Map<String, Object> client = new HashMap<>();
        properties.forEach((name, value) -> client.put((String) name, value));
        client.put("bootstrap.servers", stack.kafkaBootstrapServers());
        return client;
    }

    private static Connection mysql(String user, String password) throws SQLException, IOException {
        return DriverManager.getConnection(stack.mysqlUrl(DATABASE), user, secret(password));
    }

    /** Returns the reply to the last command. */
    private static String redis(String... commands) throws IOException {
        String[] reply = new String[1];
        Probe.ask(stack.redis().port(), Trust.in(stack.authority().orElseThrow()), (out, in) -> {
            for (String command : commands) {
                out.write((command + "\r\n").getBytes(US_ASCII));
                out.flush();
                reply[0] = line(in);
            }
            return true;
        });
        return reply[0];
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
            if (next != '\n') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static String secret(String name) throws IOException {
        return Files.readString(folder.resolve("secrets").resolve(name));
    }
}

package dev.seckill.consumer.command;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.loop.LoopSettings;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.settings.BadSettingsException;
import dev.seckill.consumer.settings.CommandLineReader;
import dev.seckill.consumer.settings.CommandLineReader.Request;
import dev.seckill.consumer.settings.Setting;
import dev.seckill.consumer.status.HttpSettings;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.model.LogPosition;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConsumerConfigTest {

    private static final ConsumerConfig DEFAULTS = new ConsumerConfig(
            new OrderLogSettings(
                    "localhost:9092",
                    "CAR_NUMBER",
                    "order-consumer",
                    2000,
                    4_194_304,
                    4096,
                    Set.of(),
                    Duration.ofSeconds(45),
                    Duration.ofMinutes(1)),
            new MySqlSettings(
                    "jdbc:mysql://localhost:3306/seckill",
                    "root",
                    "",
                    3,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1)),
            new ParkingSettings("localhost:9092", "CAR_NUMBER.DLT", 1, (short) 1, Duration.ofSeconds(5)),
            new HttpSettings("127.0.0.1", 3001, 256, 4096, Duration.ofSeconds(5)),
            new LoopSettings(
                    "CAR_NUMBER",
                    Duration.ofMillis(500),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(25)),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            Duration.ofSeconds(25));

    private static final ConsumerConfig ALL_CHANGED = new ConsumerConfig(
            new OrderLogSettings(
                    "k1:1,k2:2",
                    "ORDERS",
                    "other",
                    17,
                    70_000,
                    5000,
                    Set.of(new LogPosition("ORDERS", 3, 17), new LogPosition("ORDERS.DLT", 0, 0)),
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(31)),
            new MySqlSettings(
                    "jdbc:mysql://db:3307/shop?x=y",
                    "app",
                    "in the file",
                    3,
                    Duration.ofMillis(260),
                    Duration.ofMillis(110),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(61)),
            new ParkingSettings("k1:1,k2:2", "ORDERS.DLT", 4, (short) 3, Duration.ofMillis(120)),
            new HttpSettings("0.0.0.0", 0, 11, 1025, Duration.ofMillis(150)),
            new LoopSettings(
                    "ORDERS",
                    Duration.ofMillis(11),
                    Duration.ofMillis(11),
                    Duration.ofMillis(130),
                    Duration.ofMillis(130),
                    Duration.ofSeconds(6),
                    Duration.ofMillis(15_370)),
            Duration.ofMillis(12),
            Duration.ofMillis(21),
            Duration.ofSeconds(14),
            Duration.ofSeconds(15));

    private static final Map<Setting<?>, String> CHANGES = Map.ofEntries(
            Map.entry(ConsumerConfig.KAFKA, "k1:1,k2:2"),
            Map.entry(ConsumerConfig.TOPIC, "ORDERS"),
            Map.entry(ConsumerConfig.GROUP, "other"),
            Map.entry(ConsumerConfig.BATCH_MAX, "17"),
            Map.entry(ConsumerConfig.FETCH_MAX_BYTES, "70000"),
            Map.entry(ConsumerConfig.MESSAGE_MAX_BYTES, "5000"),
            Map.entry(ConsumerConfig.IGNORE, "ORDERS-3@17,ORDERS.DLT-0@0"),
            Map.entry(ConsumerConfig.POLL_WAIT, "11ms"),
            Map.entry(ConsumerConfig.COMMIT_WAIT, "130ms"),
            Map.entry(ConsumerConfig.SESSION_TIMEOUT, "6s"),
            Map.entry(ConsumerConfig.POLL_INTERVAL, "31s"),
            Map.entry(ConsumerConfig.PARKED_PARTITIONS, "4"),
            Map.entry(ConsumerConfig.PARKED_REPLICATION, "3"),
            Map.entry(ConsumerConfig.PARKED_WAIT, "120ms"),
            Map.entry(ConsumerConfig.MYSQL, "jdbc:mysql://db:3307/shop?x=y"),
            Map.entry(ConsumerConfig.MYSQL_USER, "app"),
            Map.entry(ConsumerConfig.MYSQL_PASSWORD, "secret"),
            Map.entry(ConsumerConfig.MYSQL_PASSWORD_FILE, passwordFile("in the file\n")),
            Map.entry(ConsumerConfig.MYSQL_POOL, "3"),
            Map.entry(ConsumerConfig.MYSQL_CONNECTION_WAIT, "260ms"),
            Map.entry(ConsumerConfig.MYSQL_CONNECT_TIMEOUT, "110ms"),
            Map.entry(ConsumerConfig.MYSQL_SOCKET_TIMEOUT, "3s"),
            Map.entry(ConsumerConfig.MYSQL_LOCK_WAIT, "2s"),
            Map.entry(ConsumerConfig.MYSQL_MIGRATION_WAIT, "61s"),
            Map.entry(ConsumerConfig.RETRY_MIN, "12ms"),
            Map.entry(ConsumerConfig.RETRY_MAX, "21ms"),
            Map.entry(ConsumerConfig.HOST, "0.0.0.0"),
            Map.entry(ConsumerConfig.CONNECTIONS_MAX, "11"),
            Map.entry(ConsumerConfig.HEAD_MAX, "1025"),
            Map.entry(ConsumerConfig.HEAD_WAIT, "150ms"),
            Map.entry(ConsumerConfig.PORT, "0"),
            Map.entry(ConsumerConfig.STALLED_AFTER, "14s"),
            Map.entry(ConsumerConfig.SHUTDOWN_WAIT, "15s"));

    @Test
    void defaultsHoldWithoutAnySetting() {
        assertThat(read(Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void everySettingIsReadFromItsOption() {
        List<String> arguments = new ArrayList<>();
        CHANGES.forEach((setting, value) -> arguments.add(setting.option() + "=" + value));

        assertThat(CHANGES).containsOnlyKeys(ConsumerConfig.SETTINGS);
        assertThat(read(Map.of(), arguments.toArray(String[]::new))).isEqualTo(ALL_CHANGED);
    }

    @Test
    void everySettingIsReadFromItsVariable() {
        Map<String, String> environment = new HashMap<>();
        CHANGES.forEach((setting, value) -> environment.put(setting.variable(), value));

        assertThat(read(environment)).isEqualTo(ALL_CHANGED);
    }

    @Test
    void aPasswordFileIsReadOrNamed() {
        assertThat(read(Map.of("MYSQL_PASSWORD_FILE", passwordFile(" ä \r\n")))
                        .mysql()
                        .password())
                .isEqualTo(" ä ");
        for (String bad : List.of("/no/such/file", passwordFile("x".repeat(1025)), passwordFile("\n"))) {
            assertThatThrownBy(() -> read(Map.of(), "--mysql-password-file=" + bad))
                    .isInstanceOf(BadSettingsException.class)
                    .hasMessageContaining("--mysql-password-file (MYSQL_PASSWORD_FILE) \"" + bad + "\" must be: file");
        }
    }

    @Test
    void aMalformedUrlIsNotShown() {
        assertThatThrownBy(() -> read(Map.of("MYSQL_URL", "mysql://me:hidden@db/x?password=hidden")))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining("--mysql (MYSQL_URL)")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void whatIsIgnoredIsNamedByItsPlaceOnThisLog() {
        for (String bad : List.of("", "CAR_NUMBER-0", "CAR_NUMBER-0@1,", "CAR_NUMBER-0@-1", "CAR_NUMBER-0@01")) {
            assertThatThrownBy(() -> read(Map.of("ORDER_LOG_IGNORE", bad)))
                    .as(bad)
                    .isInstanceOf(BadSettingsException.class)
                    .hasMessageContaining(
                            "--ignore (ORDER_LOG_IGNORE) \"" + bad + "\" must be: topic-partition@offset");
        }
        String many = IntStream.rangeClosed(0, 1000)
                .mapToObj(i -> "CAR_NUMBER-0@" + i)
                .collect(joining(","));
        assertThatThrownBy(() -> read(Map.of(), "--ignore=" + many)).hasMessageContaining("at most 1000");
        assertThatThrownBy(() -> read(Map.of(), "--ignore=OTHER-0@1"))
                .hasMessageContaining("must name messages of --topic or its parked topic");
    }

    @Test
    void aCommitLeavesTimeForARegrouping() {
        assertThat(read(Map.of(), "--poll-interval=30s").loop().revokeWait()).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> read(Map.of(), "--commit-wait=15s"))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining(
                        "--commit-wait (COMMIT_WAIT) \"15s\" must be less than a quarter of --poll-interval");
        assertThatThrownBy(() -> read(Map.of(), "--commit-wait=soon")).hasMessageNotContaining("quarter");
    }

    @Test
    void anOptionWinsOverItsVariable() {
        assertThat(read(Map.of("PORT", "4000"), "--port", "5000").http().port()).isEqualTo(5000);
    }

    @Test
    void allProblemsAreReportedInOneMessage() {
        assertThatThrownBy(() -> read(
                        Map.of("PORT", "70000", "POLL_WAIT", "soon"),
                        "--batch-max=many",
                        "--mysql=mysql://db",
                        "--retry-min=9s",
                        "--group= "))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining("--port (PORT) \"70000\" must be: port 0 to 65535")
                .hasMessageContaining("--poll-wait (POLL_WAIT) \"soon\" must be: duration 10ms to 10s")
                .hasMessageContaining("--batch-max (BATCH_MAX) \"many\" must be: messages 1 to 10000")
                .hasMessageContaining("--mysql (MYSQL_URL) \"***\" must be: jdbc:mysql://host:port/database")
                .hasMessageContaining("--group (CONSUMER_GROUP) \" \" must be: not empty")
                .hasMessageContaining(
                        "--retry-min (RETRY_MIN) \"9s\" must be less than --retry-max (RETRY_MAX) \"5s\"");
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void valuesOutsideTheirRangeAreRefused(Setting<?> setting) {
        String[] words = setting.rule().split(" ");
        String unit = words[words.length - 1].replaceAll("\\d", "");
        long min = Long.parseLong(words[words.length - 3].replaceAll("\\D", ""));
        long max = Long.parseLong(words[words.length - 1].replaceAll("\\D", ""));
        String unitOfMin = words[words.length - 3].replaceAll("\\d", "");

        setting.reader().apply(words[words.length - 3]);
        setting.reader().apply(words[words.length - 1]);
        assertThatThrownBy(() -> setting.reader().apply(min - 1 + unitOfMin))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> setting.reader().apply(max + 1 + unit)).isInstanceOf(IllegalArgumentException.class);
    }

    static List<Setting<?>> bounded() {
        return ConsumerConfig.SETTINGS.stream()
                .filter(setting -> setting.rule().matches(".* \\d+\\w* to \\d+\\w*"))
                .filter(setting -> !setting.equals(ConsumerConfig.TOPIC))
                .toList();
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatThrownBy(() -> read(Map.of(), "--prot=1"))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining("--prot");
    }

    @Test
    void thePasswordIsNeverShown() {
        ConsumerConfig config = read(Map.of("MYSQL_PASSWORD", "hidden", "MYSQL_URL", "jdbc:mysql://a:hidden@db/x"));

        assertThat(config.toString()).doesNotContain("hidden").contains("db/x");
    }

    @Test
    void helpNamesEverySettingWithVariableDefaultAndRange() {
        StringWriter help = new StringWriter();

        assertThat(reader(Map.of()).read(new String[] {"--help"}, new PrintWriter(help)))
                .isEmpty();

        for (Setting<?> setting : ConsumerConfig.SETTINGS) {
            assertThat(help.toString()).contains(setting.option()).contains(setting.variable());
        }
        assertThat(help.toString().replaceAll("\\s+", " ")).contains("(duration 10ms to 10s; default 500ms; variable");
    }

    @Test
    void versionIsPrinted() {
        StringWriter out = new StringWriter();

        assertThat(reader(Map.of()).read(new String[] {"--version"}, new PrintWriter(out)))
                .isEmpty();
        assertThat(out.toString().trim()).isEqualTo("order-consumer 1.2.3");
    }

    private static String passwordFile(String content) {
        try {
            Path file = Files.createTempFile("password", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConsumerConfig read(Map<String, String> environment, String... arguments) {
        Optional<Request> request = reader(environment).read(arguments, new PrintWriter(new StringWriter()));
        return ConsumerConfig.from(request.orElseThrow().values());
    }

    private static CommandLineReader reader(Map<String, String> environment) {
        return new CommandLineReader(Commands.CONSUME, List.of(), "order-consumer 1.2.3", environment);
    }
}

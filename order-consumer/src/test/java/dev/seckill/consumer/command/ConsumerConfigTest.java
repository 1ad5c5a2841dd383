package dev.seckill.consumer.command;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.certify.CertifySettings;
import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.consumer.certify.CosignerSettings;
import dev.seckill.consumer.http.HttpSettings;
import dev.seckill.consumer.http.ReadSettings;
import dev.seckill.consumer.loop.LoopSettings;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.notify.WebhookSecrets;
import dev.seckill.consumer.notify.WebhookSettings;
import dev.seckill.consumer.notify.WebhookSettings.DeliverySettings;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.ReadPoolSettings;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.model.LogPosition;
import dev.seckill.model.proof.ProofFolder;
import dev.seckill.model.settings.BadSettingsException;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.KafkaProperties;
import dev.seckill.model.settings.NamedTokens;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import dev.seckill.model.tls.ServerTls;
import dev.seckill.model.trace.TraceExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class ConsumerConfigTest {

    private static final ConsumerConfig DEFAULTS = new ConsumerConfig(
            new OrderLogSettings(
                    new KafkaConnection("localhost:9092"),
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
                    Duration.ofMinutes(1),
                    Duration.ofHours(1)),
            new ParkingSettings(
                    new KafkaConnection("localhost:9092"), "CAR_NUMBER.DLT", 1, (short) 1, Duration.ofSeconds(5)),
            new HttpSettings("127.0.0.1", 3001, 256, 4096, Duration.ofSeconds(5)),
            new ReadSettings(
                    NamedTokens.NONE,
                    new ReadPoolSettings(4, Duration.ofSeconds(3), Duration.ofSeconds(10)),
                    16,
                    2,
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(1),
                    100_000),
            new LoopSettings(
                    "CAR_NUMBER",
                    Duration.ofMillis(500),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(25)),
            null,
            null,
            null,
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            Duration.ofSeconds(25),
            Duration.ZERO);

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String READER = "shop:a-token-of-the-shop";

    private static final KafkaProperties KAFKA = new KafkaProperties(Map.of("security.protocol", "SSL"), List.of());

    private static final ConsumerConfig ALL_CHANGED = new ConsumerConfig(
            new OrderLogSettings(
                    new KafkaConnection("k1:1,k2:2", KAFKA),
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
                    Duration.ofSeconds(46),
                    Duration.ofSeconds(61),
                    TlsFiles.trust()),
            new ParkingSettings(
                    new KafkaConnection("k1:1,k2:2", KAFKA), "ORDERS.DLT", 4, (short) 3, Duration.ofMillis(120)),
            new HttpSettings(
                    "0.0.0.0",
                    0,
                    11,
                    1025,
                    Duration.ofMillis(150),
                    new ServerTls(TlsFiles.CERTIFICATE, TlsFiles.KEY, Duration.ofSeconds(94))),
            new ReadSettings(
                    NamedTokens.of(List.of(READER)),
                    new ReadPoolSettings(5, Duration.ofMillis(270), Duration.ofMillis(170)),
                    18,
                    3,
                    Duration.ofSeconds(19),
                    Duration.ofSeconds(21),
                    4711),
            new LoopSettings(
                    "ORDERS",
                    Duration.ofMillis(11),
                    Duration.ofMillis(11),
                    Duration.ofMillis(130),
                    Duration.ofMillis(130),
                    Duration.ofSeconds(6),
                    Duration.ofMillis(15_370)),
            new WebhookSettings(
                    URI.create("https://shop.example:8443/hooks?x=y"),
                    WebhookSecrets.of(List.of(SECRET)),
                    new OrderLogSettings(
                            new KafkaConnection("k1:1,k2:2", KAFKA),
                            "ORDERS",
                            "hooks",
                            18,
                            70_000,
                            5000,
                            Set.of(new LogPosition("ORDERS", 3, 17), new LogPosition("ORDERS.DLT", 0, 0)),
                            Duration.ofSeconds(6),
                            Duration.ofSeconds(31)),
                    new ParkingSettings(
                            new KafkaConnection("k1:1,k2:2", KAFKA),
                            "ORDERS.WEBHOOKS.DLT",
                            4,
                            (short) 3,
                            Duration.ofMillis(120)),
                    18,
                    19,
                    Duration.ofMillis(130),
                    new DeliverySettings(
                            9,
                            Duration.ofMinutes(3),
                            Duration.ofMillis(20),
                            Duration.ofMillis(30),
                            Duration.ofMillis(101),
                            Duration.ofMillis(102),
                            true)),
            new TraceExport(
                    URI.create("https://collector:4318/v1/traces"),
                    ClientTls.read(new NamedFile("", TlsFiles.CA), new Problems()),
                    201,
                    Duration.ofMillis(202)),
            new CertifySettings(
                    new ProofFolder(Path.of("keys"), "shop.example/proofs"),
                    Path.of("proofs"),
                    Publish.CLOSED,
                    21,
                    22,
                    Duration.ofMillis(103),
                    new CosignerSettings(
                            Path.of("cosigners"),
                            ClientTls.read(new NamedFile("", TlsFiles.CA), new Problems()),
                            Duration.ofMillis(104))),
            Duration.ofMillis(12),
            Duration.ofMillis(21),
            Duration.ofSeconds(14),
            Duration.ofSeconds(15),
            Duration.ofSeconds(16));

    private static final Map<String, String> CHANGES = Map.ofEntries(
            Map.entry("--kafka", "k1:1,k2:2"),
            Map.entry("--kafka-config", passwordFile("security.protocol=SSL\n")),
            Map.entry("--topic", "ORDERS"),
            Map.entry("--group", "other"),
            Map.entry("--batch-max", "17"),
            Map.entry("--fetch-max-bytes", "70000"),
            Map.entry("--message-max-bytes", "5000"),
            Map.entry("--ignore", "ORDERS-3@17,ORDERS.DLT-0@0"),
            Map.entry("--poll-wait", "11ms"),
            Map.entry("--commit-wait", "130ms"),
            Map.entry("--session-timeout", "6s"),
            Map.entry("--poll-interval", "31s"),
            Map.entry("--parked-partitions", "4"),
            Map.entry("--parked-replication", "3"),
            Map.entry("--parked-wait", "120ms"),
            Map.entry("--mysql", "jdbc:mysql://db:3307/shop?x=y"),
            Map.entry("--mysql-user", "app"),
            Map.entry("--mysql-password", "secret"),
            Map.entry("--mysql-password-file", passwordFile("in the file\n")),
            Map.entry("--mysql-ca", TlsFiles.CA.toString()),
            Map.entry("--tls-cert", TlsFiles.CERTIFICATE.toString()),
            Map.entry("--tls-key", TlsFiles.KEY.toString()),
            Map.entry("--tls-reload", "94s"),
            Map.entry("--mysql-pool", "3"),
            Map.entry("--mysql-connection-wait", "260ms"),
            Map.entry("--mysql-connect-timeout", "110ms"),
            Map.entry("--mysql-socket-timeout", "3s"),
            Map.entry("--mysql-lock-wait", "2s"),
            Map.entry("--mysql-session-wait", "46s"),
            Map.entry("--mysql-migration-wait", "61s"),
            Map.entry("--webhook-url", "https://shop.example:8443/hooks?x=y"),
            Map.entry("--webhook-secrets", "the file wins over this"),
            Map.entry("--webhook-secrets-file", passwordFile(SECRET + "\n")),
            Map.entry("--webhook-group", "hooks"),
            Map.entry("--webhook-parallel", "9"),
            Map.entry("--webhook-backlog", "18"),
            Map.entry("--webhook-ahead", "19"),
            Map.entry("--webhook-give-up", "3m"),
            Map.entry("--webhook-retry-min", "20ms"),
            Map.entry("--webhook-retry-max", "30ms"),
            Map.entry("--webhook-connect-timeout", "101ms"),
            Map.entry("--webhook-timeout", "102ms"),
            Map.entry("--webhook-allow-private", "true"),
            Map.entry("--trace-endpoint", "https://collector:4318/v1/traces"),
            Map.entry("--trace-ca", TlsFiles.CA.toString()),
            Map.entry("--trace-queue-max", "201"),
            Map.entry("--trace-wait", "202ms"),
            Map.entry("--origin", "shop.example/proofs"),
            Map.entry("--proof-keys", "keys"),
            Map.entry("--proofs", "proofs"),
            Map.entry("--publish", "closed"),
            Map.entry("--certify-max", "21"),
            Map.entry("--certify-sales", "22"),
            Map.entry("--certify-every", "103ms"),
            Map.entry("--cosigners", "cosigners"),
            Map.entry("--cosigner-ca", TlsFiles.CA.toString()),
            Map.entry("--cosigner-wait", "104ms"),
            Map.entry("--retry-min", "12ms"),
            Map.entry("--retry-max", "21ms"),
            Map.entry("--host", "0.0.0.0"),
            Map.entry("--connections-max", "11"),
            Map.entry("--head-max", "1025"),
            Map.entry("--head-wait", "150ms"),
            Map.entry("--port", "0"),
            Map.entry("--read-tokens", ""),
            Map.entry("--read-tokens-file", passwordFile(READER + "\n")),
            Map.entry("--read-connections", "5"),
            Map.entry("--read-connection-wait", "270ms"),
            Map.entry("--read-timeout", "170ms"),
            Map.entry("--reads-max", "18"),
            Map.entry("--exports-max", "3"),
            Map.entry("--export-timeout", "19s"),
            Map.entry("--audit-timeout", "21s"),
            Map.entry("--audit-orders-max", "4711"),
            Map.entry("--stalled-after", "14s"),
            Map.entry("--shutdown-wait", "15s"),
            Map.entry("--drain", "16s"),
            Map.entry("--log-format", "json"));

    @Test
    void defaultsHoldWithoutAnySetting() {
        assertThat(read(Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void everySettingIsReadFromItsOption() {
        assertThat(CHANGES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ofConsume().map(Setting::option).toList());
        List<String> arguments = new ArrayList<>();
        CHANGES.forEach((option, value) -> arguments.add(option + "=" + value));
        arguments.removeIf(argument -> argument.startsWith("--webhook-secrets=")); // only the variable
        arguments.removeIf(argument -> argument.startsWith("--read-tokens=")); // the same
        assertThat(read(Map.of(), arguments.toArray(String[]::new))).isEqualTo(ALL_CHANGED);
    }

    @Test
    void everySettingIsReadFromItsVariable() {
        Map<String, String> environment = new HashMap<>();
        ofConsume().forEach(setting -> environment.put(setting.variable(), CHANGES.get(setting.option())));

        assertThat(read(environment)).isEqualTo(ALL_CHANGED);
    }

    @Test
    void readersHaveTokensWhichNothingShows() {
        ConsumerConfig config = read(Map.of("READ_TOKENS", READER));

        assertThat(config.reads().isOn()).isTrue();
        assertThat(config.reads().tokens().nameOf("a-token-of-the-shop")).contains("shop");
        assertThat(config.toString()).contains("[shop]").doesNotContain("a-token");
        assertThatThrownBy(() -> read(Map.of("READ_TOKENS", "shop:hidden")))
                .hasMessageContaining("--read-tokens (READ_TOKENS): entry 1 is not NAME:TOKEN")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> read(Map.of(), "--read-tokens=" + READER))
                .hasMessageContaining("--read-tokens: ps shows what is typed; give the variable READ_TOKENS");
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
                    .hasMessageContaining(
                            "--mysql-password-file (MYSQL_PASSWORD_FILE): " + bad.strip() + " must be a file");
        }
    }

    @Test
    void webhooksNeedSecretsAndAGroupOfTheirOwn() {
        assertThatThrownBy(() -> read(Map.of(), "--webhook-url=http://shop/hidden", "--webhook-group=order-consumer"))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining(
                        "--webhook-secrets (WEBHOOK_SECRETS): --webhook-url needs one secret or two, but there are 0")
                .hasMessageContaining("--webhook-group (WEBHOOK_GROUP): order-consumer must be another group")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(
                        () -> read(Map.of("WEBHOOK_SECRETS", SECRET + ",whsec_aGlkZGVu"), "--webhook-url=http://shop/"))
                .hasMessageContaining("each secret must be whsec_ and the Base64 of 24 to 64 bytes")
                .hasMessageNotContaining("aGlkZGVu");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://shop/hidden",
                "shop/hidden",
                "http://me:hidden@shop/",
                "http:///hidden",
                "http://a_b/hidden",
                "https://shop/#hidden",
                "file:/hidden"
            })
    void aShopIsAnHttpAddressAndNothingElse(String url) {
        assertThatThrownBy(() -> read(Map.of("WEBHOOK_SECRETS", SECRET), "--webhook-url=" + url))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining("--webhook-url (WEBHOOK_URL): must be http://host")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void certifyingNeedsAFolderForWhatIsSigned() {
        assertThat(read(Map.of("PROOF_KEYS", "", "PROOFS", "", "PROOF_ORIGIN", ""))
                        .certify())
                .isNull();
        assertThatThrownBy(() -> read(Map.of(), "--proof-keys=keys", "--origin=shop.example/proofs"))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining("--proofs (PROOFS): --proof-keys needs a folder");
        assertThatThrownBy(() -> read(Map.of(), "--proof-keys=keys", "--publish=never"))
                .hasMessageContaining("--proof-keys (PROOF_KEYS): needs --origin")
                .hasMessageContaining("--publish (PROOF_PUBLISH): must be live or closed");
    }

    @Test
    void aCaOfCosignersIsReadOrNamed() {
        String[] proofs = {"--proof-keys=keys", "--origin=shop.example/proofs", "--proofs=proofs"};
        assertThatThrownBy(() -> read(Map.of("PROOF_COSIGNER_CA", "no-such-file"), proofs))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining("--cosigner-ca (PROOF_COSIGNER_CA): 'no-such-file' cannot be read");
        assertThatThrownBy(() -> read(Map.of("PROOF_COSIGNER_CA", TlsFiles.CA.toString()), proofs))
                .hasMessageContaining("--cosigner-ca (PROOF_COSIGNER_CA): is of no use without --cosigners");
    }

    @Test
    void neitherSecretsNorThePathOfTheShopAreShown() {
        assertThat(read(Map.of("WEBHOOK_SECRETS", SECRET), "--webhook-url=https://shop.example/hidden?also=hidden")
                        .toString())
                .contains("https://shop.example/…")
                .doesNotContain("hidden", SECRET.substring(6));
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
        for (String bad :
                List.of("", "CAR_NUMBER-0", "CAR_NUMBER-0@1,,CAR_NUMBER-0@2", "CAR_NUMBER-0@-1", "CAR_NUMBER-0@01")) {
            assertThatThrownBy(() -> read(Map.of("ORDER_LOG_IGNORE", bad)))
                    .as(bad)
                    .isInstanceOf(BadSettingsException.class)
                    .hasMessageContaining("--ignore (ORDER_LOG_IGNORE): must be topic-partition@offset");
        }
        String many = IntStream.rangeClosed(0, 1000)
                .mapToObj(i -> "CAR_NUMBER-0@" + i)
                .collect(joining(","));
        assertThatThrownBy(() -> read(Map.of(), "--ignore=" + many))
                .hasMessageContaining("must be at most 1000 messages");
        assertThatThrownBy(() -> read(Map.of(), "--ignore=OTHER-0@1"))
                .hasMessageContaining("must name messages of --topic or its parked topic");
    }

    @Test
    void aCommitLeavesTimeForARegrouping() {
        assertThat(read(Map.of(), "--poll-interval=30s").loop().revokeWait()).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> read(Map.of(), "--commit-wait=15s"))
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining(
                        "--commit-wait (COMMIT_WAIT): 15s must be less than a quarter of --poll-interval");
        assertThatThrownBy(() -> read(Map.of(), "--commit-wait=soon")).hasMessageNotContaining("quarter");
    }

    @Test
    void anOptionWinsOverItsVariableAndThatOverItsOldName() {
        Map<String, String> both = Map.of("PORT", "3000", "CONSUMER_PORT", "4000");

        assertThat(read(both, "--port", "5000").http().port()).isEqualTo(5000);
        assertThat(read(both).http().port()).isEqualTo(4000);
        assertThat(read(Map.of("PORT", "3000")).http().port()).isEqualTo(3000);
    }

    @Test
    void everyVariableThatMeansSomethingElseToTheApiHasAPrefixAndItsOldName() {
        assertThat(everySetting().filter(setting -> setting.variables().size() > 1))
                .extracting(Setting::variables)
                .allSatisfy(names -> assertThat(names).containsExactly("CONSUMER_" + names.get(1), names.get(1)))
                .extracting(names -> names.get(1))
                .containsExactlyInAnyOrder(
                        "PORT", "HOST", "BATCH_MAX", "READ_WAIT", "CONNECTIONS_MAX", "HEAD_MAX", "HEAD_WAIT");
    }

    /** What the API's own test holds its README against is what it reads. */
    @Test
    void aVariableOfBothProgramsMeansTheSameInBoth() throws IOException {
        List<String> ofApi = Files.readString(Path.of("../seckill-api/README.md"))
                .lines()
                .filter(line -> line.startsWith("| `--"))
                .map(line -> line.split("`")[3])
                .toList();

        assertThat(everySetting().map(Setting::variable).filter(ofApi::contains).distinct())
                .containsExactlyInAnyOrder(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "KAFKA_CONFIG",
                        "ORDER_TOPIC",
                        "ORDER_LOG_IGNORE",
                        "LOG_FORMAT",
                        "TRACE_ENDPOINT",
                        "TRACE_CA",
                        "TRACE_QUEUE_MAX",
                        "TRACE_WAIT",
                        "PROOF_ORIGIN",
                        "PROOF_KEYS");
    }

    @Test
    void everyHourIsADurationAndEveryTopicOfTheApiATopic() {
        assertThat(read(Map.of("MYSQL_MIGRATION_WAIT", "8h")).mysql().migrationWait())
                .isEqualTo(Duration.ofHours(8));
        assertThat(read(Map.of("ORDER_TOPIC", "t".repeat(245))).kafka().topic()).hasSize(245);
        assertThatThrownBy(() -> read(Map.of("ORDER_TOPIC", "t".repeat(246))))
                .hasMessageContaining("--topic (ORDER_TOPIC)");
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
                .hasMessageStartingWith("6 settings are wrong:")
                .hasMessageContaining("--port (CONSUMER_PORT): 70000 is not in [0..65535]")
                .hasMessageContaining("--poll-wait (POLL_WAIT): 'soon' is not a duration")
                .hasMessageContaining("--batch-max (CONSUMER_BATCH_MAX): 'many' is not a whole number")
                .hasMessageContaining("--mysql (MYSQL_URL): must be jdbc:mysql://host:port/database")
                .hasMessageContaining("--group (CONSUMER_GROUP): must not be empty")
                .hasMessageContaining(
                        "--retry-min (RETRY_MIN): 9s must be less than --retry-max (RETRY_MAX), which is 5s");
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void valuesOutsideTheirRangeAreRefused(Setting setting) {
        String[] bounds = setting.range().split(" ")[0].split("\\.\\.");
        String below = Long.parseLong(bounds[0].replaceAll("\\D", "")) - 1 + bounds[0].replaceAll("\\d", "");
        String above = Long.parseLong(bounds[1].replaceAll("\\D", "")) + 1 + bounds[1].replaceAll("\\d", "");

        assertThat(problems(setting.option() + "=" + bounds[0])).doesNotContain(" is not ");
        assertThat(problems(setting.option() + "=" + bounds[1])).doesNotContain(" is not ");
        assertThat(problems(setting.option() + "=" + below)).contains(setting.name() + ": ", " is not ");
        assertThat(problems(setting.option() + "=" + above)).contains(setting.name() + ": ", " is not ");
    }

    static List<Setting> bounded() {
        return ofConsume().filter(setting -> setting.range() != null).toList();
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
        String help = printed("--help");

        assertThat(ofConsume()).allSatisfy(setting -> assertThat(help).contains(setting.option(), setting.variable()));
        assertThat(help.replaceAll("\\s+", " "))
                .contains("being stored. [10ms..10s] Default: 500ms. Variable: POLL_WAIT.");
    }

    @Test
    void helpOfASubcommandIsItsOwnInTheSameWidthAndOrder() {
        String help = printed("parked", "--help");

        assertThat(help)
                .startsWith("Usage: order-consumer parked [-hV]")
                .contains("Lists the messages that could not be stored")
                .doesNotContain("Moves every order", "Commands:")
                .containsSubsequence(
                        "--kafka=", "--topic=", "--ignore=", "--read-wait=", "--only=", "--replay", "--help");
        assertThat(help.lines()).anyMatch(line -> line.length() > 80);
    }

    @Test
    void versionIsPrinted() {
        assertThat(printed("--version").trim()).isEqualTo("order-consumer " + Commands.version());
        for (String subcommand : List.of("audit", "parked", "migrate", "export", "certify")) {
            assertThat(printed(subcommand, "--version").trim()).isEqualTo("order-consumer " + Commands.version());
        }
    }

    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        CommandReader reader = new CommandReader(new ConsumeCommand(), Map.of());
        reader.commandLine().setOut(new PrintWriter(out));
        assertThat(reader.read(new Problems(), arguments)).isEmpty();
        return out.toString();
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
        ConsumeCommand command = new ConsumeCommand();
        Problems problems = new Problems();
        new CommandReader(command, environment).read(problems, arguments);
        return command.config(problems);
    }

    private static String problems(String... arguments) {
        try {
            return read(Map.of(), arguments).toString();
        } catch (BadSettingsException e) {
            return e.getMessage();
        }
    }

    /** Those of the consumer itself. */
    private static Stream<Setting> ofConsume() {
        return new CommandReader(new ConsumeCommand(), Map.of())
                .commandLine().getCommandSpec().options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(Setting::of);
    }

    private static Stream<Setting> everySetting() {
        CommandLine line = new CommandReader(new ConsumeCommand(), Map.of()).commandLine();
        return Stream.concat(Stream.of(line), line.getSubcommands().values().stream())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(Setting::of)
                .distinct();
    }
}

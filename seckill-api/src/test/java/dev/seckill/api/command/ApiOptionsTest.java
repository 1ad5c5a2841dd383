package dev.seckill.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.BuyerTokens;
import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.PageSettings;
import dev.seckill.api.config.Rate;
import dev.seckill.api.config.Rates;
import dev.seckill.api.config.ReceiptSettings;
import dev.seckill.api.config.Secret;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.config.TokenAlgorithm;
import dev.seckill.api.config.TraceSettings;
import dev.seckill.api.decide.SaleDecisions;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.infra.testing.SettingRows;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.KafkaProperties;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import dev.seckill.model.tls.ServerTls;
import dev.seckill.model.trace.TraceExport;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

final class ApiOptionsTest {

    private static final String TOKEN = "opened-by-sesame-1";
    private static final Instant START = Instant.parse("2026-11-22T10:15:00Z");

    @TempDir
    Path folder;

    @Test
    void defaults() {
        assertThat(parse())
                .isEqualTo(new ApiConfig(
                        new ApiConfig.Http(
                                "0.0.0.0",
                                3000,
                                64,
                                65536,
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10),
                                new ApiConfig.Gate(4096, 10_000, 8192, 100, Duration.ofSeconds(10), 1000)),
                        new ApiConfig.Admin("127.0.0.1", 3002, 50),
                        new SaleId("counter"),
                        new RedisSettings(URI.create("redis://localhost:6379"), Duration.ofSeconds(1)),
                        new RedisStockCounter.Settings(
                                null,
                                100_000,
                                Duration.ofSeconds(3),
                                Duration.ofHours(24),
                                Duration.ofSeconds(3),
                                Duration.ofMillis(10)),
                        new SaleDecisions.Settings(
                                Math.min(64, Runtime.getRuntime().availableProcessors()),
                                10_000,
                                Duration.ofMinutes(1),
                                10_000,
                                1000,
                                50,
                                Duration.ofMillis(2),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(200),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10)),
                        new KafkaSettings(
                                "localhost:9092",
                                "CAR_NUMBER",
                                6,
                                (short) 1,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(2),
                                Duration.ofSeconds(10),
                                Set.of()),
                        new OutboxDelivery.Settings(Duration.ofSeconds(1), Duration.ofSeconds(5), 50_000),
                        new Relay.Settings(Duration.ofSeconds(1), Duration.ofSeconds(8), 5000, Duration.ofSeconds(10)),
                        new ApiConfig.Practice(3_000, Duration.ofMillis(3_500)),
                        new AdmissionSettings(null, new Rates(null, null, 20_000, 0)),
                        StaffTokens.NONE,
                        null,
                        new PageSettings(true, List.of()),
                        new LiveSettings(
                                Duration.ofMillis(250), 1000, 100, 100, Duration.ofSeconds(10), Duration.ofSeconds(1)),
                        null,
                        null,
                        Duration.ZERO));
    }

    @Test
    void everySettingReachesItsPlace() throws IOException {
        Path tlsKey = TlsFiles.key(folder);
        String args = "--host 127.0.0.1 --port 1 --admin-host 127.0.0.2 --admin-port 33 --metrics-sales 7"
                + " --log-format json --stock 100 --http-threads 8 --body-max 2 --answer-wait 3s"
                + " --accept-queue 51 --connections-max 52 --head-max 1053 --head-lines-max 54 --head-wait 550ms"
                + " --unfinished-heads-max 56"
                + " --retry-after 4s --stop-wait 5s --drain 6s --queue-max 6 --batch-max 7 --conflict-retries 8"
                + " --deciders 61 --sales-max 62 --sale-idle 63s"
                + " --conflict-backoff 9ms --decision-wait 10ms --sold-out-refresh 20ms --probe 21ms"
                + " --outbox-max 13 --read-back-wait 140ms --key-lifetime 15m --failover-wait 310ms"
                + " --look-ahead 320ms --held-max 91 --expire-max 92 --orders-max 93 --publish-wait 16ms --log-silence 30ms --unlogged-max 17"
                + " --relay-interval 58ms --relay-after 19s --relay-batch 20 --warm-up 28"
                + " --buyer-jwks https://shop/keys --buyer-jwks-refresh 81s --buyer-jwks-timeout 8s --buyer-jwks-max 850"
                + " --buyer-secret-file src/test/resources/buyer-secret --buyer-algorithms EdDSA,HS256"
                + " --buyer-issuer the-shop --buyer-audience the-sale --buyer-clock-skew 82s --buyer-token-max 830"
                + " --buyer-token-cache 84 --buyer-tokens-max 85"
                + " --warm-up-wait 290ms --rate-per-buyer 70/71s --rate-per-address 72/73m --rate-table-max 74"
                + " --proxies 5 --sale car --redis rediss://r:7/2"
                + " --redis-password-file src/test/resources/redis-password"
                + " --admin-tokens-file " + tokens("ann:" + TOKEN + "\n")
                + " --shop-tokens-file " + tokens("pay:" + TOKEN + "-shop\n")
                + " --order-book https://book:3001/x/ --order-book-ca " + TlsFiles.CA
                + " --order-book-wait 81ms --order-book-max 4 --order-book-report-wait 182ms"
                + " --order-book-token-file "
                + tokens("the-book-is-open\n")
                + " --pages off --embed-origins https://Shop.example:443,http://localhost:8080"
                + " --live-every 86ms --live-viewers-max 87 --live-viewers-per-address 187 --live-sales-max 88 --live-write-wait 189ms"
                + " --figures-every 190ms"
                + " --trace-endpoint https://collector:4318/v1/traces --trace-ca " + TlsFiles.CA
                + " --trace-queue-max 201 --trace-wait 202ms"
                + " --trace-ratio 0.25 --trace-max 203"
                + " --origin shop.example/proofs --proof-keys " + proofKeys() + " --receipts-max 95 --receipt-wait 96ms"
                + " --receipt-proof-wait 97ms"
                + " --redis-sentinel-user watcher --redis-sentinel-password-file src/test/resources/redis-password"
                + " --redis-ca " + TlsFiles.CA + " --redis-cert " + TlsFiles.CERTIFICATE + " --redis-key " + tlsKey
                + " --tls-cert " + TlsFiles.CERTIFICATE + " --tls-key " + tlsKey + " --tls-reload 94s"
                + " --redis-replicas 2 --redis-replicas-wait 21ms"
                + " --redis-timeout 22ms --kafka k:1 --kafka-config "
                + Files.writeString(folder.resolve("kafka.properties"), "security.protocol=SSL")
                + " --topic t --partitions 23 --replication 3 --send-wait 24ms"
                + " --delivery-timeout 25s --kafka-timeout 260ms --read-wait 27s --ignore t-0@7,t-1@8 --ignore t-2@9";
        CommandLine.Model.CommandSpec spec =
                reader(new ApiCommand()).commandLine().getCommandSpec();
        assertThat(spec.options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .filter(option -> !option.paramLabel().equals(Setting.VARIABLE_ONLY))
                        .map(OptionSpec::longestName))
                .allMatch(name -> (" " + args).contains(" " + name + " "), "is set in this test");

        assertThat(parse(args.split(" ")))
                .isEqualTo(new ApiConfig(
                        new ApiConfig.Http(
                                "127.0.0.1",
                                1,
                                8,
                                2,
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                new ApiConfig.Gate(51, 52, 1053, 54, Duration.ofMillis(550), 56),
                                new ServerTls(TlsFiles.CERTIFICATE, tlsKey, Duration.ofSeconds(94))),
                        new ApiConfig.Admin("127.0.0.2", 33, 7),
                        new SaleId("car"),
                        new RedisSettings(
                                URI.create("rediss://r:7/2"),
                                "opened + sesame",
                                Duration.ofMillis(22),
                                new RedisSettings.SentinelLogin("watcher", "opened + sesame"),
                                new RedisSettings.ReplicaWait(2, Duration.ofMillis(21)),
                                TlsFiles.client(folder)),
                        new RedisStockCounter.Settings(
                                100L,
                                13,
                                Duration.ofMillis(140),
                                Duration.ofMinutes(15),
                                Duration.ofMillis(310),
                                Duration.ofMillis(320),
                                new RedisStockCounter.HoldBounds(91, 92, 93)),
                        new SaleDecisions.Settings(
                                61,
                                62,
                                Duration.ofSeconds(63),
                                6,
                                7,
                                8,
                                Duration.ofMillis(9),
                                Duration.ofMillis(10),
                                Duration.ofMillis(20),
                                Duration.ofMillis(21),
                                Duration.ofSeconds(5)),
                        new KafkaSettings(
                                "k:1",
                                new KafkaProperties(Map.of("security.protocol", "SSL"), List.of()),
                                "t",
                                23,
                                (short) 3,
                                Duration.ofMillis(24),
                                Duration.ofSeconds(25),
                                Duration.ofMillis(260),
                                Duration.ofSeconds(27),
                                Duration.ofSeconds(5),
                                Set.of(
                                        new LogPosition("t", 0, 7),
                                        new LogPosition("t", 1, 8),
                                        new LogPosition("t", 2, 9))),
                        new OutboxDelivery.Settings(Duration.ofMillis(16), Duration.ofMillis(30), 17),
                        new Relay.Settings(Duration.ofMillis(58), Duration.ofSeconds(19), 20, Duration.ofSeconds(5)),
                        new ApiConfig.Practice(28, Duration.ofMillis(290)),
                        new AdmissionSettings(
                                new BuyerTokens(
                                        new BuyerTokens.Keys(
                                                "https://shop/keys",
                                                Duration.ofSeconds(81),
                                                Duration.ofSeconds(8),
                                                850),
                                        new Secret("open, open, open, open, open, sesame"),
                                        Set.of(TokenAlgorithm.EDDSA, TokenAlgorithm.HS256),
                                        "the-shop",
                                        "the-sale",
                                        Duration.ofSeconds(82),
                                        830,
                                        84,
                                        85),
                                new Rates(
                                        new Rate(70, Duration.ofSeconds(71)),
                                        new Rate(72, Duration.ofMinutes(73)),
                                        74,
                                        5)),
                        parse(Map.of("ADMIN_TOKENS", "ann:" + TOKEN, "SHOP_TOKENS", "pay:" + TOKEN + "-shop"))
                                .staff(),
                        new OrderBookSettings(
                                URI.create("https://book:3001/x"),
                                new Secret("the-book-is-open"),
                                Duration.ofMillis(81),
                                4,
                                Duration.ofMillis(182),
                                TlsFiles.trust()),
                        new PageSettings(false, List.of("https://shop.example", "http://localhost:8080")),
                        new LiveSettings(
                                Duration.ofMillis(86), 87, 187, 88, Duration.ofMillis(189), Duration.ofMillis(190)),
                        new TraceSettings(
                                new TraceExport(
                                        URI.create("https://collector:4318/v1/traces"),
                                        TlsFiles.trust(),
                                        201,
                                        Duration.ofMillis(202)),
                                0.25,
                                203),
                        new ReceiptSettings(
                                ProofKeys.read(proofKeys(), Role.RECEIPTS, "shop.example/proofs", Instant.now()),
                                95,
                                Duration.ofMillis(96),
                                Duration.ofMillis(97)),
                        Duration.ofSeconds(6)));
    }

    /** Made once. */
    private Path proofKeys() {
        Path keys = folder.resolve("proof-keys");
        if (!Files.isDirectory(keys)) {
            new ShopKeyFiles(keys).makeShop("shop.example/proofs", Duration.ofMinutes(5), START, new SecureRandom());
        }
        return keys;
    }

    @Test
    void receiptsNeedKeysOfTheVeryShop() {
        assertThat(problems("--origin", "shop.example").message())
                .contains("--origin (PROOF_ORIGIN): needs --proof-keys");
        assertThat(problems(
                                "--origin",
                                "other.example",
                                "--proof-keys",
                                proofKeys().toString())
                        .message())
                .contains("--proof-keys (PROOF_KEYS): ", "is of shop.example/proofs, not of other.example");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsVariableAndRule() {
        String message = problems("--port", "70000", "--queue-max", "0", "--publish-wait", "2h")
                .message();

        assertThat(message)
                .contains("3 settings are wrong")
                .contains("--port (PORT): 70000 is not in [0..65535]")
                .contains("--queue-max (QUEUE_MAX): 0 is not in [1..1000000]")
                .contains("--publish-wait (PUBLISH_WAIT): 2h is not in [10ms..1m]");
    }

    @Test
    void whatCannotBeReadIsToldTogether() {
        String message = problems("--port", "many", "--publish-wait", "soon", "--sale", "{x}")
                .message();

        assertThat(message)
                .contains("3 settings are wrong")
                .contains("--port (PORT)")
                .contains("many")
                .contains("'soon' is not a duration")
                .contains("sale id must be");
    }

    @Test
    void settingsThatDoNotFitEachOtherAreRefused() {
        assertThat(problems("--relay-after", "2s").message())
                .contains("--relay-after")
                .contains("--read-back-wait");
        assertThat(problems("--failover-wait", "2s").message())
                .contains("--failover-wait (FAILOVER_WAIT)")
                .contains("--probe");
        assertThat(problems("--answer-wait", "9s").message())
                .contains("--answer-wait (ANSWER_WAIT): 9s is not longer")
                .contains("--publish-wait");
        assertThat(problems("--answer-wait", "14500ms").message()).contains("five --redis-timeout");
        assertThat(problems("--send-wait", "6s").message())
                .contains("--answer-wait")
                .contains("--send-wait");
        assertThat(problems("--delivery-timeout", "1s").message()).contains("is not longer than --kafka-timeout");
        assertThat(problems("--redis", "http://x").message()).contains("--redis (REDIS_URL): must be redis://");
        assertThat(problems("--kafka", "localhost").message()).contains("--kafka (KAFKA_BOOTSTRAP_SERVERS)");
        assertThat(problems("--ignore", "OTHER-1@2").message())
                .contains("--ignore (ORDER_LOG_IGNORE): OTHER-1@2 is not in --topic CAR_NUMBER");
        assertThat(problems("--ignore", "CAR_NUMBER-1").message()).contains("must be topic-partition@offset");
        assertThat(problems("--topic", "a b").message()).contains("--topic (ORDER_TOPIC)");
        assertThat(problems("--trace-endpoint", "collector:4318").message())
                .contains("--trace-endpoint (TRACE_ENDPOINT): is not http://host:port/path");
        assertThat(problems("--trace-endpoint", "http://c:4318", "--trace-ca", TlsFiles.CA.toString())
                        .message())
                .contains("--trace-ca (TRACE_CA): is of no use, since --trace-endpoint is not https://");
        assertThat(problems("--trace-endpoint", "https://c:4318", "--trace-ca", "no-such-file")
                        .message())
                .contains("--trace-ca (TRACE_CA): 'no-such-file' cannot be read");
        assertThat(problems("--trace-ratio", "1.01").message())
                .contains("--trace-ratio (TRACE_RATIO): 1.01 is not in [0..1]");
        assertThat(problems("--trace-ratio", "NaN").message()).contains("NaN is not in [0..1]");
        assertThat(problems("--trace-ratio", "few").message()).contains("'few' is not a number in [0..1]");
        assertThat(problems("--trace-max", "1").message()).contains("1 is not in [2..10000]");
    }

    /** The consumer has the same variable. */
    @Test
    void messagesOfTheParkedTopicMayBeNamedAsIgnored() {
        assertThat(parse("--ignore", "CAR_NUMBER.DLT-0@1,CAR_NUMBER-1@2")
                        .kafka()
                        .ignored())
                .containsExactly(new LogPosition("CAR_NUMBER", 1, 2));
        assertThat(parse("--topic", "t", "--ignore", "t.DLT-0@1").kafka().ignored())
                .isEmpty();
        assertThat(problems("--topic", "t", "--ignore", "CAR_NUMBER.DLT-0@1").message())
                .contains("CAR_NUMBER.DLT-0@1 is not in --topic t");
    }

    @Test
    void buyersTokensNeedAKeyForEachAlgorithm() {
        assertThat(problems("--buyer-algorithms", "RS256").message())
                .contains("--buyer-algorithms (BUYER_ALGORITHMS): there is no --buyer-jwks and no secret");
        assertThat(problems("--buyer-jwks", "https://shop/keys", "--buyer-algorithms", "RS256,HS256")
                        .message())
                .contains("HS256 needs BUYER_SECRET or --buyer-secret-file");
        assertThat(problems("--buyer-jwks", "https://shop/keys", "--buyer-algorithms", "none")
                        .message())
                .contains("'none' is none of RS256, ES256, EdDSA, HS256");
        assertThat(problems("--buyer-jwks", "https://a b/keys").message()).contains("--buyer-jwks (BUYER_JWKS)");
        assertThat(problems("--buyer-jwks", "no-such-file").message()).contains("--buyer-jwks (BUYER_JWKS)");
        assertThat(parse("--buyer-jwks", "https://shop/keys")
                        .admission()
                        .tokens()
                        .algorithms())
                .containsExactlyInAnyOrder(TokenAlgorithm.RS256, TokenAlgorithm.ES256, TokenAlgorithm.EDDSA);
        assertThat(parse("--buyer-secret-file", "src/test/resources/buyer-secret")
                        .admission()
                        .tokens()
                        .algorithms())
                .containsExactly(TokenAlgorithm.HS256);
    }

    @Test
    void theSecretOfBuyersTokensIsReadFromItsVariableAndShownNowhere() {
        String secret = "s3cret ".repeat(5);
        ApiCommand command = new ApiCommand();
        Problems none = new Problems();
        new CommandReader(command, Map.of("BUYER_SECRET", secret)).read(none);
        ApiConfig config = command.options.toConfig(none);

        assertThat(none.isEmpty()).as(none::message).isTrue();
        assertThat(config.admission().tokens().secret().value()).isEqualTo(secret);
        assertThat(config.toString()).doesNotContain("s3cret");
        assertThat(problems("--buyer-secret", secret).message())
                .contains("--buyer-secret: ps shows what is typed")
                .doesNotContain("s3cret");
        assertThat(problems("--buyer-secret-file", "src/test/resources/redis-password")
                        .message())
                .contains("--buyer-secret-file (BUYER_SECRET_FILE): the secret has fewer than 32 bytes")
                .doesNotContain("sesame");
        assertThat(problems("--buyer-secret-file", "src").message()).contains("--buyer-secret-file");
    }

    @Test
    void whatIsNoOriginIsRefused() {
        assertThat(problems("--embed-origins", "https://a,*").message())
                .contains("--embed-origins (EMBED_ORIGINS)", "'*' is not http://host[:port]");
        for (String none :
                List.of("https://a/", "https://a?x", "https://u@a", "ftp://a", "https://a:99999", "a", "https://a,")) {
            assertThat(problems("--embed-origins", none).message()).as(none).contains("is not http://host[:port]");
        }
        assertThat(problems("--embed-origins", "https://a" + ",https://b".repeat(2) + many())
                        .message())
                .contains("there are more than 20");
        assertThat(problems("--pages", "yes").message()).contains("--pages (PAGES)", "'yes' is neither on nor off");
    }

    private static String many() {
        return IntStream.range(0, 20).mapToObj(i -> ",https://c" + i).collect(Collectors.joining());
    }

    @Test
    void aRateThatIsNoneIsRefused() {
        assertThat(problems("--rate-per-buyer", "20").message())
                .contains("--rate-per-buyer (RATE_PER_BUYER)", "'20' is not requests/time such as 20/1s");
        assertThat(problems("--rate-per-buyer", "0/1s").message()).contains("must be 1 to 1000000 per 100ms to 24h");
        assertThat(problems("--rate-per-buyer", "1/99ms").message()).contains("must be 1 to 1000000");
        assertThat(problems("--rate-per-address", "1000001/1s").message()).contains("must be 1 to 1000000");
        assertThat(problems("--rate-per-address", "1/25h").message()).contains("must be 1 to 1000000");
    }

    @Test
    void anUnknownOptionIsAProblem() {
        assertThat(problems("--colour", "red").message()).contains("--colour");
    }

    /** The second one to listen would fail, and say that somebody else has the port. */
    @Test
    void theTwoServersDoNotListenInTheSamePlace() {
        assertThat(problems("--port", "3011", "--admin-port", "3011").message())
                .contains("--admin-port (ADMIN_PORT): 3011", "--port (PORT)");
        assertThat(problems("--port", "3002", "--host", "127.0.0.1").message()).contains("--admin-port (ADMIN_PORT)");
        assertThat(problems("--port", "3002", "--host", "127.0.0.1", "--admin-host", "::")
                        .message())
                .contains("--admin-port (ADMIN_PORT)");
        assertThat(problems("--port", "3002", "--host", "shop", "--admin-host", "Shop")
                        .message())
                .contains("--admin-port (ADMIN_PORT)");

        assertThat(parse("--port", "0", "--admin-port", "0").admin().port()).isZero();
        assertThat(parse("--port", "3002", "--host", "127.0.0.2").http().port()).isEqualTo(3002);
    }

    @Test
    void secretsAreMaskedInTheLog() {
        assertThat(parse("--redis", "redis://user:secret@r:7").toString())
                .doesNotContain("secret")
                .contains("***@r:7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:secr et@r:7",
                "redis://user:secret@r:x",
                "redis://user:secret@r:70000",
                "redis://user:secret@r/secret",
                "redis://r?password=secret",
                "redis://user:x?secret@r:7",
                "redis://user:x#secret@r:7",
                "redis://user:x/secret@r:7",
                "redis://r#secret",
                "redis:secret",
                "secret",
                "redis://:secret@",
                "http://user:secret@r"
            })
    void aMalformedRedisUrlIsRefusedWithoutTellingItsPassword(String url) {
        assertThat(problems("--redis", url).message())
                .contains("--redis")
                .contains("must be redis://")
                .doesNotContain("secr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://my_redis:6379",
                "redis://user:secret@my_redis",
                "rediss://:secr:e@t@r-1.example/3",
                "redis://user@r",
                "redis://us@er:secret@r:7",
                "redis://[::1]:7"
            })
    void aRedisUrlMayNameAnyHost(String url) {
        assertThat(parse("--redis", url).toString()).doesNotContain("secr").doesNotContain("user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/file", "src", "src/test/resources/empty", "README.md"})
    void aPasswordFileThatHoldsNoPasswordIsRefused(String file) {
        assertThat(problems("--redis-password-file", file).message())
                .contains("--redis-password-file (REDIS_PASSWORD_FILE): '" + file);
    }

    @Test
    void everySettingHasAVariableAndStandsInTheReadme() {
        List<String> rows = SettingRows.of(reader(new ApiCommand()).commandLine());

        assertThat(rows).allMatch(row -> row.matches("\\| `--[a-z-]+` \\| `[A-Z_]+` \\|.*"));
        assertThat(SettingRows.inReadme("")).containsExactlyInAnyOrderElementsOf(rows);
    }

    /** Kafka allows 249 characters, and the parked topic has four more. */
    @Test
    void theTopicMayBeAsLongAsItsParkedTopicAllows() {
        assertThat(parse("--topic", "t".repeat(245)).kafka().topic()).hasSize(245);
        assertThat(problems("--topic", "t".repeat(246)).message()).contains("--topic (ORDER_TOPIC)");
        assertThat(problems("--topic", "..").message()).contains("--topic (ORDER_TOPIC)");
    }

    @Test
    void adminTokensComeFromTheVariableOrAFileAndAreNeverTold() throws IOException {
        ApiConfig config = withTokens("ann:" + TOKEN + ",bob:bobs-own-secret-here==");
        assertThat(config.staff().admin().nameOf(TOKEN)).contains("ann");
        assertThat(config.staff().admin().nameOf("bobs-own-secret-here==")).contains("bob");
        assertThat(config.staff().admin().nameOf("bobs-own-secret-here=")).isEmpty();
        assertThat(config.toString()).contains("ann", "bob").doesNotContain("sesame", "secret");

        ApiConfig fromFile = parse("--admin-tokens-file", tokens("ann:" + TOKEN + "\n\nbob:bobs-own-secret-here\r\n"));
        assertThat(fromFile.staff().admin().nameOf("bobs-own-secret-here")).contains("bob");
        assertThat(parse().staff().admin().isEmpty()).isTrue();
        assertThat(withTokens("").staff().admin().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann:too-short-secre",
                "ann opened-by-secret",
                "opened-by-secret-1",
                ":opened-by-secret-1",
                "a b:opened-by-secret-1",
                "ann:opened by secret 1",
                "ann:opened-by-sécret-1",
                "ann:opened-by-secret-1,",
                "ann:opened-by-secret-1,ann:opened-by-secret-2",
                "ann:opened-by-secret-1,bob:opened-by-secret-1"
            })
    void anAdminTokenThatIsNoneIsRefusedAndNotTold(String tokens) throws IOException {
        String variable = problems(Map.of("ADMIN_TOKENS", tokens)).message();
        String file = problems("--admin-tokens-file", tokens(tokens.replaceFirst("^,", "x")))
                .message();

        assertThat(variable).contains("1 setting is wrong", "--admin-tokens (ADMIN_TOKENS): entry ");
        assertThat(variable + file).doesNotContain("secr", "sécr");
    }

    @Test
    void adminTokensThatOthersCanSeeAreRefused() throws IOException {
        String file = tokens("ann:" + TOKEN);
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(problems("--admin-tokens-file", file).message())
                .contains("--admin-tokens-file (ADMIN_TOKENS_FILE): '" + file, "chmod o-r");
        assertThat(problems("--admin-tokens", "ann:" + TOKEN).message())
                .contains("--admin-tokens: ps shows")
                .doesNotContain(TOKEN);
    }

    @Test
    void anAdminTokensFileThatHoldsNoneIsRefused() throws IOException {
        assertThat(problems("--admin-tokens-file", "/no/such/file").message()).contains("cannot be read");
        assertThat(problems("--admin-tokens-file", tokens("\n \n")).message()).contains("holds no tokens");
        assertThat(problems(Map.of("ADMIN_TOKENS", "ann:" + TOKEN, "ADMIN_TOKENS_FILE", tokens("bob:" + TOKEN)))
                        .message())
                .contains("there is ADMIN_TOKENS too");
    }

    @Test
    void shopsHaveTokensOfTheirOwn() throws IOException {
        ApiConfig config = parse(Map.of("SHOP_TOKENS", "pay:" + TOKEN, "ADMIN_TOKENS", "ann:operators-own-token"));
        assertThat(config.staff().shop().nameOf(TOKEN)).contains("pay");
        assertThat(config.staff().admin().nameOf(TOKEN)).isEmpty();
        assertThat(config.toString()).contains("pay").doesNotContain("sesame");

        ApiConfig fromFile = parse("--shop-tokens-file", tokens("pay:" + TOKEN + "\n"));
        assertThat(fromFile.staff().shop().nameOf(TOKEN)).contains("pay");
        assertThat(fromFile.staff().admin().isEmpty()).isTrue();
        assertThat(problems("--shop-tokens", "pay:" + TOKEN).message()).contains("--shop-tokens: ps shows");
        assertThat(problems(Map.of("SHOP_TOKENS", "pay:short")).message())
                .contains("--shop-tokens (SHOP_TOKENS): entry 1");
    }

    /** Otherwise nobody could tell from the journal, or from a request, who it was. */
    @Test
    void nobodysNameOrTokenIsSomebodyElses() {
        for (String shop : List.of("ann:" + TOKEN, "pay:operators-own-token")) {
            assertThat(problems(Map.of("ADMIN_TOKENS", "ann:operators-own-token", "SHOP_TOKENS", shop))
                            .message())
                    .contains("--shop-tokens (SHOP_TOKENS): a name or a token is one of an operator");
        }
        for (String name : List.of("buyer", "expiry", "recover")) {
            assertThat(problems(Map.of("ADMIN_TOKENS", name + ":" + TOKEN)).message())
                    .contains("a name that means something else");
        }
    }

    @Test
    void theOrderBookNeedsAnAddressAndAToken() throws IOException {
        String token = "the-book-is-open";
        for (String url :
                List.of("book:3001", "ftp://book", "http://", "http://ann:pw@book", "http://book?x=y", "http://a b")) {
            assertThat(problems(Map.of("ORDER_BOOK_URL", url, "ORDER_BOOK_TOKEN", token))
                            .message())
                    .contains("--order-book (ORDER_BOOK_URL): is not http")
                    .doesNotContain("pw", token);
        }
        assertThat(problems("--order-book", "http://book").message()).contains("--order-book needs one");
        assertThat(problems(Map.of("ORDER_BOOK_URL", "http://book", "ORDER_BOOK_TOKEN", "short"))
                        .message())
                .contains("--order-book-token (ORDER_BOOK_TOKEN): is not 16 to 512")
                .doesNotContain("short");
        assertThat(problems(Map.of("ORDER_BOOK_URL", "http://book", "ORDER_BOOK_TOKEN", token, "HTTP_THREADS", "8"))
                        .message())
                .contains("--order-book-max (ORDER_BOOK_MAX): 16 is more than half of --http-threads");
        ApiConfig config = parse(Map.of("ORDER_BOOK_URL", "https://book/", "ORDER_BOOK_TOKEN", token));
        assertThat(config.orderBook().url()).hasToString("https://book");
        assertThat(config.toString()).doesNotContain(token);
        assertThat(parse("--http-threads", "8").orderBook()).isNull();
        assertThat(parse(Map.of("ORDER_BOOK_URL", "", "ORDER_BOOK_TOKEN", "")).orderBook())
                .isNull();
    }

    private String tokens(String content) throws IOException {
        Path file = Files.createTempFile(folder, "tokens", "");
        return Files.writeString(file, content).toString();
    }

    private static ApiConfig withTokens(String tokens) {
        return parse(Map.of("ADMIN_TOKENS", tokens));
    }

    private static ApiConfig parse(Map<String, String> variables) {
        Problems problems = new Problems();
        ApiConfig config = parse(problems, variables);
        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        return config;
    }

    private static Problems problems(Map<String, String> variables) {
        Problems problems = new Problems();
        parse(problems, variables);
        assertThat(problems.isEmpty()).isFalse();
        return problems;
    }

    private static ApiConfig parse(Problems problems, Map<String, String> variables) {
        ApiCommand command = new ApiCommand();
        new CommandReader(command, variables).read(problems);
        return problems.isEmpty() ? command.options.toConfig(problems) : null;
    }

    private static ApiConfig parse(String... args) {
        Problems problems = new Problems();
        ApiConfig config = parse(problems, args);
        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        return config;
    }

    private static Problems problems(String... args) {
        Problems problems = new Problems();
        parse(problems, args);
        assertThat(problems.isEmpty()).isFalse();
        return problems;
    }

    private static ApiConfig parse(Problems problems, String... args) {
        ApiCommand command = new ApiCommand();
        reader(command).read(problems, args);
        return problems.isEmpty() ? command.options.toConfig(problems) : null;
    }

    private static CommandReader reader(ApiCommand command) {
        return new CommandReader(command, Map.of());
    }
}

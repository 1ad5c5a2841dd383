package dev.seckill.api.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.redis.ListedRights;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.CheckReport;
import dev.seckill.model.check.Light;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** Real servers, as they should be and with one wrong setting after the other. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class PreflightIT {

    private static final String PASSWORD = "not-to-be-told";
    private static final Map<String, String> KEEPS = Map.of("retention.ms", "-1", "retention.bytes", "-1");

    private final String sale = "sale-" + UUID.randomUUID();
    private final String topic = "orders-" + UUID.randomUUID();
    private final ServerStack servers;
    private Jedis redis;
    private Admin kafka;

    PreflightIT(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeEach
    void connect() {
        redis = new Jedis(URI.create(servers.redisUrl()), 30_000);
        kafka = Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrapServers()));
    }

    @AfterEach
    void close() throws Exception {
        redis.aclDelUser("checked");
        redis.close();
        kafka.deleteTopics(List.of(topic))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .exceptionally(none -> null)
                .join();
        kafka.close();
    }

    @Test
    void serversAsTheyShouldBeAreGreenButForWhatOneBrokerCannotGive() throws Exception {
        make(KEEPS);
        redis.set(sale, "100");

        CheckReport report = check("--live-viewers-max", "2000");

        assertThat(report.points())
                .as(report.asTable())
                .filteredOn(point -> point.light() != Light.GREEN && !isOfMachine(point))
                .extracting(CheckPoint::subject)
                .containsExactly("topic " + topic + " copies");
        assertThat(point("sale " + sale, report).found()).isEqualTo("100 left");
        assertThat(point("redis appendfsync", report).light()).isEqualTo(Light.GREEN);
    }

    /** How much room there is, is the machine's. */
    private static boolean isOfMachine(CheckPoint point) {
        return Set.of("kafka room", "redis memory", "crowd open files", "crowd accept queue")
                .contains(point.subject());
    }

    @Test
    void itChangesNothingOnTheServers() throws Exception {
        make(KEEPS);
        redis.set(sale, "100");
        redis.hset("{" + sale + "}:sale", "item", "car");
        redis.sadd("{seckill}:sales", sale);
        Map<String, String> before = dump();
        long changes = changes();
        Set<String> topics = kafka.listTopics().names().get();

        check();
        check("--topic", topic + "-2");

        assertThat(dump()).isEqualTo(before);
        assertThat(changes()).isEqualTo(changes);
        assertThat(kafka.listTopics().names().get()).isEqualTo(topics);
        assertThat(groups()).noneMatch(group -> group.contains(topic));
    }

    @Test
    void aTopicThatIsNotThereIsAmberAndNotMade() throws Exception {
        CheckReport report = check("--replication", "1");

        assertThat(point("topic " + topic, report).light()).isEqualTo(Light.AMBER);
        assertThat(point("topic " + topic, report).found()).contains("an instance makes it with 6 partitions");
        assertThat(kafka.listTopics().names().get()).doesNotContain(topic);
    }

    @Test
    void aTopicThatCouldNotBeMadeIsRed() {
        CheckReport report = check("--replication", "3");

        assertThat(point("topic " + topic, report).light()).isEqualTo(Light.RED);
        assertThat(point("topic " + topic, report).found()).contains("an instance could not make it");
    }

    @Test
    void aTopicThatForgetsIsRed() throws Exception {
        make(Map.of("retention.ms", "60000"));

        CheckReport report = check();

        assertThat(point("topic " + topic + " retention", report).light()).isEqualTo(Light.RED);
        assertThat(report.exitCode(true)).isEqualTo(CheckReport.BAD);
    }

    @Test
    void aRedisThatMayEvictIsRed() {
        redis.configSet("maxmemory-policy", "allkeys-lru");
        try {
            CheckReport report = check();

            assertThat(point("redis eviction", report).light()).isEqualTo(Light.RED);
            assertThat(report.exitCode(true)).isEqualTo(CheckReport.BAD);
        } finally {
            redis.configSet("maxmemory-policy", "noeviction");
        }
    }

    @Test
    void aRedisThatIsFullRefusesWhatASaleWrites() {
        redis.configSet("maxmemory", "1");
        try {
            CheckReport report = check();

            assertThat(point("redis writes", report).light()).isEqualTo(Light.RED);
            assertThat(point("redis writes", report).found()).contains("OOM");
            assertThat(point("redis memory", report).light()).isEqualTo(Light.RED);
        } finally {
            redis.configSet("maxmemory", "0");
        }
    }

    @Test
    void aRedisThatWritesNoFileIsRed() {
        redis.configSet("appendonly", "no");
        try {
            assertThat(point("redis append-only file", check()).light()).isEqualTo(Light.RED);
        } finally {
            redis.configSet("appendonly", "yes");
        }
    }

    @Test
    void replicasThatAreNotThereAreRed() {
        assertThat(point("redis replicas", check("--redis-replicas", "1")).light())
                .isEqualTo(Light.RED);
    }

    @Test
    void theRightsThatAreListedAreEnough() {
        user(ListedRights.all().toArray(String[]::new));

        CheckReport report = check("--redis", checkedUrl(), "--redis-replicas", "1");

        assertThat(point("redis rights", report).light()).as(report.asTable()).isEqualTo(Light.GREEN);
        assertThat(point("redis writes", report).light()).isEqualTo(Light.GREEN);
        assertThat(point("redis appendfsync", report).light()).isEqualTo(Light.UNKNOWN);
    }

    @Test
    void rightsThatAreMissingAreNamed() {
        List<String> rights = new ArrayList<>(ListedRights.all());
        rights.removeAll(List.of("+hdel", "+client|kill", "+watch", "+exec"));
        user(rights.toArray(String[]::new));

        CheckPoint found = point("redis rights", check("--redis", checkedUrl()));

        assertThat(found.light()).isEqualTo(Light.RED);
        assertThat(found.found()).endsWith("the user lacks watch, exec, client|kill, hdel");
    }

    @Test
    void keysThatTheUserMayNotTouchAreRed() {
        List<String> rights = new ArrayList<>(ListedRights.all());
        rights.remove("~*");
        rights.add("~spring-*");
        user(rights.toArray(String[]::new));

        assertThat(point("redis rights", check("--redis", checkedUrl())).found())
                .contains("watch, get, exists, set");
    }

    /** What stands between MULTI and DISCARD would be done at once by a server that took no MULTI. */
    @Test
    void withoutTheRightToATransactionNothingIsDone() {
        user("~*", "+@all", "-multi");
        redis.set(sale, "100");
        Map<String, String> before = dump();
        long changes = changes();

        assertThat(point("redis rights", check("--redis", checkedUrl())).found())
                .endsWith("the user lacks multi");
        assertThat(dump()).isEqualTo(before);
        assertThat(changes()).isEqualTo(changes);
    }

    @Test
    void serversThatAreAwayAreRedAndNoSecretIsTold() {
        CheckReport report = check(
                "--redis",
                "redis://ann:" + PASSWORD + "@127.0.0.1:1",
                "--kafka",
                "127.0.0.1:1",
                "--kafka-timeout",
                "1s");

        assertThat(point("redis server", report).light()).isEqualTo(Light.RED);
        assertThat(point("kafka brokers", report).light()).isEqualTo(Light.RED);
        assertThat(report.asTable()).doesNotContain(PASSWORD);
    }

    @Test
    void aWrongPasswordIsRedAndNotTold() {
        CheckReport report = check("--redis", checkedUrl());

        assertThat(point("redis server", report).light()).isEqualTo(Light.RED);
        assertThat(report.asTable()).doesNotContain(PASSWORD);
    }

    @Test
    void anOrderBookThatIsAwayIsRed() throws IOException {
        Path token = Files.writeString(Files.createTempFile("token", ""), "a-token-of-the-book");
        try {
            CheckReport report =
                    check("--order-book", "http://127.0.0.1:1", "--order-book-token-file", token.toString());

            assertThat(point("order book", report).light()).isEqualTo(Light.RED);
        } finally {
            Files.delete(token);
        }
    }

    private CheckReport check(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--sale", sale, "--topic", topic));
        List<String> given = List.of(more);
        Map.of("--redis", servers.redisUrl(), "--kafka", servers.kafkaBootstrapServers())
                .forEach((option, value) -> {
                    if (!given.contains(option)) {
                        arguments.addAll(List.of(option, value));
                    }
                });
        arguments.addAll(given);
        Crowd modelCase = new Crowd(2000, Duration.ofSeconds(5), 1);
        return new Preflight(ApiConfig.of(arguments.toArray(String[]::new)), modelCase, Clock.systemUTC()).run();
    }

    private static CheckPoint point(String subject, CheckReport report) {
        return report.points().stream()
                .filter(point -> point.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError(subject + " in\n" + report.asTable()));
    }

    private void make(Map<String, String> settings) throws Exception {
        kafka.createTopics(List.of(new NewTopic(topic, 3, (short) 1).configs(settings)))
                .all()
                .get();
    }

    private void user(String... rights) {
        String[] all = Stream.concat(Stream.of("on", ">" + PASSWORD), Arrays.stream(rights))
                .toArray(String[]::new);
        redis.aclSetUser("checked", all);
    }

    private String checkedUrl() {
        return servers.redisUrl().replace("redis://", "redis://checked:" + PASSWORD + "@");
    }

    private Map<String, String> dump() {
        Map<String, String> all = new TreeMap<>();
        for (String key : redis.keys("*")) {
            byte[] dumped = redis.dump(key);
            all.put(key, dumped == null ? "gone" : new String(dumped, ISO_8859_1));
        }
        return all;
    }

    /** Changes of the data since the last snapshot, of which there is none here. */
    private long changes() {
        return redis.info("persistence")
                .lines()
                .filter(line -> line.startsWith("rdb_changes_since_last_save:"))
                .mapToLong(line -> Long.parseLong(line.split(":")[1].strip()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> groups() throws Exception {
        Collection<GroupListing> groups = kafka.listGroups().all().get();
        return groups.stream().map(GroupListing::groupId).toList();
    }
}

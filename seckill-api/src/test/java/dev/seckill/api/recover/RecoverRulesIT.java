package dev.seckill.api.recover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.command.RecoveryPrinter;
import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.sale.Journal;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** What its operator laid down for a sale, and a recovery that has nothing but the log. */
@ExtendWith(SharedServers.class)
@Timeout(120)
final class RecoverRulesIT {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int PARTITIONS = 3;
    private static final SaleDefinition PLANNED = new SaleDefinition(
            "Vélo d'été",
            "bicycle",
            Instant.parse("2026-12-01T08:00:00Z"),
            Instant.parse("2026-12-01T09:00:00.500Z"),
            4,
            3);

    private final SaleId sale = new SaleId("sale-" + UUID.randomUUID());
    private final Journal journal = new Journal(sale);
    private final ServerStack servers;
    private final KafkaSettings kafka;
    private RedisClient redis;

    RecoverRulesIT(ServerStack servers) {
        this.servers = servers;
        this.kafka = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                "orders-" + UUID.randomUUID(),
                PARTITIONS,
                (short) 1,
                Duration.ofSeconds(5),
                WAIT,
                Duration.ofSeconds(5),
                WAIT,
                WAIT,
                Set.of());
    }

    @BeforeEach
    void open() throws Exception {
        redis = RedisClient.create(servers.redisUrl());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(kafka.topic(), PARTITIONS, (short) 1)))
                    .all()
                    .get();
            SureProducer.awaitLeaders(admin, kafka.topic(), PARTITIONS);
        }
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void rebuildsWhatWasLaidDownWithLimitsCountsAndKeys() {
        journal.defined(PLANNED)
                .restocked(10, null)
                .bought(2, "ann", "a1")
                .restocked(5, "more")
                .bought(1, "ann", "a2")
                .bought(3, "Ann", "a1-of-another")
                .paused();
        shuffled(journal.entries(), 7);

        assertThat(recover())
                .contains(
                        "Recovered: allotment 15, 3 orders, 9 left, seq 3 (0 numbers void), 4 keys. The sale is paused.")
                .contains("Rules by event 7: name Vélo d'été, item bicycle, opens 2026-12-01T08:00:00Z, closes"
                        + " 2026-12-01T09:00:00.500Z, at most 4 to a buyer and 3 in an order.");

        assertThat(redis.get(sale.value())).isEqualTo("9");
        assertThat(redis.hgetAll(companion("sale")))
                .containsAllEntriesOf(Map.of(
                        "name", "Vélo d'été",
                        "item", "bicycle",
                        "opensAt", "2026-12-01T08:00:00Z",
                        "closesAt", "2026-12-01T09:00:00.500Z",
                        "perBuyer", "4",
                        "perOrder", "3",
                        "state", "PAUSED",
                        "allotment", "15",
                        "left", "9"));
        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:ann", "3", "buyer:Ann", "3"));
        assertThat(redis.hkeys(companion("orders")))
                .containsExactlyInAnyOrder("key:a1", "key:a2", "key:a1-of-another", "admin:more");
        OutboxEntry more =
                OutboxEntry.parse(redis.hget(companion("orders").getBytes(UTF_8), "admin:more".getBytes(UTF_8)));
        assertThat(more.event()).isEqualTo(journal.entries().get(3).event());
        assertThat(redis.sismember("{seckill}:sales", sale.value())).isTrue();
    }

    @Test
    void keepsAClosedSaleClosedAndForgetsHoursThatNoLongerHold() {
        journal.defined(PLANNED).restocked(10, null).defined(Journal.BARE).closed();
        shuffled(journal.entries(), 3);
        redis.hset(companion("sale"), Map.of("opensAt", "2026-12-01T08:00:00Z", "state", "HALTED"));

        assertThat(recover()).contains("The sale is closed.");

        assertThat(redis.hgetAll(companion("sale")))
                .containsEntry("state", "CLOSED")
                .containsEntry("perBuyer", "0")
                .doesNotContainKeys("opensAt", "closesAt");
    }

    @Test
    void goesByWhatTheOutboxKnowsLater() {
        journal.defined(PLANNED).restocked(10, null).paused().resumed();
        List<OutboxEntry> entries = journal.entries();
        shuffled(entries.subList(0, 3), 1);
        redis.hset(
                companion("outbox").getBytes(StandardCharsets.US_ASCII),
                entries.get(3).id().toString().getBytes(StandardCharsets.US_ASCII),
                entries.get(3).bytes());

        assertThat(recover()).contains("The sale is open.");

        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("OPEN");
    }

    @Test
    void rebuildsASaleThatWasMadeAndHasNoUnitsYet() {
        journal.defined(PLANNED);
        shuffled(journal.entries(), 1);

        assertThat(recover()).contains("Recovered: allotment 0, 0 orders, 0 left, seq 0");

        assertThat(redis.get(sale.value())).isEqualTo("0");
    }

    @Test
    void leavesTheRulesOfASaleThatNoEventDefinesAsRedisHasThem() {
        journal.restocked(10, null).bought(1, "ann", null);
        shuffled(journal.entries(), 1);
        redis.hset(companion("sale"), Map.of("perBuyer", "2", "closesAt", "2026-12-01T08:00:00Z"));

        assertThat(recover()).contains("No event in the log lays down opening hours or limits");

        assertThat(redis.hgetAll(companion("sale")))
                .containsEntry("perBuyer", "2")
                .containsEntry("closesAt", "2026-12-01T08:00:00Z")
                .containsEntry("state", "OPEN");
    }

    /** Three partitions and relays deliver in any order, and some of it twice. */
    private void shuffled(List<OutboxEntry> entries, int seed) {
        List<OutboxEntry> any = new ArrayList<>(entries);
        any.addAll(entries.subList(0, 1));
        Collections.shuffle(any, new Random(seed));
        new JournalWriter(kafka).write(any);
    }

    private String companion(String name) {
        return "{" + sale + "}:" + name;
    }

    private String recover() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        RecoveryPrinter printer = new RecoveryPrinter(new PrintStream(told, true, UTF_8));
        try (RedisSale redisSale = new RedisSale(sale, new RedisSettings(URI.create(servers.redisUrl()), WAIT))) {
            printer.ended(new Recovery(
                            redisSale,
                            new LoggedSale(sale, kafka, 160L << 20),
                            new JournalWriter(kafka)::write,
                            new Recovery.Settings(null, null, WAIT, Duration.ofHours(1), Duration.ZERO),
                            Clock.systemUTC())
                    .run(printer::halted));
        }
        return told.toString(UTF_8);
    }
}

package dev.seckill.api.recover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Journal;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** What its operator laid down for a sale, and a recovery that has nothing but the log. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RecoverRulesIT {

    private static final SaleDefinition PLANNED = new SaleDefinition(
                    "Vélo d'été",
                    "bicycle",
                    Instant.parse("2026-12-01T08:00:00Z"),
                    Instant.parse("2026-12-01T09:00:00.500Z"),
                    4,
                    3)
            .withPicture("/velo.jpg");

    private final SaleId sale = new SaleId("sale-" + UUID.randomUUID());
    private final Journal journal = new Journal(sale);
    private final ServerStack servers;
    private WrittenLog log;
    private RedisClient redis;

    RecoverRulesIT(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() throws Exception {
        redis = RedisClient.create(servers.redisUrl());
        log = WrittenLog.create(servers);
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
        log.writeShuffled(journal.entries(), 7);

        assertThat(log.recover(sale))
                .contains(
                        "Recovered: allotment 15, 3 orders, 9 left, seq 3 (0 numbers void), 4 keys. The sale is paused.")
                .contains("Rules by event 7: name Vélo d'été, item bicycle, opens 2026-12-01T08:00:00Z, closes"
                        + " 2026-12-01T09:00:00.500Z, at most 4 to a buyer and at most 3 in an order.")
                .contains("Its picture is /velo.jpg.");

        assertThat(redis.get(sale.value())).isEqualTo("9");
        assertThat(redis.hgetAll(companion("sale")))
                .containsAllEntriesOf(Map.of(
                        "name", "Vélo d'été",
                        "item", "bicycle",
                        "opensAt", "2026-12-01T08:00:00Z",
                        "closesAt", "2026-12-01T09:00:00.500Z",
                        "perBuyer", "4",
                        "perOrder", "3",
                        "picture", "/velo.jpg",
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
        log.writeShuffled(journal.entries(), 3);
        redis.hset(companion("sale"), Map.of("opensAt", "2026-12-01T08:00:00Z", "state", "HALTED"));

        assertThat(log.recover(sale)).contains("The sale is closed.");

        assertThat(redis.hgetAll(companion("sale")))
                .containsEntry("state", "CLOSED")
                .containsAllEntriesOf(Map.of("perBuyer", "0", "opensAt", "", "closesAt", "", "picture", ""));
    }

    @Test
    void goesByWhatTheOutboxKnowsLater() {
        journal.defined(PLANNED).restocked(10, null).paused().resumed();
        List<OutboxEntry> entries = journal.entries();
        log.writeShuffled(entries.subList(0, 3), 1);
        redis.hset(
                companion("outbox").getBytes(StandardCharsets.US_ASCII),
                entries.get(3).id().toString().getBytes(StandardCharsets.US_ASCII),
                entries.get(3).bytes());

        assertThat(log.recover(sale)).contains("The sale is open.");

        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("OPEN");
    }

    @Test
    void rebuildsASaleThatWasMadeAndHasNoUnitsYet() {
        journal.defined(PLANNED);
        log.writeShuffled(journal.entries(), 1);

        assertThat(log.recover(sale)).contains("Recovered: allotment 0, 0 orders, 0 left, seq 0");

        assertThat(redis.get(sale.value())).isEqualTo("0");
    }

    @Test
    void leavesTheRulesOfASaleThatNoEventDefinesAsRedisHasThem() {
        journal.restocked(10, null).bought(1, "ann", null);
        log.writeShuffled(journal.entries(), 1);
        redis.hset(companion("sale"), Map.of("perBuyer", "2", "closesAt", "2026-12-01T08:00:00Z"));

        assertThat(log.recover(sale)).contains("No event in the log lays down opening hours or limits");

        assertThat(redis.hgetAll(companion("sale")))
                .containsEntry("perBuyer", "2")
                .containsEntry("closesAt", "2026-12-01T08:00:00Z")
                .containsEntry("state", "OPEN");
    }

    private String companion(String name) {
        return "{" + sale + "}:" + name;
    }
}

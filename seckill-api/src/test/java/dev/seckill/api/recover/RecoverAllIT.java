package dev.seckill.api.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Journal;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** Several sales in one log, and a recovery of all of them at once. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RecoverAllIT {

    private static final SaleDefinition HELD = new SaleDefinition(
            "A car", "car", null, null, 0, 9, new HoldRules(Duration.ofMinutes(5), Duration.ofMinutes(5), false));
    private static final SaleDefinition LIMITED = new SaleDefinition("A car", "car", null, null, 2, 2);

    private final String run = UUID.randomUUID().toString();
    private final SaleId one = new SaleId("one-" + run);
    private final SaleId two = new SaleId("two-" + run);
    private final SaleId three = new SaleId("three-" + run);
    private final ServerStack servers;
    private WrittenLog log;
    private RedisClient redis;

    RecoverAllIT(ServerStack servers) {
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
    void rebuildsEachSaleByItsOwnEvents() {
        sell(one, 10, 3);
        sell(two, 20, 0);
        sell(three, 5, 5);

        Map<SaleId, String> told = log.recoverAll();

        assertThat(told.get(one)).contains("Recovered: allotment 10, 3 orders, 7 left", "3 keys. The sale is open.");
        assertThat(told.get(two)).contains("Recovered: allotment 20, 0 orders, 20 left", "0 keys");
        assertThat(told.get(three)).contains("Recovered: allotment 5, 5 orders, 0 left", "5 keys");
        assertThat(redis.hgetAll("{" + one + "}:buyers"))
                .isEqualTo(Map.of("buyer:0", "1", "buyer:1", "1", "buyer:2", "1"));
        assertThat(redis.hlen("{" + three + "}:orders")).isEqualTo(5);
        assertThat(redis.hget("{" + two + "}:sale", "perBuyer")).isEqualTo("2");
        assertThat(redis.smembers("{seckill}:sales")).contains(one.value(), two.value(), three.value());
    }

    @Test
    void rebuildsTheOrdersOfEachSaleThatHoldsThem() {
        sell(one, 10, 3);
        Journal held = new Journal(two).at(Instant.now()).defined(HELD).restocked(20, null);
        held.bought(2, "ann", null).bought(3, "ben", null).released(1, Reason.CANCELLED);
        Journal more = new Journal(three).at(Instant.now()).defined(HELD).restocked(20, null);
        more.bought(4, "ann", null).confirmed(1);
        log.writeShuffled(held.entries(), 1);
        log.writeShuffled(more.entries(), 2);

        Map<SaleId, String> told = log.recoverAll();

        assertThat(told.get(one)).contains("7 left").doesNotContain("Orders:");
        assertThat(told.get(two)).contains("17 left", "Orders: 1 held (3 units), 0 confirmed, 1 released");
        assertThat(told.get(three)).contains("16 left", "Orders: 0 held (0 units), 1 confirmed, 0 released");
        assertThat(redis.hgetAll("{" + two + "}:buyers")).isEqualTo(Map.of("buyer:ann", "0", "buyer:ben", "3"));
        assertThat(redis.hkeys("{" + three + "}:states"))
                .containsExactly(more.order(1).orderId().toString());
    }

    @Test
    void leavesThoseAloneThatAreSound() {
        sell(one, 10, 3);
        sell(two, 20, 1);
        log.recoverAll();
        String before = redis.hget("{" + two + "}:sale", "epoch");
        redis.del(one.value());

        Map<SaleId, String> told = log.recoverAll();

        assertThat(told.get(one)).contains("Recovered: allotment 10, 3 orders, 7 left");
        assertThat(told.get(two)).contains("Nothing to recover");
        assertThat(redis.hget("{" + two + "}:sale", "epoch")).isEqualTo(before);
    }

    @Test
    void goesOnWithTheOthersWhereOneCannotBeRebuilt() {
        sell(one, 10, 3);
        sell(two, 20, 1);
        sell(three, 5, 1);
        redis.set("{" + one + "}:sale", "no hash");
        Journal forged = new Journal(two).restocked(20, null);
        for (int seq = 1; seq <= 2; seq++) {
            forged.bought(1, "forged", null);
        }
        log.writeShuffled(forged.entries().subList(2, 3), 1);

        Map<SaleId, String> told = log.recoverAll();

        assertThat(told.get(one)).startsWith("failed: WRONGTYPE");
        assertThat(told.get(two)).startsWith("Refused: two events have number 3");
        assertThat(told.get(three)).contains("Recovered: allotment 5, 1 order, 4 left");
    }

    private void sell(SaleId sale, int units, int orders) {
        Journal journal = new Journal(sale).defined(LIMITED).restocked(units, null);
        for (int i = 0; i < orders; i++) {
            journal.bought(1, Integer.toString(i), "key-" + i);
        }
        log.writeShuffled(journal.entries(), orders);
    }
}

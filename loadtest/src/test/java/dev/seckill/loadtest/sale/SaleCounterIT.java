package dev.seckill.loadtest.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

@ExtendWith(SharedServers.class)
@Timeout(300)
class SaleCounterIT {

    private static final String COUNTER = "redis-sale";
    private static final String HASH = "{redis-sale}:sale";
    private static final String OUTBOX = "{redis-sale}:outbox";

    private final RedisClient redis;
    private final SaleCounter sale;

    SaleCounterIT(ServerStack servers) {
        URI url = URI.create(servers.redisUrl());
        this.redis = RedisClient.create(url);
        this.sale = new SaleCounter(url, new SaleId(COUNTER), Clock.systemUTC());
    }

    @BeforeEach
    void forget() {
        redis.del(COUNTER, HASH, OUTBOX, sale.claimKey());
    }

    @AfterEach
    void close() {
        sale.close();
        redis.close();
    }

    @Test
    void putsTheStockOnSaleWhereThereWasNone() {
        CounterState before = sale.reset(100);

        assertThat(before).isEqualTo(new CounterState(100, 100, 0, 0));
        assertThat(redis.get(COUNTER)).isEqualTo("100");
        assertThat(sale.counter()).isEqualTo(before);
    }

    @Test
    void neverRewindsThePlaceOfASaleThatWasSoldBefore() {
        redis.set(COUNTER, "3");
        redis.hset(HASH, Map.of("seq", "12", "voided", "2", "allotment", "13", "name", "cars"));

        CounterState before = sale.reset(50);

        assertThat(before).isEqualTo(new CounterState(50, 60, 12, 2));
        assertThat(sale.counter()).isEqualTo(before);
        assertThat(redis.hget(HASH, "name")).isEqualTo("cars");
    }

    @Test
    void ownsWhatItHasReset() {
        redis.set(COUNTER, "7");
        assertThat(sale.isForeign()).isTrue();

        sale.reset(50);

        assertThat(sale.isForeign()).isFalse();
    }

    @Test
    void changesNothingWhenTheSaleIsNotOpen() {
        redis.set(COUNTER, "7");
        redis.hset(HASH, "state", "PAUSED");

        assertThatThrownBy(() -> sale.reset(50))
                .isInstanceOf(UnusableSaleException.class)
                .hasMessageContaining("is paused");
        assertThat(redis.get(COUNTER)).isEqualTo("7");
    }

    @Test
    void isClaimedByOneRunAtATime() {
        assertThat(sale.claim(Duration.ofMinutes(1))).isTrue();
        assertThat(sale.claim(Duration.ofMinutes(1))).isFalse();
        assertThat(redis.pttl(sale.claimKey())).isPositive();

        sale.release();

        assertThat(sale.claim(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void leavesTheAllotmentOfASaleWithAJournalToTheApi() {
        redis.set(COUNTER, "3");
        redis.hset(HASH, Map.of("seq", "10", "no", "11", "left", "3", "allotment", "13"));

        CounterState before = sale.reset(50);
        sale.add(5);

        assertThat(before).isEqualTo(new CounterState(50, 60, 10, 0));
        assertThat(sale.counter()).isEqualTo(new CounterState(55, 13, 10, 0));
        assertThat(sale.isForeign()).isFalse();
    }

    @Test
    void saysWhetherTheSaleIsHalted() {
        sale.reset(10);
        assertThat(sale.isHalted()).isFalse();

        redis.hset(HASH, "state", "HALTED");

        assertThat(sale.isHalted()).isTrue();
    }

    @Test
    void countsTheOutbox() {
        assertThat(sale.outboxSize()).isZero();

        redis.hset(OUTBOX, "kept", "1");
        assertThat(sale.outboxSize()).as("what is no order").isZero();

        redis.hset(OUTBOX, "id", "event");

        assertThat(sale.outboxSize()).isEqualTo(1);
    }
}

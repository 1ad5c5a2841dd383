package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.NewerFormatException;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** A sale that another version of the program has begun. */
@ExtendWith(SharedServers.class)
@Timeout(300)
@OnContainersToo
final class SaleFormatIT {

    private final SaleId sale = new SaleId("format-" + UUID.randomUUID());
    private final String hash = "{" + sale + "}:sale";
    private final RedisClient redis;
    private final RedisSettings settings;
    private final RedisStockCounter counter;

    SaleFormatIT(ServerStack servers) {
        redis = RedisClient.create(servers.redisUrl());
        settings = new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5));
        counter = new RedisStockCounter(
                sale,
                settings,
                new RedisStockCounter.Settings(
                        null, 1000, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ZERO, Duration.ofMinutes(1)),
                () -> LoggedSeq.NONE,
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        counter.close();
        redis.close();
    }

    @Test
    void whoBeginsASaleSaysInWhichFormat() {
        redis.set(sale.value(), "5");

        assertThat(buy()).isEqualTo(Outcome.ACCEPTED);

        assertThat(redis.hget(hash, "format")).isEqualTo("1");
    }

    @Test
    void aSaleThatAnEarlierVersionHasBegunStaysAsItIs() {
        redis.set(sale.value(), "5");
        buy();
        redis.hdel(hash, "format");

        assertThat(buy()).isEqualTo(Outcome.ACCEPTED);
        assertThat(redis.hget(hash, "format")).isNull();
    }

    @Test
    void aNewerFormatIsRefusedAndNothingOfTheSaleIsChanged() {
        redis.set(sale.value(), "5");
        buy();
        redis.hset(hash, "format", "2");
        Map<String, String> before = redis.hgetAll(hash);

        for (int times = 0; times < 2; times++) { // the first time upon the look that came with the purchase before
            assertThatThrownBy(this::buy)
                    .isInstanceOfSatisfying(
                            StockUnavailableException.class,
                            e -> assertThat(e.trouble()).isEqualTo(NewerFormatException.TROUBLE))
                    .hasMessageContaining("run that version (format=2, known up to=1)");
        }
        try (RedisSale recovered = new RedisSale(sale, settings)) {
            assertThatThrownBy(recovered::state).isInstanceOf(NewerFormatException.class);
        }

        assertThat(redis.get(sale.value())).isEqualTo("4");
        assertThat(redis.hgetAll(hash)).isEqualTo(before);
        redis.hset(hash, "format", "1");
        assertThat(buy()).isEqualTo(Outcome.ACCEPTED);
    }

    private Outcome buy() {
        Attempt attempt;
        do { // what was watched was changed by hand
            attempt = counter.decide(List.of(Purchase.ANONYMOUS), List.of(), () -> false);
        } while (attempt instanceof Attempt.Contended);
        return ((Attempt.Decided) attempt).decisions().get(0).outcome();
    }
}

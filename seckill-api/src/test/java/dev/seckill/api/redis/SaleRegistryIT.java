package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.Purchase;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

@ExtendWith(SharedServers.class)
@Timeout(300)
final class SaleRegistryIT {

    private final SaleId sale = new SaleId("registered-" + UUID.randomUUID());
    private final RedisSettings settings;
    private final RedisClient redis;
    private final SaleRegistry registry;
    private final RedisStockCounter counter;

    SaleRegistryIT(ServerStack servers) {
        settings = new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5));
        redis = RedisClient.create(servers.redisUrl());
        registry = new SaleRegistry(settings);
        counter = new RedisStockCounter(
                sale,
                settings,
                new RedisStockCounter.Settings(
                        null, 1000, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ZERO, Duration.ofMinutes(1)),
                () -> LoggedSeq.NONE,
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        counter.close();
        registry.close();
        redis.close();
    }

    @Test
    void hasASaleFromItsFirstEventOn() {
        redis.set(sale.value(), "5");
        assertThat(registry.sales()).doesNotContain(sale);

        counter.decide(List.of(), List.of()); // the counter that was set by hand is an event

        assertThat(registry.sales()).contains(sale);
    }

    @Test
    void doesNotHaveASaleThatIsOnlyAskedFor() {
        counter.decide(List.of(Purchase.ANONYMOUS), List.of());

        assertThat(registry.sales()).doesNotContain(sale);
    }

    @Test
    void skipsWhatIsNoSale() {
        String stranger = "no {sale} " + UUID.randomUUID();
        redis.sadd("{seckill}:sales", stranger, sale.value());

        assertThat(registry.sales()).contains(sale);
        redis.srem("{seckill}:sales", stranger);
    }
}

package dev.seckill.api.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.api.redis.SaleMemory;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockCounterContract;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** The Redis of a practice sale takes the same decisions as a real one, several instances at a time as well. */
@Timeout(120)
final class PracticeRedisTest extends StockCounterContract {

    private static final SaleId SALE = new SaleId("warm-up");

    private final PracticeRedis redis = new PracticeRedis();
    private final RedisClient client = RedisClient.builder()
            .hostAndPort(new HostAndPort(redis.url().getHost(), redis.url().getPort()))
            .clientConfig(DefaultJedisClientConfig.builder().resp2().build())
            .build();
    private final List<StockCounter> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(StockCounter::close);
        client.close();
        redis.close();
    }

    @Override
    public StockCounter counter(Clock clock) {
        StockCounter counter = new RedisStockCounter(
                SALE,
                new RedisSettings(redis.url(), Duration.ofSeconds(5)),
                new RedisStockCounter.Settings(
                        null,
                        1_000_000,
                        Duration.ofSeconds(10),
                        Duration.ofHours(1),
                        Duration.ZERO,
                        Duration.ofMinutes(1)),
                () -> LoggedSeq.NONE,
                clock);
        opened.add(counter);
        return counter;
    }

    @Override
    public void set(String counter, Map<String, String> fields) {
        client.set(SALE.value(), counter);
        if (!fields.isEmpty()) {
            client.hset("{" + SALE + "}:sale", fields);
        }
    }

    @Override
    public String left() {
        return client.get(SALE.value());
    }

    @Override
    public String field(String name) {
        return client.hget("{" + SALE + "}:sale", name);
    }

    @Override
    public List<OrderId> outbox() {
        return client.hkeys("{" + SALE + "}:outbox").stream()
                .filter(field -> !field.equals(SaleMemory.KEPT))
                .map(field -> EventId.parse(SALE, field))
                .map(EventId::order)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<OutboxEntry> entries() {
        return client.hgetAll(("{" + SALE + "}:outbox").getBytes(US_ASCII)).entrySet().stream()
                .filter(field -> !new String(field.getKey(), US_ASCII).equals(SaleMemory.KEPT))
                .map(field -> OutboxEntry.parse(field.getValue()))
                .toList();
    }
}

package dev.seckill.api.recover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/**
 * What the program of commit 75afa81 left in Redis and in the log, recorded from it: a sale of 10 cars, of which one buyer may
 * have 2; two orders, 5 cars more by hand, an order that is logged and one that only the outbox has.
 */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RecoverOlderVersionIT {

    private static final String RECORDED = "recorded";

    private final SaleId sale = new SaleId("sale-" + UUID.randomUUID());
    private final ServerStack servers;
    private WrittenLog log;
    private RedisClient redis;

    RecoverOlderVersionIT(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() throws Exception {
        redis = RedisClient.create(servers.redisUrl());
        log = WrittenLog.create(servers);
        log.write(recordedMessages());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void isRebuiltFromItsLogAlone() throws Exception {
        assertThat(log.recover(sale))
                .contains(
                        "Recovered: allotment 15, 3 orders, 12 left, seq 3 (0 numbers void), 2 keys. The sale is open.")
                .contains("No event in the log lays down opening hours or limits");

        assertThat(redis.get(sale.value())).isEqualTo("12");
        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:ann", "2"));
        assertThat(redis.hkeys(companion("orders"))).containsExactlyInAnyOrder("key:k1", "key:k2");
        assertThat(bought("k1")).extracting(Decision::outcome).isEqualTo(Outcome.REPLAYED);
        assertThat(bought("new").entry().event().no()).isEqualTo(7);
    }

    @Test
    void isRebuiltWithWhatOnlyItsOutboxKnows() throws Exception {
        loadRecordedRedis();
        redis.hset(companion("sale"), "state", "HALTED");

        assertThat(log.recover(sale)).contains("Recovered: allotment 15, 4 orders, 11 left, seq 4", "3 keys");

        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:ann", "2", "buyer:bob", "1"));
        assertThat(redis.hget(companion("sale"), "perBuyer")).isEqualTo("2");
    }

    @Test
    void isSoldOnWithoutRecover() throws Exception {
        loadRecordedRedis();

        assertThat(bought("k3").outcome()).isEqualTo(Outcome.REPLAYED);
        Decision next = bought("new");

        assertThat(next.entry().event().no()).isEqualTo(7);
        assertThat(next.entry().order().left()).isEqualTo(10);
    }

    /** As the version before it wrote, which kept no journal. */
    @Test
    void isHaltedWithAWordWhyIfItKeptNoJournalAndRebuiltThen() throws Exception {
        loadRecordedRedis();
        redis.hdel(companion("sale"), "no", "left");

        assertThat(String.join("\n", LogLines.during(() -> bought("new"))))
                .contains("sale - halted: redis was written by an older version, which kept no journal; run recover");

        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");
        assertThat(log.recover(sale)).contains("Recovered: allotment 15, 4 orders, 11 left, seq 4");
    }

    private Decision bought(String key) {
        try (RedisStockCounter counter = new RedisStockCounter(
                sale,
                new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5)),
                new RedisStockCounter.Settings(
                        null, 1000, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ZERO, Duration.ZERO),
                () -> LoggedSeq.NONE,
                Clock.systemUTC())) {
            BuyerId buyer = new BuyerId(key.equals("k1") ? "ann" : "bob");
            return ((Attempt.Decided) counter.decide(List.of(new Purchase(new IdempotencyKey(key), buyer)), List.of()))
                    .decisions()
                    .get(0);
        }
    }

    private List<ProducerRecord<byte[], byte[]>> recordedMessages() throws IOException {
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
        for (String line : lines("log-75afa81.tsv")) {
            String[] parts = line.split("\t");
            ProducerRecord<byte[], byte[]> message =
                    new ProducerRecord<>(log.kafka().topic(), parts[0].getBytes(UTF_8), parts[2].getBytes(UTF_8));
            for (String header : parts[1].split(",")) {
                String[] pair = header.split("=");
                message.headers().add(pair[0], pair[1].getBytes(UTF_8));
            }
            messages.add(message);
        }
        return messages;
    }

    private void loadRecordedRedis() throws IOException {
        for (String line : lines("redis-75afa81.tsv")) {
            String[] parts = line.split("\t");
            if (parts[0].equals("SET")) {
                redis.set(parts[1], parts[2]);
            } else {
                redis.hset(parts[1], parts[2], parts[3].replace("\\n", "\n"));
            }
        }
    }

    private List<String> lines(String recorded) throws IOException {
        try (InputStream in = getClass().getResourceAsStream(recorded)) {
            return new String(in.readAllBytes(), UTF_8)
                    .replace(RECORDED, sale.value())
                    .lines()
                    .toList();
        }
    }

    private String companion(String name) {
        return "{" + sale + "}:" + name;
    }
}

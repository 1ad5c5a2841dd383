package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.OrderId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** What a killed instance left in the outbox of its sale, when all other instances sell something else. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class LeftBehindSaleIT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final String sale = "sale-" + UUID.randomUUID();
    private final String otherSale = "sale-" + UUID.randomUUID();
    private final String topic = "orders-" + UUID.randomUUID();
    private final Buyers buyers = new Buyers();
    private final ServerStack servers;
    private final RedisClient redis;

    LeftBehindSaleIT(ServerStack servers) {
        this.servers = servers;
        this.redis = RedisClient.create(servers.redisUrl());
    }

    @BeforeAll
    static void prepare(ServerStack servers) {
        ApiJar.prepare(servers);
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void isDeliveredByAnInstanceThatWasNeverAskedForThatSale() {
        leaveThreeBehind();

        awaitDelivery();
    }

    @Test
    void isDeliveredAlsoIfRedisWasRestartedAndNobodyHasFoundThatSaleSoundSince() {
        leaveThreeBehind();
        redis.set("{" + sale + "}:server", "the process before");

        awaitDelivery();
    }

    private void leaveThreeBehind() {
        AppProcess dying = AppProcess.start(ApiJar.command("left-behind-" + sale + ".log")
                .withArguments("--admin-port", "0")
                .withArguments(arguments(sale).toArray(String[]::new)));
        assertThat(buyers.buy(dying.url(), null).statusCode()).isEqualTo(200);
        servers.kafka().freeze();
        try {
            for (int i = 0; i < 3; i++) {
                buyers.buyAsync(dying.url(), null);
            }
            await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) >= 3);
            dying.kill();
        } finally {
            servers.kafka().thaw();
        }
    }

    private void awaitDelivery() {
        try (ApiHere other = new ApiHere(arguments(otherSale)).awaitOk("/health/ready")) {
            await().atMost(WAIT).until(() -> ordersOf(sale).size() == 4);
            await("settled")
                    .atMost(WAIT)
                    .until(() -> redis.hkeys("{" + sale + "}:outbox").equals(Set.of("kept")));
            assertThat(buyers.buy(other.url(), null).statusCode()).isEqualTo(200);
        }
        assertThat(ordersOf(otherSale)).hasSize(1);
        assertThat(redis.get(sale)).isEqualTo("6");
    }

    private Set<OrderId> ordersOf(String id) {
        return TopicReader.orders(servers.kafkaBootstrapServers(), topic).stream()
                .filter(order -> order.sale().value().equals(id))
                .map(order -> order.orderId())
                .collect(Collectors.toSet());
    }

    private List<String> arguments(String id) {
        return List.of(
                "--host",
                "127.0.0.1",
                "--sale",
                id,
                "--stock",
                "10",
                "--topic",
                topic,
                "--redis",
                servers.redisUrl(),
                "--kafka",
                servers.kafkaBootstrapServers(),
                "--redis-timeout",
                "500ms",
                "--read-back-wait",
                "500ms",
                "--relay-after",
                "2s",
                "--warm-up",
                "0");
    }
}

package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.TopicsAnew;
import dev.seckill.model.Order;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** Redis, Kafka or the API itself goes away, and comes back. */
@OnContainersToo
final class ApiOutageIT extends ApiJarTestBase {

    ApiOutageIT(ServerStack servers) {
        super(servers);
    }

    @Test
    void redisAwayIs503AndServiceAgainByItself() {
        ApiHere api = serve("--stock", "5", "--redis-timeout", "300ms");
        AppendedInRedis.await(redis); // so that it comes back with the counter
        servers.redis().kill();
        try {
            assertProblem(buyers.buy(api.url()), 503, "could not be decided");
            assertProblem(ready(api), 503, "Redis cannot be used.");
        } finally {
            servers.redis().start();
        }

        await().atMost(WAIT).until(() -> Buyers.isAccepted(buyers.buy(api.url())));
    }

    @Test
    void redisThatTakesNoWritesIs503AndOneLogLineWithTheReason() throws IOException {
        AppProcess api = start("--stock", "5");
        redis.configSet("min-replicas-to-write", "1");
        try {
            for (int i = 0; i < 3; i++) {
                assertProblem(buyers.buy(api.url()), 503, "could not be decided");
            }
        } finally {
            redis.configSet("min-replicas-to-write", "0");
        }

        assertThat(buyers.buy(api.url()).body()).isEqualTo("[4]");
        // Which command Redis refuses first depends on what the sale has to write at that moment.
        assertThat(Files.readAllLines(api.log()).stream()
                        .filter(line -> line.contains("purchases cannot be decided") && line.contains("NOREPLICAS"))
                        .map(line -> line.substring(line.indexOf("(reason="))))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(line -> line.contains("redis - refused"));
    }

    @Test
    void kafkaAwayAtTheStartIs503AndServiceAgainByItself() throws IOException {
        servers.kafka().kill();
        AppProcess api = launch("--stock", "5", "--kafka-timeout", "500ms");
        try {
            api.awaitHttp("/health/live", WAIT);
            assertProblem(buyers.buy(api.url()), 503, "order log");
            await().atMost(WAIT).until(() -> ready(api).body().contains("The order log cannot be read."));
            assertProblem(ready(api), 503, "The order log cannot be reached.");
            assertThat(ready(api).body()).doesNotContain("Redis");
            assertThat(Files.readAllLines(api.log()))
                    .filteredOn(
                            line -> !line.contains("seckill-api - starting")) // which tells settings that are not set
                    .anyMatch(line -> line.contains("order log - not reachable yet"))
                    .noneMatch(line -> line.contains("null"));
        } finally {
            servers.kafka().start();
        }

        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().equals("[4]"));
        assertThat(log()).hasSize(1);
    }

    @Test
    void kafkaWhoseNameIsNotKnownYetIs503() throws IOException {
        redis.set(sale, "5");
        AppProcess api = startUnready("--kafka", "no-such-host.invalid:9092");

        assertProblem(buyers.buy(api.url()), 503, "order log");
        await().atMost(WAIT).until(() -> Files.readString(api.log()).contains("order log - not reachable yet"));
        assertThat(redis.get(sale)).isEqualTo("5");
    }

    @Test
    void frozenKafkaIs202AndThenEverythingIsDelivered() {
        ApiHere api = serve("--stock", "10000", "--publish-wait", "300ms", "--log-silence", "10s");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
        List<HttpResponse<String>> replies;
        servers.kafka().freeze();
        try {
            replies = buyers.buyAtOnce(10, i -> api.url(), i -> "k" + i);
            assertThat(replies).allMatch(reply -> reply.statusCode() == 202);
            // Nothing is sold on credit for long.
            await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().contains("does not acknowledge"));
        } finally {
            servers.kafka().thaw();
        }

        await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) == 0);
        assertThat(log().stream().map(order -> order.orderId().toString()))
                .containsAll(replies.stream()
                        .filter(Buyers::isAccepted)
                        .map(Buyers::orderId)
                        .toList());
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
    }

    @Test
    void killedKafkaIs202AndThenEverythingIsDelivered() {
        ApiHere api = serve("--stock", "50", "--publish-wait", "300ms");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
        List<HttpResponse<String>> replies;
        servers.kafka().kill();
        try {
            replies = buyers.buyAtOnce(10, i -> api.url(), i -> "k" + i);
            assertThat(replies).allMatch(reply -> reply.statusCode() == 202);
        } finally {
            servers.kafka().start();
        }

        await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) == 0);
        assertThat(log().stream().map(order -> order.orderId().toString()))
                .containsAll(replies.stream().map(Buyers::orderId).toList());
    }

    @Test
    void anOrderLogThatIsMadeAnewHaltsTheInstanceUntilItIsStartedAgain() throws Exception {
        ApiHere api = serve("--stock", "50");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrapServers()))) {
            TopicsAnew.make(admin, topic, 6);
        }

        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().contains("was made anew"));
        assertProblem(buyers.buy(api.url()), 503, "The order log was made anew or has lost its end.");
        assertProblem(ready(api), 503, "The order log was made anew or has lost its end.");
        String left = redis.get(sale);

        api.close();
        ApiHere again = serve();
        await().atMost(WAIT).until(() -> buyers.buy(again.url()).statusCode() == 200);
        assertThat(redis.get(sale)).isEqualTo(Long.toString(Long.parseLong(left) - 1));
    }

    @Test
    void ordersOfItsPastLifeAreDeliveredAfterAKill() {
        AppProcess api =
                start("--stock", "50", "--redis-timeout", "500ms", "--read-back-wait", "200ms", "--relay-after", "2s");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
        servers.kafka().freeze();
        try {
            for (int i = 0; i < 4; i++) {
                buyers.buyAsync(api.url(), "k" + i);
            }
            await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) == 4);
            api.kill();
        } finally {
            servers.kafka().thaw();
        }
        api.start();

        await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) == 0);
        assertThat(new HashSet<>(log().stream().map(Order::seq).toList()))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(buyers.buy(api.url(), "k0").statusCode()).isEqualTo(200);
        assertThat(redis.get(sale)).isEqualTo("45");
    }

    @Test
    void ordersOfAKilledInstanceAreDeliveredByAnother() {
        AppProcess dying = start("--stock", "50", "--publish-wait", "10s");
        ApiHere other = serve(
                "--read-back-wait",
                "500ms",
                "--redis-timeout",
                "1s",
                "--relay-after",
                "3s",
                "--relay-interval",
                "100ms");
        servers.kafka().freeze();
        List<CompletableFuture<HttpResponse<String>>> unanswered = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                unanswered.add(buyers.buyAsync(dying.url(), "k" + i));
            }
            await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) == 5);
            dying.kill();
        } finally {
            servers.kafka().thaw();
        }

        unanswered.forEach(reply -> assertThat(reply).failsWithin(WAIT));
        await().atMost(Duration.ofSeconds(60)).until(() -> OutboxInRedis.orders(redis, sale) == 0);
        assertThat(new HashSet<>(log().stream().map(Order::seq).toList()))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        HttpResponse<String> retry = buyers.buy(other.url(), "k0");
        assertThat(retry.statusCode()).isEqualTo(200);
        assertThat(log()).anyMatch(order -> order.orderId().toString().equals(Buyers.orderId(retry)));
        assertThat(redis.get(sale)).isEqualTo("45");
    }

    @Test
    void redisOlderThanTheOrderLogHaltsTheSaleAtTheStart() {
        try (ApiHere before = serve("--stock", "5")) {
            buyers.buy(before.url());
            buyers.buy(before.url());
        }
        redis.del("{" + sale + "}:sale");
        redis.set(sale, "5");

        ApiHere api = serveUnready("--stock", "5");

        await().atMost(WAIT).until(() -> ready(api).body().contains("The sale is halted until recover."));
        assertProblem(ready(api), 503, "The sale is halted until recover.");
        // Until it has met the order log it refuses for that reason.
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().contains("halted"));
        assertProblem(buyers.buy(api.url()), 503, "halted");
        assertThat(redis.get(sale)).isEqualTo("5");
    }

    private HttpResponse<String> ready(AppProcess api) {
        return send(api, "GET", "/health/ready", "");
    }

    private HttpResponse<String> ready(ApiHere api) {
        return send(api, "GET", "/health/ready", "");
    }
}

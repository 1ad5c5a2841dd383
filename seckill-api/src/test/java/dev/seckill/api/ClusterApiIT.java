package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSales;
import dev.seckill.api.recover.Recovery;
import dev.seckill.api.recover.RecoveryReport;
import dev.seckill.api.redis.RedisSales;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.embedded.RedisClusterConfig;
import dev.seckill.infra.embedded.RedisClusterServers;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** Many sales over a real Redis Cluster, from the order to the log, and what recover makes of a cluster that lost them. */
final class ClusterApiIT extends ApiJarTestBase {

    private static final String TOKEN = "opened-by-sesame-1";

    private static RedisClusterServers cluster;

    private final List<String> sales =
            IntStream.range(0, 12).mapToObj(n -> sale + "." + n).toList();
    private ApiHere api;

    @TempDir
    Path folder;

    ClusterApiIT(ServerStack servers) {
        super(servers);
    }

    @BeforeAll
    static void startCluster(@TempDir Path data) {
        cluster = RedisClusterServers.start(
                RedisClusterConfig.onFreePorts(data.resolve("data")).withNodes(3, 0));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void serveOnTheCluster() throws IOException {
        Path tokens = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, "ann:" + TOKEN);
        api = serve("--redis", cluster.url(), "--stock", "5", "--admin-tokens-file", tokens.toString());
    }

    @Test
    void salesOnAllMastersAreSoldAndFoundAndRebuilt() {
        assertThat(sales.stream().map(cluster::masterOf).distinct()).hasSize(3);
        // A node that has just started is left alone for --failover-wait, and not all have started at once.
        sales.forEach(id -> await().atMost(WAIT).until(() -> put(id) == 200));
        for (int i = 0; i < 2; i++) {
            sales.forEach(id -> assertThat(buy(id)).isEqualTo(201));
        }

        assertThat(send(api, "GET", "/api/sales", "").body()).contains(sales);
        await().atMost(WAIT).until(() -> ordersBySale().containsAll(sales));
        for (String id : sales) {
            try (RedisClient node = RedisClient.create(
                    "redis://127.0.0.1:" + cluster.masterOf(id).port())) {
                await().atMost(WAIT).until(() -> OutboxInRedis.orders(node, id) == 0);
                node.del(id, "{" + id + "}:sale", "{" + id + "}:outbox", "{" + id + "}:states", "{" + id + "}:buyers");
            }
        }
        await().atMost(WAIT).until(() -> sales.stream().allMatch(id -> buy(id) >= 400));

        List<String> failed = recover();

        assertThat(failed).isEmpty();
        sales.forEach(id -> await().atMost(WAIT).until(() -> buy(id) == 201));
        await().atMost(WAIT)
                .until(() -> log().stream()
                                .filter(order -> sales.contains(order.sale().value()))
                                .map(order -> order.sale() + " " + order.seq())
                                .distinct()
                                .count()
                        == 3L * sales.size());
    }

    private List<String> recover() {
        KafkaSettings kafka = new KafkaSettings(
                servers.kafkaBootstrapServers(), topic, 1, (short) 1, WAIT, WAIT, WAIT, WAIT, WAIT, Set.of());
        List<String> failed = new ArrayList<>();
        try (RedisSales redisSales = new RedisSales(new RedisSettings(URI.create(cluster.url()), WAIT))) {
            new Recovery(
                            redisSales::sale,
                            LoggedSales.ofAll(kafka, Runtime.getRuntime().maxMemory()),
                            new JournalWriter(kafka)::write,
                            new Recovery.Settings(null, null, WAIT, Duration.ofHours(1), Duration.ofMillis(300)),
                            Clock.systemUTC())
                    .run(new Recovery.Progress() {
                        @Override
                        public void halted(SaleId id, RecoveryReport.Found found) {
                            // It goes on.
                        }

                        @Override
                        public void ended(SaleId id, RecoveryReport report) {
                            if (!report.isFine()) {
                                failed.add(id + ": " + report);
                            }
                        }

                        @Override
                        public void failed(SaleId id, RuntimeException reason) {
                            failed.add(id + ": " + reason);
                        }
                    });
        }
        return failed;
    }

    private Set<String> ordersBySale() {
        return log().stream().map(Order::sale).map(Object::toString).collect(Collectors.toSet());
    }

    private int put(String id) {
        return send(
                        "PUT",
                        "/api/sales/" + id,
                        "{\"name\":\"Three cars\",\"item\":\"car\",\"perBuyer\":3,\"perOrder\":1,\"allotment\":3}",
                        "Authorization",
                        "Bearer " + TOKEN)
                .statusCode();
    }

    private int buy(String id) {
        return send(
                        "POST",
                        "/api/sales/" + id + "/orders",
                        "{\"buyer\":\"ann\",\"quantity\":1}",
                        "Content-Type",
                        "application/json")
                .statusCode();
    }

    private HttpResponse<String> send(String method, String path, String body, String header, String value) {
        return buyers.send(HttpRequest.newBuilder(URI.create(api.url() + path))
                .timeout(WAIT)
                .header("Content-Type", "application/json")
                .setHeader(header, value)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }
}

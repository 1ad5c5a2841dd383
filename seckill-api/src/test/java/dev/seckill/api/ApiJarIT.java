package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.AppCommand;
import dev.seckill.infra.AppProcess;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.SharedServers;
import dev.seckill.model.Order;
import dev.seckill.model.OrderLogNames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** The jar as it ships, against a real Redis and a real Kafka. */
@ExtendWith(SharedServers.class)
@Timeout(180)
final class ApiJarIT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final String sale = "sale-" + UUID.randomUUID();
    private final String topic = "orders-" + UUID.randomUUID();
    private final Buyers buyers = new Buyers();
    private final List<AppProcess> started = new ArrayList<>();
    private final ServerStack servers;
    private RedisClient redis;

    ApiJarIT(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeAll
    static void prepare(ServerStack servers) {
        ApiJar.prepare(servers);
    }

    @BeforeEach
    void connect() {
        redis = RedisClient.create(servers.redisUrl());
    }

    @AfterEach
    void stop() {
        started.forEach(AppProcess::stop);
        redis.close();
    }

    @Test
    void modelCase_sellsTheStockAndThenSaysSoldOut() {
        AppProcess api = start("--stock", "2");

        HttpResponse<String> first = buyers.send(Buyers.request(api.url(), "/mock/mock", null));
        HttpResponse<String> second = buyers.send(Buyers.request(api.url(), "/seckill", null));
        HttpResponse<String> third = buyers.buy(api.url());

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("[1]");
        assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(second.body()).isEqualTo("[0]");
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(third.body()).isEqualTo("sold out!");
        assertThat(third.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(third.headers().firstValue("Order-Id")).isEmpty();
        assertThat(log())
                .extracting(order -> order.orderId().toString())
                .containsExactlyInAnyOrder(Buyers.orderId(first), Buyers.orderId(second));
    }

    @Test
    void modelCase_messageCarriesTheOrderUnderItsIdWithAllotmentAndKey() {
        AppProcess api = start("--stock", "100");

        HttpResponse<String> reply = buyers.buy(api.url(), "key-1");

        ConsumerRecord<byte[], byte[]> message =
                TopicReader.records(servers.kafkaBootstrapServers(), topic).get(0);
        assertThat(new String(message.key())).isEqualTo(Buyers.orderId(reply));
        assertThat(new String(message.headers()
                        .lastHeader(OrderLogNames.ALLOTMENT_HEADER)
                        .value()))
                .isEqualTo("100");
        assertThat(new String(message.headers()
                        .lastHeader(OrderLogNames.IDEMPOTENCY_KEY_HEADER)
                        .value()))
                .isEqualTo("key-1");
        Order order = log().get(0);
        assertThat(order.seq()).isEqualTo(1);
        assertThat(order.left()).isEqualTo(99);
        assertThat(order.item()).isEqualTo("car");
    }

    @Test
    void counterSetByHandIsOnSaleWhileTheApiRuns() throws IOException {
        AppProcess api = start();
        HttpResponse<String> before = buyers.buy(api.url());
        assertThat(before.statusCode()).isEqualTo(503);
        assertProblem(before, 503, "not loaded");
        assertThat(before.headers().firstValue("Retry-After")).contains("1");
        assertThat(Files.readString(api.log())).containsOnlyOnce("not loaded, there is no counter");

        redis.set(sale, "1");

        assertThat(buyers.buy(api.url()).body()).isEqualTo("[0]");
        assertThat(buyers.buy(api.url()).body()).isEqualTo("sold out!");
        redis.set(sale, "1");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().equals("[0]"));
    }

    @Test
    void counterThatIsNoNumberIs503AndALogLine() throws IOException {
        redis.set(sale, "many");
        AppProcess api = start();

        assertProblem(buyers.buy(api.url()), 503, "cannot be used");
        assertThat(Files.readString(api.log())).contains("not a whole number: many");
    }

    @Test
    void theFewestThreadsAreEnoughOnAMachineWithManyProcessors() {
        AppProcess api = start(command("--stock", "1", "--http-threads", "8")
                .withJvmOptions("-XX:ActiveProcessorCount=64")
                .withWaits(WAIT, AppCommand.STOP_WAIT));

        assertThat(buyers.buy(api.url()).body()).isEqualTo("[0]");
    }

    @Test
    void badInputIsAProblemOfItsKind() {
        AppProcess api = start("--stock", "5", "--body-max", "1000");

        assertProblem(send(api, "GET", "/nowhere", ""), 404, "");
        assertProblem(send(api, "GET", "/seckill", ""), 405, "");
        assertProblem(send(api, "POST", "/mock/mock", "x".repeat(1001)), 413, "1000 bytes");
        assertProblem(buyers.buy(api.url(), "a b"), 400, "Idempotency-Key");
        assertThat(send(api, "POST", "/mock/mock", "x".repeat(1000)).body()).isEqualTo("[4]");
        assertThat(log()).hasSize(1);
    }

    @Test
    void retryWithItsKeyGetsTheSameOrderAlsoElsewhereAndAfterARestart() {
        AppProcess one = start("--stock", "5");
        AppProcess two = start();
        HttpResponse<String> first = buyers.buy(one.url(), "key-1");

        HttpResponse<String> same = buyers.buy(one.url(), "key-1");
        HttpResponse<String> elsewhere = buyers.buy(two.url(), "key-1");
        one.kill();
        one.start();
        HttpResponse<String> afterwards = buyers.buy(one.url(), "key-1");

        assertThat(List.of(same, elsewhere, afterwards)).allSatisfy(reply -> {
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("[4]");
            assertThat(Buyers.orderId(reply)).isEqualTo(Buyers.orderId(first));
            assertThat(reply.headers().firstValue("Idempotency-Replayed")).contains("true");
        });
        assertThat(redis.get(sale)).isEqualTo("4");
    }

    @Test
    void twoInstancesSellExactlyTheStock() {
        AppProcess one = start("--stock", "150");
        AppProcess two = start();
        String[] urls = {one.url(), two.url()};

        List<HttpResponse<String>> replies = buyers.buyAtOnce(400, i -> urls[i % 2], i -> null);

        assertThat(replies).allMatch(reply -> reply.statusCode() == 200);
        List<String> told =
                replies.stream().filter(Buyers::isAccepted).map(Buyers::orderId).toList();
        assertThat(told).hasSize(150).doesNotHaveDuplicates();
        assertThat(log().stream().map(order -> order.orderId().toString())).containsExactlyInAnyOrderElementsOf(told);
        assertThat(log().stream().map(Order::seq).sorted().toList())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 150).boxed().toList());
        assertThat(redis.get(sale)).isEqualTo("0");
        await().atMost(WAIT).until(() -> redis.hlen("{" + sale + "}:outbox") == 0);
    }

    @Test
    void requestsAddUpInTheMetrics() {
        AppProcess api = start("--stock", "3");
        buyers.buy(api.url(), "k");
        buyers.buy(api.url(), "k");
        buyers.buy(api.url(), "not valid");
        buyers.buyAtOnce(10, i -> api.url(), i -> null);

        String metrics = send(api, "GET", "/metrics", "").body();

        assertThat(metrics).contains("seckill_requests_received_total 13.0");
        assertThat(answered(metrics, "accepted")).isEqualTo(3);
        assertThat(answered(metrics, "replayed")).isEqualTo(1);
        assertThat(answered(metrics, "sold_out")).isEqualTo(8);
        assertThat(answered(metrics, "invalid")).isEqualTo(1);
    }

    private static double answered(String metrics, String outcome) {
        return metrics.lines()
                .filter(line -> line.startsWith("seckill_requests_answered_total{outcome=\"" + outcome + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void redisAwayIs503AndServiceAgainByItself() {
        AppProcess api = start("--stock", "5", "--redis-timeout", "300ms");
        servers.redis().kill();
        try {
            assertProblem(buyers.buy(api.url()), 503, "could not be decided");
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
        assertThat(Files.readString(api.log()))
                .containsOnlyOnce("purchases cannot be decided (reason=redis - refused the transaction: NOREPLICAS");
    }

    @Test
    void kafkaAwayAtTheStartIs503AndServiceAgainByItself() {
        servers.kafka().kill();
        AppProcess api;
        try {
            api = new AppProcess(command("--stock", "5", "--kafka-timeout", "500ms"));
            started.add(api);
            api.launch();
            api.awaitHttp("/health/live", WAIT);
            assertProblem(buyers.buy(api.url()), 503, "order log");
        } finally {
            servers.kafka().start();
        }

        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().equals("[4]"));
        assertThat(log()).hasSize(1);
    }

    @Test
    void kafkaWhoseNameIsNotKnownYetIs503() throws IOException {
        redis.set(sale, "5");
        AppProcess api = new AppProcess(command("--kafka", "no-such-host.invalid:9092"));
        started.add(api);
        api.launch();
        api.awaitHttp("/health/live", WAIT);

        assertProblem(buyers.buy(api.url()), 503, "order log");
        await().atMost(WAIT).until(() -> Files.readString(api.log()).contains("order log - not reachable yet"));
        assertThat(redis.get(sale)).isEqualTo("5");
    }

    @Test
    void frozenKafkaIs202AndThenEverythingIsDelivered() {
        AppProcess api = start("--stock", "50", "--publish-wait", "300ms", "--log-silence", "2s");
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

        await().atMost(WAIT).until(() -> redis.hlen("{" + sale + "}:outbox") == 0);
        assertThat(log().stream().map(order -> order.orderId().toString()))
                .containsAll(replies.stream()
                        .filter(Buyers::isAccepted)
                        .map(Buyers::orderId)
                        .toList());
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
    }

    @Test
    void killedKafkaIs202AndThenEverythingIsDelivered() {
        AppProcess api = start("--stock", "50", "--publish-wait", "300ms");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
        List<HttpResponse<String>> replies;
        servers.kafka().kill();
        try {
            replies = buyers.buyAtOnce(10, i -> api.url(), i -> "k" + i);
            assertThat(replies).allMatch(reply -> reply.statusCode() == 202);
        } finally {
            servers.kafka().start();
        }

        await().atMost(WAIT).until(() -> redis.hlen("{" + sale + "}:outbox") == 0);
        assertThat(log().stream().map(order -> order.orderId().toString()))
                .containsAll(replies.stream().map(Buyers::orderId).toList());
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
            await().atMost(WAIT).until(() -> redis.hlen("{" + sale + "}:outbox") == 4);
            api.kill();
        } finally {
            servers.kafka().thaw();
        }
        api.start();

        await().atMost(WAIT).until(() -> redis.hlen("{" + sale + "}:outbox") == 0);
        assertThat(new HashSet<>(log().stream().map(Order::seq).toList()))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(buyers.buy(api.url(), "k0").statusCode()).isEqualTo(200);
        assertThat(redis.get(sale)).isEqualTo("45");
    }

    @Test
    void ordersOfAKilledInstanceAreDeliveredByAnother() {
        AppProcess dying = start("--stock", "50", "--publish-wait", "10s");
        AppProcess other = start(
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
            await().atMost(WAIT).until(() -> redis.hlen("{" + sale + "}:outbox") == 5);
            dying.kill();
        } finally {
            servers.kafka().thaw();
        }

        unanswered.forEach(reply -> assertThat(reply).failsWithin(WAIT));
        await().atMost(Duration.ofSeconds(60)).until(() -> redis.hlen("{" + sale + "}:outbox") == 0);
        assertThat(new HashSet<>(log().stream().map(Order::seq).toList()))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        HttpResponse<String> retry = buyers.buy(other.url(), "k0");
        assertThat(retry.statusCode()).isEqualTo(200);
        assertThat(log()).anyMatch(order -> order.orderId().toString().equals(Buyers.orderId(retry)));
        assertThat(redis.get(sale)).isEqualTo("45");
    }

    @Test
    void redisOlderThanTheOrderLogHaltsTheSaleAtTheStart() {
        AppProcess api = start("--stock", "5");
        buyers.buy(api.url());
        buyers.buy(api.url());
        api.stop();
        redis.del("{" + sale + "}:sale");
        redis.set(sale, "5");

        api.start();

        assertProblem(buyers.buy(api.url()), 503, "halted");
        assertThat(redis.get(sale)).isEqualTo("5");
    }

    @Test
    void sigtermUnderLoadAnswersWhatIsQueuedAndEndsWithZero() {
        AppProcess api = start("--stock", "100000");
        List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            replies.add(buyers.buyAsync(api.url(), null));
        }
        CompletableFuture<HttpResponse<String>> first = replies.get(0);
        await().atMost(WAIT).until(first::isDone);

        int exitCode = api.stopForExitCode();

        List<String> told = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> reply : replies) {
            try {
                HttpResponse<String> answer = reply.join();
                assertThat(answer.statusCode()).isIn(200, 202, 503);
                if (Buyers.isAccepted(answer)) {
                    told.add(Buyers.orderId(answer));
                }
            } catch (CompletionException refused) {
                // A connection that was never taken is no answer, so no promise either.
                assertThat(refused).hasCauseInstanceOf(IOException.class);
            }
        }
        assertThat(exitCode).isZero();
        assertThat(told).isNotEmpty().doesNotHaveDuplicates();
        assertThat(log().stream().map(order -> order.orderId().toString())).containsAll(told);
        assertThat(Long.parseLong(redis.get(sale)))
                .isEqualTo(
                        100_000 - log().stream().map(Order::orderId).distinct().count());
        assertThat(redis.hlen("{" + sale + "}:outbox")).isZero();
    }

    @Test
    void warmUpSellsNothingOfTheSaleAndLeavesNothingBehind() throws IOException {
        AppProcess api = start("--stock", "5", "--warm-up", "300", "--warm-up-wait", "10s");

        assertThat(Files.readString(api.log()))
                .contains("warm-up - done")
                .contains("order log - created (topic=warm-up-")
                .doesNotContain("without kafka");
        assertThat(redis.keys("*warm-up-*")).isEmpty();
        assertThat(topics()).noneMatch(name -> name.startsWith("warm-up-"));
        assertThat(redis.get(sale)).isEqualTo("5");
        assertThat(send(api, "GET", "/metrics", "").body()).contains("seckill_requests_received_total 0.0");
        assertThat(log()).isEmpty();
    }

    @Test
    void warmUpDoesWithoutKafka() throws IOException {
        AppProcess api = new AppProcess(
                command("--stock", "5", "--warm-up", "300", "--warm-up-wait", "10s", "--kafka", "127.0.0.1:1"));
        started.add(api);
        api.launch();
        api.awaitHttp("/health/live", WAIT);

        assertThat(Files.readString(api.log()))
                .contains("warm-up - without kafka")
                .contains("warm-up - done (purchases=300, answered=300");
    }

    @Test
    void badSettingsAreToldTogetherAndEndWithTwo() throws Exception {
        Process process = jar("--port", "70000", "--queue-max", "0").start();

        String told = new String(process.getErrorStream().readAllBytes());

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(told).contains("--port (PORT): 70000").contains("--queue-max (QUEUE_MAX): 0");
    }

    @Test
    void environmentSetsWhatTheCommandLineDoesNot() throws Exception {
        ProcessBuilder builder = jar("--queue-max", "5");
        builder.environment().put("PORT", "99999");
        builder.environment().put("QUEUE_MAX", "0");

        Process process = builder.start();
        String told = new String(process.getErrorStream().readAllBytes());

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(told).contains("--port (PORT): 99999 is not in [0..65535]").doesNotContain("--queue-max");
    }

    @Test
    void takenPortIsOneLineAndEndsWithOne() throws Exception {
        AppProcess api = start("--stock", "5");

        Process second = jar(
                        "--port",
                        Integer.toString(api.port()),
                        "--redis",
                        servers.redisUrl(),
                        "--kafka",
                        servers.kafkaBootstrapServers(),
                        "--warm-up",
                        "0")
                .start();
        String told = new String(second.getErrorStream().readAllBytes());

        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(told).contains("could not start").contains(Integer.toString(api.port()));
        assertThat(told).doesNotContain("\tat ");
    }

    @Test
    void versionAndHelpAreTold() throws Exception {
        Process version = jar("--version").start();
        assertThat(new String(version.getInputStream().readAllBytes())).startsWith("seckill-api 0.");
        assertThat(version.waitFor()).isZero();

        Process help = jar("--help").start();
        assertThat(new String(help.getInputStream().readAllBytes()))
                .contains("--stock")
                .contains("[0..65535]");
        assertThat(help.waitFor()).isZero();
    }

    private static ProcessBuilder jar(String... arguments) {
        return ApiJar.builder(List.of(arguments));
    }

    private AppProcess start(String... arguments) {
        return start(command(arguments));
    }

    private AppProcess start(AppCommand command) {
        AppProcess api = AppProcess.start(command);
        started.add(api);
        return api;
    }

    private AppCommand command(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        // What a busy machine must not turn into another answer where a test does not ask for it.
        putIfAbsent(line, "--publish-wait", "15s");
        putIfAbsent(line, "--redis-timeout", "2s");
        putIfAbsent(line, "--failover-wait", "5s");
        putIfAbsent(line, "--warm-up", "0");
        putIfAbsent(line, "--kafka", servers.kafkaBootstrapServers());
        return ApiJar.command(sale + "-" + started.size() + ".log")
                .withArguments("--host", "127.0.0.1", "--sale", sale, "--topic", topic, "--redis", servers.redisUrl())
                .withArguments(line.toArray(String[]::new));
    }

    private static void putIfAbsent(List<String> line, String option, String value) {
        if (!line.contains(option)) {
            line.addAll(List.of(option, value));
        }
    }

    private Set<String> topics() {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers.kafkaBootstrapServers()))) {
            return admin.listTopics().names().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Order> log() {
        return TopicReader.orders(servers.kafkaBootstrapServers(), topic);
    }

    private HttpResponse<String> send(AppProcess api, String method, String path, String body) {
        return buyers.send(HttpRequest.newBuilder(URI.create(api.url() + path))
                .timeout(WAIT)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static void assertProblem(HttpResponse<String> reply, int status, String detail) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(reply.body()).contains("\"status\":" + status).contains(detail);
    }
}

package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.Order;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/**
 * The jar as it ships, or what it does in the tests' own process, against a real Redis and a real Kafka; each test with a
 * sale and a topic of its own.
 */
@ExtendWith(SharedServers.class)
@Timeout(180)
abstract class ApiJarTestBase {

    static final Duration WAIT = Duration.ofSeconds(30);

    final String sale = "sale-" + UUID.randomUUID();
    final String topic = "orders-" + UUID.randomUUID();
    final Buyers buyers = new Buyers();
    private final List<AppProcess> started = new ArrayList<>();
    private final List<ApiHere> here = new ArrayList<>();
    final ServerStack servers;
    RedisClient redis;

    ApiJarTestBase(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeAll
    static void prepare(ServerStack servers) {
        ApiJar.prepare(servers);
    }

    /** To an empty Redis: what another test has left there would be delivered to this one's topic. */
    @BeforeEach
    void connect() {
        redis = RedisClient.create(servers.redisUrl());
        redis.flushAll();
    }

    /** At once: an orderly stop gives idle connections a second, and has tests of its own. */
    @AfterEach
    void stop() {
        started.forEach(AppProcess::kill);
        here.forEach(ApiHere::close);
        redis.close();
    }

    AppProcess start(String... arguments) {
        return start(command(arguments));
    }

    AppProcess start(AppCommand command) {
        AppProcess api = AppProcess.start(command);
        started.add(api);
        return api;
    }

    /** The same without the wait for its readiness. */
    AppProcess startUnready(String... arguments) {
        AppProcess api = launch(arguments);
        api.awaitHttp("/health/live", WAIT);
        return api;
    }

    /** The same without any wait. */
    AppProcess launch(String... arguments) {
        AppProcess api = new AppProcess(command(arguments));
        started.add(api);
        api.launch();
        return api;
    }

    /** Starts it in this process; returns when it is ready. */
    ApiHere serve(String... arguments) {
        return serveUnready(arguments).awaitOk("/health/ready");
    }

    /** The same without the wait for its readiness. */
    ApiHere serveUnready(String... arguments) {
        ApiHere api = new ApiHere(line(arguments));
        here.add(api);
        return api.awaitOk("/health/live");
    }

    AppCommand command(String... arguments) {
        List<String> line = line(arguments);
        putIfAbsent(line, "--admin-port", "0");
        return ApiJar.command(sale + "-" + started.size() + ".log").withArguments(line.toArray(String[]::new));
    }

    private List<String> line(String... arguments) {
        List<String> line = new ArrayList<>(List.of("--host", "127.0.0.1", "--sale", sale, "--topic", topic));
        line.addAll(List.of(arguments));
        // What a busy machine must not turn into another answer where a test does not ask for it.
        putIfAbsent(line, "--publish-wait", "15s");
        putIfAbsent(line, "--answer-wait", "1m");
        putIfAbsent(line, "--redis-timeout", "2s");
        putIfAbsent(line, "--failover-wait", "5s");
        putIfAbsent(line, "--warm-up", "0");
        putIfAbsent(line, "--kafka", servers.kafkaBootstrapServers());
        putIfAbsent(line, "--redis", servers.redisUrl());
        return line;
    }

    private static void putIfAbsent(List<String> line, String option, String value) {
        if (!line.contains(option)) {
            line.addAll(List.of(option, value));
        }
    }

    List<Order> log() {
        return TopicReader.orders(servers.kafkaBootstrapServers(), topic);
    }

    HttpResponse<String> send(AppProcess api, String method, String path, String body) {
        return send(api.url(), method, path, body);
    }

    HttpResponse<String> send(ApiHere api, String method, String path, String body) {
        return send(api.url(), method, path, body);
    }

    /** To any of its servers, given as {@code http://host:port}. */
    HttpResponse<String> send(String server, String method, String path, String body) {
        return buyers.send(HttpRequest.newBuilder(URI.create(server + path))
                .timeout(WAIT)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    static void assertProblem(HttpResponse<String> reply, int status, String detail) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(reply.body()).contains("\"status\":" + status).contains(detail);
    }
}

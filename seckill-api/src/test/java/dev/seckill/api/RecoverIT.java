package dev.seckill.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.command.RecoveryPrinter;
import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.recover.Recovery;
import dev.seckill.api.recover.RecoveryReport;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** A sale that Redis lost, or that came back older, and the command that mends it. */
@ExtendWith(SharedServers.class)
@Timeout(300)
@OnContainersToo
final class RecoverIT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final String sale = "sale-" + UUID.randomUUID();
    private final String topic = "orders-" + UUID.randomUUID();
    private final Buyers buyers = new Buyers();
    private final ServerStack servers;
    private RedisClient redis;
    private ApiHere api;

    RecoverIT(ServerStack servers) {
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
        if (api != null) {
            api.close();
        }
        redis.close();
    }

    private void serve() {
        api = new ApiHere(serveArguments()).awaitOk("/health/ready");
    }

    private List<String> serveArguments() {
        List<String> line = new ArrayList<>(List.of(systemArguments()));
        line.addAll(List.of("--host", "127.0.0.1", "--stock", "10", "--redis-timeout", "2s", "--failover-wait", "5s"));
        line.addAll(List.of("--publish-wait", "15s", "--answer-wait", "1m", "--warm-up", "0"));
        return line;
    }

    private String[] systemArguments() {
        return new String[] {
            "--sale", sale, "--topic", topic, "--redis", servers.redisUrl(), "--kafka", servers.kafkaBootstrapServers()
        };
    }

    @Test
    void rebuildsASaleThatRedisLostWithAllItsData() throws Exception {
        serve();
        List<String> before = buy(6, "before");
        loseRedis();
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().contains("The sale is halted."));

        Told recovered = recover();
        Told again = recoverHere(null);

        assertThat(recovered.exitCode).as(recovered.text).isZero();
        assertThat(recovered.text).contains("allotment 10, 6 orders, 4 left, seq 6", "6 keys");
        assertThat(again.exitCode).isZero();
        assertThat(again.text).contains("Nothing to recover");
        assertThat(Buyers.orderId(awaitAccepted("before-3"))).isEqualTo(before.get(3));
        buy(4, "after");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().equals("sold out!"));
        assertThat(distinctSeqs()).hasSize(10).contains(1L, 10L);
    }

    @Test
    void ordersThatWereLostBeforeTheyWereLoggedAreForSaleAgain() throws Exception {
        AppProcess dying = AppProcess.start(ApiJar.command("recover-" + sale + ".log")
                .withArguments("--admin-port", "0")
                .withArguments(serveArguments().toArray(String[]::new)));
        for (int i = 0; i < 2; i++) {
            assertThat(buyers.buy(dying.url(), null).statusCode()).isEqualTo(200);
        }
        servers.kafka().freeze();
        try {
            for (int i = 0; i < 3; i++) {
                buyers.buyAsync(dying.url(), null);
            }
            await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) >= 3);
            dying.kill();
            loseRedis();
        } finally {
            servers.kafka().thaw();
        }
        // Not ready before it is recovered: there is no counter, or the sale is halted.
        api = new ApiHere(serveArguments()).awaitOk("/health/live");
        Told recovered = recover();
        assertThat(recovered.exitCode).as(recovered.text).isZero();

        // What the killed instance had already handed to the broker's socket may count as logged.
        int logged = distinctSeqs().size();
        assertThat(recovered.text).contains(logged + " orders, " + (10 - logged) + " left");
        awaitAccepted("after");
        buy(9 - logged, "more");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().equals("sold out!"));
        assertThat(distinctOrders()).hasSize(10);
    }

    @Test
    void haltsWhenRedisComesBackOlderUntilItIsRebuilt() {
        serve();
        buy(3, "old");
        String counter = redis.get(sale);
        Map<String, String> fields = redis.hgetAll("{" + sale + "}:sale");
        buy(4, "new");

        redis.set(sale, counter);
        redis.hset("{" + sale + "}:sale", fields);

        HttpResponse<String> halted = buyers.buy(api.url());
        assertThat(halted.statusCode()).isEqualTo(503);
        assertThat(halted.body()).contains("halted");
        assertThat(redis.get(sale)).isEqualTo(counter);
        Told recovered = recoverHere(null);
        assertThat(recovered.exitCode).as(recovered.text).isZero();
        assertThat(recovered.text).contains("7 orders, 3 left");
        awaitAccepted("after");
        buy(2, "rest");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().equals("sold out!"));
        assertThat(distinctSeqs()).hasSize(10);
    }

    @Test
    void refusesWhileAnInstanceStillPublishes() throws InterruptedException {
        serve();
        buy(2, "before");
        loseRedis();
        AtomicBoolean publishing = new AtomicBoolean(true);
        Thread instance = new Thread(() -> {
            try (RedisClient own = RedisClient.create(servers.redisUrl())) {
                while (publishing.get()) {
                    own.hset("{seckill}:instances", "other", System.nanoTime() + " " + sale + "=5");
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
            }
        });
        instance.start();
        try {
            Told refused = recoverHere(null, Duration.ofSeconds(1), Duration.ofSeconds(1));

            assertThat(refused.exitCode).isEqualTo(1);
            assertThat(refused.text).contains("Refused").contains("other=5");
            assertThat(redis.get(sale)).isNull();
        } finally {
            publishing.set(false);
            instance.join();
        }
        assertThat(recoverHere(null).exitCode).isZero();
    }

    @Test
    void knowsTheUnitsFromTheJournalThoughNobodyHasBought() {
        serve();
        await().atMost(WAIT)
                .until(() -> !TopicReader.events(servers.kafkaBootstrapServers(), topic)
                        .isEmpty());
        String stock = redis.get(sale);
        redis.del(sale);

        Told told = recoverHere(null);

        assertThat(told.exitCode).as(told.text).isZero();
        assertThat(redis.get(sale)).isEqualTo(stock);
    }

    @Test
    void putsOnSaleWhatTheOperatorSaysWhateverTheJournalKnows() {
        serve();
        redis.del(sale);

        Told told = recoverHere(7L);

        assertThat(told.exitCode).as(told.text).isZero();
        assertThat(redis.get(sale)).isEqualTo("7");
    }

    @Test
    void saysInOneLineThatRedisIsAway() throws Exception {
        servers.redis().kill();
        try {
            Told failed = recover("--redis-timeout", "200ms");

            assertThat(failed.exitCode).isEqualTo(1);
            assertThat(failed.text).contains("recover - failed, nothing was opened");
        } finally {
            servers.redis().start();
        }
    }

    private void loseRedis() {
        servers.redis().kill();
        servers.redis().wipe();
        servers.redis().start();
        // The pool of the old client holds connections to the Redis that died.
        redis.close();
        redis = RedisClient.create(servers.redisUrl());
    }

    private List<String> buy(int count, String keyPrefix) {
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpResponse<String> reply = buyers.buy(api.url(), keyPrefix + "-" + i);
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            orders.add(Buyers.orderId(reply));
        }
        return orders;
    }

    private HttpResponse<String> awaitAccepted(String key) {
        return await().atMost(WAIT).until(() -> buyers.buy(api.url(), key), Buyers::isAccepted);
    }

    private HashSet<Long> distinctSeqs() {
        return new HashSet<>(log().stream().map(Order::seq).toList());
    }

    private HashSet<Object> distinctOrders() {
        return new HashSet<>(log().stream().map(Order::orderId).toList());
    }

    private List<Order> log() {
        return TopicReader.orders(servers.kafkaBootstrapServers(), topic);
    }

    private record Told(int exitCode, String text) {}

    /**
     * What the command does, in this JVM; and it waits little for signs of life, since whoever lives has delivered
     * everything.
     */
    private Told recoverHere(Long allotment) {
        return recoverHere(allotment, WAIT, Duration.ofMillis(300));
    }

    private Told recoverHere(Long allotment, Duration settleWait, Duration quiet) {
        KafkaSettings kafka = new KafkaSettings(
                servers.kafkaBootstrapServers(), topic, 1, (short) 1, WAIT, WAIT, WAIT, WAIT, WAIT, Set.of());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        SaleId id = new SaleId(sale);
        try (RedisSale redisSale = new RedisSale(id, new RedisSettings(URI.create(servers.redisUrl()), WAIT))) {
            RecoveryPrinter printer = new RecoveryPrinter(new PrintStream(text, true, UTF_8));
            RecoveryReport report = new Recovery(
                            redisSale,
                            new LoggedSale(id, kafka, Runtime.getRuntime().maxMemory()),
                            new JournalWriter(kafka)::write,
                            new Recovery.Settings(allotment, null, settleWait, Duration.ofHours(1), quiet),
                            Clock.systemUTC())
                    .run(printer::halted);
            printer.ended(report);
            return new Told(report.isFine() ? 0 : 1, text.toString(UTF_8));
        }
    }

    /** The command of the jar, which waits for six seconds or more before it opens a sale. */
    private Told recover(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("recover"));
        line.addAll(List.of(systemArguments()));
        line.addAll(List.of(arguments));
        Process process = ApiJar.builder(line).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Told(process.waitFor(), text);
    }
}

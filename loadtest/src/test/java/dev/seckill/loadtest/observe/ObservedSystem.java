package dev.seckill.loadtest.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.infra.embedded.EmbeddedStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.observe.AlertRules;
import dev.seckill.infra.observe.Prometheus;
import dev.seckill.infra.observe.ScrapeTarget;
import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.Ports;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.payments.WebhookSignature;
import dev.seckill.model.SaleId;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Jedis;

/**
 * A system of its own: servers, an API, a consumer, a shop that is told, a cosigner, and a Prometheus that looks at both
 * programs. Bounds and waits are small, so that faults show soon; the rules wait for less than they do in production.
 */
final class ObservedSystem implements AutoCloseable {

    static final String ADMIN = "opened-by-sesame-1";
    static final String SHOP = "the-shop-pays-for-it";

    private static final String READER = "the-book-is-open-1";
    private static final Duration CERTIFIED_WITHIN = Duration.ofSeconds(60);
    private static final String[] API = {
        "--warm-up=0",
        "--redis-timeout=1s",
        "--read-back-wait=2s",
        "--relay-after=5s",
        "--publish-wait=500ms",
        "--log-silence=2s",
        "--queue-max=50",
        "--unlogged-max=1000",
        "--outbox-max=50"
    };
    private static final String[] CONSUMER = {
        "--session-timeout=6s",
        "--poll-interval=30s",
        "--mysql-socket-timeout=3s",
        "--mysql-lock-wait=2s",
        "--retry-max=1s",
        "--webhook-retry-min=500ms",
        "--webhook-retry-max=1s"
    };

    private final ServerStack servers;
    private final ToldShop shop = new ToldShop();
    private final TestCosigner cosigner;
    private final AppProcess consumer;
    private final AppProcess api;
    private Prometheus prometheus;

    private ObservedSystem(Path folder, ServerStack servers, long stock, String giveUp) {
        this.servers = servers;
        Ports ports = new Ports();
        int adminPort = ports.free();
        Programs programs = new Programs(servers, SaleId.DEFAULT, folder);
        String secret = WebhookSignature.randomSecret();
        Path keys = folder.resolve("proof-keys");
        String[] proofs = ProofSettings.in(keys, CERTIFIED_WITHIN);
        cosigner = new TestCosigner(folder.resolve("cosigner"), new ShopKeyFiles(keys), ports.free());
        consumer = new AppProcess(programs.consumer("consumer", 0)
                .withArguments(CONSUMER)
                .withArguments("--webhook-give-up=" + giveUp)
                .withArguments(proofs)
                .withArguments("--proofs=" + folder.resolve("proofs"), "--cosigners=" + cosigner.file())
                .withEnvironment(Map.of(
                        "READ_TOKENS",
                        "api:" + READER,
                        "WEBHOOK_URL",
                        shop.url().toString(),
                        "WEBHOOK_SECRETS",
                        secret,
                        "WEBHOOK_ALLOW_PRIVATE",
                        "true")));
        api = new AppProcess(onAdminPort(programs.api("api", 0), adminPort)
                .withArguments(API)
                .withArguments(proofs)
                .withArguments("--stock=" + stock, "--order-book=" + consumer.url())
                .withEnvironment(Map.of(
                        "ADMIN_TOKENS", "ann:" + ADMIN, "SHOP_TOKENS", "pay:" + SHOP, "ORDER_BOOK_TOKEN", READER)));
    }

    /**
     * Starts all of it.
     *
     * @param folder for data and logs; emptied first
     * @param stock units of the default sale
     * @param giveUp when a webhook is given up
     */
    static ObservedSystem start(Path folder, long stock, String giveUp, AlertRules rules) {
        deleteOld(folder);
        ObservedSystem system = new ObservedSystem(
                folder,
                EmbeddedStack.start(
                        StackConfig.onFreePorts(folder.resolve("stack")).briefly()),
                stock,
                giveUp);
        try {
            system.api.start(); // makes the topic
            system.consumer.start();
            system.prometheus = Prometheus.start(
                    folder.resolve("prometheus"), rules.hurried().text(), system.targets());
            return system;
        } catch (RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    /** What the run before has left is there until the next one, for whoever looks what went wrong. */
    private static void deleteOld(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same after a restart, or Prometheus would not find it. */
    private static AppCommand onAdminPort(AppCommand command, int port) {
        List<String> arguments = command.arguments().stream()
                .map(argument -> argument.startsWith("--admin-port=") ? "--admin-port=" + port : argument)
                .toList();
        return new AppCommand(
                command.name(),
                command.java(),
                command.port(),
                arguments,
                command.environment(),
                command.javaHome(),
                command.log(),
                command.startWait(),
                command.stopWait(),
                command.authority());
    }

    private List<ScrapeTarget> targets() {
        return List.of(
                new ScrapeTarget("seckill-api", hostPort(api.adminUrl()), "api-1"),
                new ScrapeTarget("order-consumer", hostPort(consumer.url()), "consumer-1"));
    }

    private static String hostPort(String url) {
        return URI.create(url).getAuthority();
    }

    ServerStack servers() {
        return servers;
    }

    AppProcess api() {
        return api;
    }

    AppProcess consumer() {
        return consumer;
    }

    ToldShop shop() {
        return shop;
    }

    TestCosigner cosigner() {
        return cosigner;
    }

    PrometheusApi prometheus() {
        return new PrometheusApi(prometheus.url());
    }

    /** Sends a command to Redis. */
    void redis(String command, String... arguments) {
        try (Jedis redis = new Jedis(URI.create(servers.redisUrl()), 30_000)) {
            redis.sendCommand(() -> command.getBytes(US_ASCII), arguments);
        }
    }

    /** Has MySQL do something in the database of the order book. */
    void mysql(String statement) {
        String url = servers.mysqlUrl(Programs.DATABASE);
        try (Connection mysql = DriverManager.getConnection(url, servers.mysqlUser(), servers.mysqlPassword());
                Statement prepared = mysql.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** Has everything run that a fault has frozen, shut or ended. */
    void restartWhatStandsStill() {
        shop.open();
        for (Server part : List.of(servers.redis(), servers.kafka(), servers.mysql(), api, consumer)) {
            if (part.isRunning()) {
                part.thaw();
            } else {
                part.start();
            }
        }
        cosigner.open(); // last, since its port may be taken
    }

    /** A part by the name that the runbook has for it. */
    Server part(String name) {
        return switch (name) {
            case "redis" -> servers.redis();
            case "kafka" -> servers.kafka();
            case "mysql" -> servers.mysql();
            case "seckill-api" -> api;
            case "order-consumer" -> consumer;
            default -> throw new IllegalArgumentException("no such part: " + name);
        };
    }

    /** Where everything is, as the runbook names it. */
    Map<String, String> addresses() {
        URI redis = URI.create(servers.redisUrl());
        return Map.of(
                "API", api.url(),
                "ADMIN", api.adminUrl(),
                "CONSUMER", consumer.url(),
                "ADMIN_TOKEN", ADMIN,
                "REDIS_URL", servers.redisUrl(),
                "REDIS_ADMIN", "-h " + redis.getHost() + " -p " + redis.getPort(),
                "KAFKA_BOOTSTRAP_SERVERS", servers.kafkaBootstrapServers(),
                "MYSQL_URL", servers.mysqlUrl(Programs.DATABASE),
                "MYSQL_USER", servers.mysqlUser(),
                "MYSQL_PASSWORD", servers.mysqlPassword());
    }

    @Override
    public void close() {
        if (prometheus != null) {
            prometheus.close();
        }
        api.kill();
        consumer.kill();
        shop.close();
        servers.close();
        cosigner.close();
    }
}

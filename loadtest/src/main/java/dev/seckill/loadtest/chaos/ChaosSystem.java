package dev.seckill.loadtest.chaos;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.infra.embedded.EmbeddedCluster;
import dev.seckill.infra.embedded.RedisFsync;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.SaleStores;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.loadtest.payments.ExampleShop;
import dev.seckill.loadtest.payments.WebhookSignature;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The system that is to be broken, on free ports: three servers, two API instances, two consumers of one group, and a
 * third consumer that is not started. All of it ends with this JVM, also when that is killed.
 */
final class ChaosSystem implements AutoCloseable {

    /** Past it an order is 202; a frozen Kafka must exceed it. */
    static final Duration PUBLISH_WAIT = Duration.ofSeconds(1);

    /** More than the read-back wait and two timeouts of Redis, as the API demands. */
    private static final String[] API_WAITS = {
        "--redis-timeout=1s",
        "--read-back-wait=2s",
        "--relay-after=6s",
        "--publish-wait=" + PUBLISH_WAIT.toMillis() + "ms",
        "--warm-up=300" // only so that a start takes part in it; the rounds measure no speed
    };

    /** So that a killed consumer's share is taken over, and a frozen MySQL noticed, within a round. */
    private static final String[] CONSUMER_WAITS = {
        "--session-timeout=6s", "--poll-interval=30s", "--mysql-socket-timeout=3s", "--mysql-lock-wait=2s"
    };

    /** Who changes the planned sales. */
    static final AdminToken ADMIN = AdminToken.random("chaos");

    /** Who confirms and cancels orders. */
    static final AdminToken SHOP = AdminToken.random("chaos-shop");

    /** The shop fails to take one webhook in so many, and is told again. */
    private static final int SHOP_FAILS_PERCENT = 5;

    private static final String JVM = "-XX:TieredStopAtLevel=1";

    private final Path folder;
    private final String[] proofs;
    private final AdminToken reader = AdminToken.random("api");
    private final SaleId sale;
    private final ServerStack servers;
    private final SaleStores stores;
    private final List<ApiLines> lines; // empty without a cluster
    private final List<AppProcess> apis;
    private final List<AppProcess> apisWithClockOff = new ArrayList<>();
    private final List<AppProcess> consumers;
    private final AppProcess spare;
    private final ExampleShop shop;

    private ChaosSystem(Path folder, SaleId sale, Clock clock, ServerStack servers) {
        this.folder = folder;
        this.sale = sale;
        this.servers = servers;
        this.stores = new SaleStores(servers, sale, clock);
        Programs programs = new Programs(servers, sale, folder);
        String secret = WebhookSignature.randomSecret();
        this.shop = new ExampleShop(List.of(secret), SHOP_FAILS_PERCENT, 1, clock);
        Map<String, String> webhooks = Map.of(
                "WEBHOOK_URL", shop.url().toString(), "WEBHOOK_SECRETS", secret, "WEBHOOK_ALLOW_PRIVATE", "true");
        this.lines = servers instanceof EmbeddedCluster cluster ? lines(cluster, folder) : List.of();
        this.proofs = ProofSettings.in(folder.resolve("proof-keys"));
        this.consumers =
                List.of(consumer(programs, "consumer-1", webhooks), consumer(programs, "consumer-2", webhooks));
        this.spare = consumer(programs, "consumer-3", webhooks);
        this.apis = List.of(api(programs, 1), api(programs, 2));
    }

    /**
     * Starts everything; returns when all parts answer.
     *
     * @param kind of the servers
     * @param folder for {@code data} and all logs
     * @throws dev.seckill.infra.StartFailedException if a part does not start; what had started is stopped
     */
    static ChaosSystem start(ServerKind kind, Path folder, SaleId sale, Clock clock) {
        // Redis forces each write to disk before it replies, so what a buyer was told survives a lost machine as well.
        ServerStack servers = kind.start(StackConfig.onFreePorts(folder.resolve("data"))
                .withRedisFsync(RedisFsync.ALWAYS)
                .withStartWait(Waits.START));
        ChaosSystem system = new ChaosSystem(folder, sale, clock, servers);
        try {
            new Programs(servers, sale, folder).migrate();
            // Not ready before there is something to sell: that comes with the first round.
            system.apis.forEach(AppProcess::launch);
            system.apis.forEach(api -> api.awaitHttp("/health/live", Waits.START));
            inParallel(system.consumers, Server::start);
            return system;
        } catch (RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    private static List<ApiLines> lines(EmbeddedCluster cluster, Path folder) {
        List<Integer> brokers =
                cluster.kafkaBrokers().nodes().stream().map(Server::port).toList();
        return List.of(new ApiLines(1, brokers, folder), new ApiLines(2, brokers, folder));
    }

    private AppProcess api(Programs programs, int number) {
        return process(api(programs, number, 0, Map.of()));
    }

    private AppCommand api(Programs programs, int number, int port, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("ADMIN_TOKENS", ADMIN.setting());
        variables.put("SHOP_TOKENS", SHOP.setting());
        variables.put("ORDER_BOOK_TOKEN", reader.secret());
        AppCommand api = programs.api("api-" + number, port, variables)
                .withArguments(API_WAITS)
                .withArguments(proofs)
                .withArguments(programs.orderBook(consumers.get(0).url()));
        return lines.isEmpty() ? api : lines.get(number - 1).through(api);
    }

    private AppProcess consumer(Programs programs, String name, Map<String, String> webhooks) {
        Map<String, String> variables = new HashMap<>(webhooks);
        variables.put("READ_TOKENS", reader.setting());
        return process(programs.consumer(name, 0)
                .withArguments(CONSUMER_WAITS)
                .withArguments(proofs)
                .withArguments("--proofs=" + proofs())
                .withEnvironment(variables));
    }

    private static AppProcess process(AppCommand command) {
        return new AppProcess(command.withJvmOptions(JVM).withWaits(Waits.START, Waits.STOP));
    }

    List<AppProcess> apis() {
        return apis;
    }

    /** The lines of an API instance to the servers, which can be broken. */
    ApiLines lines(int api) {
        return lines.get(api);
    }

    /** The cluster's nodes one by one. */
    EmbeddedCluster cluster() {
        return (EmbeddedCluster) servers;
    }

    /**
     * An API instance that has another time, to be started in place of the one on its port.
     *
     * @param offset such as {@code +5m}
     */
    AppProcess withClockOff(int api, String offset) {
        AppProcess odd = process(
                api(new Programs(servers, sale, folder), api + 1, apis.get(api).port(), FakeTime.variables(offset)));
        apisWithClockOff.add(odd);
        return odd;
    }

    List<URI> apiUrls() {
        return apis.stream().map(api -> URI.create(api.url())).toList();
    }

    List<AppProcess> consumers() {
        return consumers;
    }

    /** A third consumer that is not running. */
    AppProcess spareConsumer() {
        return spare;
    }

    /** What receipts are checked with. */
    String rootKey() {
        return ProofSettings.rootKey(folder.resolve("proof-keys"));
    }

    /** Where strangers find what is signed. */
    Path proofs() {
        return folder.resolve("proofs");
    }

    /** The command that signs a sale anew. */
    CertifyAnew certifyAnew(SaleId of) {
        return new CertifyAnew(new Programs(servers, of, folder), proofs);
    }

    /** Who is told of orders by webhooks. */
    ExampleShop shop() {
        return shop;
    }

    Server redis() {
        return servers.redis();
    }

    Server kafka() {
        return servers.kafka();
    }

    Server mysql() {
        return servers.mysql();
    }

    List<Server> servers() {
        return List.of(servers.redis(), servers.kafka(), servers.mysql());
    }

    /** Where Redis keeps its files, a folder for each node. */
    List<Path> redisData() {
        Path data = folder.resolve("data");
        return servers instanceof EmbeddedCluster cluster
                ? cluster.redisCluster().nodes().stream()
                        .map(node -> data.resolve(node.name()))
                        .toList()
                : List.of(data.resolve("redis"));
    }

    /** Where the default sale is kept. */
    SaleStores stores() {
        return stores;
    }

    /** Where another sale is kept. */
    SaleStores stores(SaleId other) {
        return new SaleStores(servers, other, stores.clock());
    }

    /** The command that rebuilds a sale. */
    Recover recover(SaleId lost) {
        return new Recover(new Programs(servers, lost, folder));
    }

    /** What a name says in a line of the log. */
    String nameOf(Server server) {
        if (server == servers.redis()) {
            return "redis";
        }
        if (server == servers.kafka()) {
            return "kafka";
        }
        if (server == servers.mysql()) {
            return "mysql";
        }
        return apis.contains(server)
                ? "api-" + (apis.indexOf(server) + 1)
                : "consumer-" + (consumers.indexOf(server) + 1);
    }

    /** Does the same to all of them at once; returns when all are done. */
    static void inParallel(List<? extends Server> targets, Consumer<Server> action) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Server target : targets) {
            running.add(
                    CompletableFuture.runAsync(() -> action.accept(target), task -> new Thread(task, "chaos").start()));
        }
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }

    /** Stops the API instances first, so that what they have decided still reaches the order log. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // else no wait below would wait
        try (servers;
                shop) {
            List<AppProcess> instances = new ArrayList<>(apis);
            instances.addAll(apisWithClockOff);
            inParallel(instances, Server::stop);
            List<AppProcess> all = new ArrayList<>(consumers);
            all.add(spare);
            inParallel(all, Server::stop);
        } finally {
            lines.forEach(ApiLines::close);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.seckill.loadtest.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.infra.embedded.ChildStack;
import dev.seckill.infra.embedded.EmbeddedStack;
import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.process.Waiting;
import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The servers on free ports and the programs that are measured on them. All of it ends with this JVM, also when that is
 * killed. Not thread-safe.
 */
final class BenchSystem implements AutoCloseable {

    /** So that nothing ever sells out by accident. */
    static final long PLENTY = 1_000_000_000;

    private static final SaleId PER_BUYER_SALE = new SaleId("per-buyer");
    private static final Duration WAIT = Duration.ofSeconds(120);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ChildStack servers;
    private final SaleCounter sale;
    private final SaleCounter perBuyerSale;
    private final SalesOnOffer sales;
    private final List<AppProcess> started = new ArrayList<>();
    private BenchSystem secured;

    private BenchSystem(Path folder, ChildStack servers) {
        this.folder = folder;
        this.servers = servers;
        URI redis = URI.create(servers.redisUrl());
        this.sale = new SaleCounter(redis, SaleId.DEFAULT, Clock.systemUTC());
        this.perBuyerSale = new SaleCounter(redis, PER_BUYER_SALE, Clock.systemUTC());
        this.sales = new SalesOnOffer(redis);
    }

    /** @param folder for {@code data} and all logs */
    static BenchSystem start(Path folder) {
        return new BenchSystem(folder, EmbeddedStack.start(StackConfig.onFreePorts(folder.resolve("data"))));
    }

    ChildStack servers() {
        return servers;
    }

    /**
     * A second system beside this one, which starts when it is first asked for and ends with this one: TLS everywhere, passwords,
     * and least rights. This JVM trusts it from then on, and nobody else.
     */
    BenchSystem secured() {
        if (secured == null) {
            SecureStack others = SecureStack.start(
                    StackConfig.onFreePorts(folder.resolve("data").resolve("secured")));
            others.trustInThisJvm();
            secured = new BenchSystem(folder, others);
        }
        return secured;
    }

    /** Settings with which both programs prove sales. */
    String[] proofs() {
        return ProofSettings.in(proofKeys());
    }

    /** The same for a consumer that certifies sales into a folder. */
    String[] certifying(Path proofs) {
        return Stream.concat(Stream.of(proofs()), Stream.of("--proofs=" + proofs))
                .toArray(String[]::new);
    }

    /** The key that a stranger pins. */
    String rootKey() {
        return ProofSettings.rootKey(proofKeys());
    }

    private Path proofKeys() {
        return data().resolve("proof-keys");
    }

    /** What goes with the servers' data. */
    Path data() {
        return folder.resolve("data");
    }

    /** Takes the order book away; the next consumer makes a new one. */
    void dropOrderBook() {
        try (Connection connection = DriverManager.getConnection(
                        servers.mysqlUrl(""), servers.mysqlUser(), servers.mysqlPassword());
                Statement drop = connection.createStatement()) {
            drop.execute("DROP DATABASE IF EXISTS " + Programs.DATABASE);
        } catch (SQLException e) {
            throw new IllegalStateException("bench - the order book stays", e);
        }
    }

    /** Sales beside the default one. */
    SalesOnOffer sales() {
        return sales;
    }

    /** An API on the default sale, with plenty on sale. */
    AppProcess api(String name, String... arguments) {
        putOnSale(PLENTY);
        return run(programs(SaleId.DEFAULT).api(name, 0).withArguments(arguments));
    }

    /** The same with an operator. */
    AppProcess api(String name, AdminToken admin, String... arguments) {
        putOnSale(PLENTY);
        return run(programs(SaleId.DEFAULT).api(name, 0, admin.variable()).withArguments(arguments));
    }

    /** An API that is on its way, with what is on sale as it is. */
    AppProcess launchApi(String name, String... arguments) {
        AppProcess process =
                new AppProcess(programs(SaleId.DEFAULT).api(name, 0).withArguments(arguments));
        started.add(process);
        process.launch();
        return process;
    }

    /** The API with a transaction for each buyer, on a sale of its own. */
    AppProcess perBuyer() {
        perBuyerSale.reset(PLENTY);
        return run(onTopOfApi(programs(PER_BUYER_SALE).api("per-buyer", 0), PerBuyerServer.class)
                // A look ahead is too old by the next purchase of its queue, and would only be paid for.
                .withArguments(
                        "--batch-max=1",
                        "--conflict-retries=1000",
                        "--look-ahead=0ms",
                        "--probe=1m",
                        "--failover-wait=0ms"));
    }

    /** The API with a Redis that is further away, on the default sale, with plenty on sale. */
    AppProcess farRedis(String... arguments) {
        putOnSale(PLENTY);
        return run(onTopOfApi(programs(SaleId.DEFAULT).api("far-redis", 0), FarRedisServer.class)
                .withArguments(arguments));
    }

    /** The same server with nothing behind it. */
    AppProcess empty() {
        return run(onTopOfApi(programs(SaleId.DEFAULT).api("empty", 0), EmptyServer.class));
    }

    /** A consumer that is not started yet. */
    AppProcess consumer(String name, String... arguments) {
        AppProcess consumer =
                new AppProcess(programs(SaleId.DEFAULT).consumer(name, 0).withArguments(arguments));
        started.add(consumer);
        return consumer;
    }

    /** Runs a class of this module on the class path of the API's jar, with the API's arguments. */
    private static AppCommand onTopOfApi(AppCommand api, Class<?> program) {
        List<String> java = new ArrayList<>(api.java());
        int jarOption = java.indexOf("-jar");
        String jar = java.get(jarOption + 1);
        String classes = Path.of(URI.create(program.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
        java.subList(jarOption, jarOption + 2).clear();
        java.addAll(List.of("-cp", jar + File.pathSeparator + classes, program.getName()));
        return new AppCommand(
                api.name(),
                java,
                api.port(),
                api.arguments(),
                api.environment(),
                api.javaHome(),
                api.log(),
                api.startWait(),
                api.stopWait(),
                api.authority());
    }

    private AppProcess run(AppCommand command) {
        AppProcess process = new AppProcess(command);
        started.add(process);
        process.start();
        return process;
    }

    private Programs programs(SaleId of) {
        return new Programs(servers, of, folder);
    }

    /** Puts exactly so many units on the default sale. */
    void putOnSale(long units) {
        sale.reset(units);
    }

    /** The same, and waits until an API knows. */
    void putOnSale(long units, AppProcess api) throws InterruptedException {
        putOnSale(units);
        await("the API knows of " + units + " units", () -> leftAt(api) == units);
    }

    /** @throws IllegalStateException if the sale is sold out */
    void requireLeft(AppProcess api) throws InterruptedException {
        await("the API tells what is left", () -> leftAt(api) >= 0);
        if (leftAt(api) == 0) {
            throw new IllegalStateException("bench - sold out while accepted purchases were counted");
        }
    }

    private static long leftAt(AppProcess api) {
        try {
            return JSON.readTree(Page.read(api.url() + "/health/ready"))
                    .path("left")
                    .asLong(-1);
        } catch (IOException notReady) {
            return -1; // the wait around this has a bound
        }
    }

    /** Waits until no order waits for its delivery, so that one measurement does not pay for another. */
    void awaitDelivered() throws InterruptedException {
        await("the outbox is empty", () -> sale.outboxSize() + perBuyerSale.outboxSize() == 0);
    }

    /** @throws IllegalStateException if it does not come true within the bound */
    static void await(String what, Waiting.Condition condition) throws InterruptedException {
        await(WAIT, what, condition);
    }

    /** The same with another bound. */
    static void await(Duration bound, String what, Waiting.Condition condition) throws InterruptedException {
        if (!Patience.await(bound, condition)) {
            throw new IllegalStateException("bench - " + what + ": not within " + bound.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        BenchSystem beside = secured;
        try (beside;
                servers;
                sale;
                perBuyerSale;
                sales) {
            started.forEach(AppProcess::stop);
        }
    }
}

package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OrderChange.Cancel;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.RebuiltJournal;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.AccessControlLogEntry;

/** Each command that {@code infra/secure} lists is taken from the API's user once: the API needs it, and says that it lacks. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RedisRightsIT {

    private static final String PASSWORD = "not-to-be-told";
    private static final String NO_RIGHT = "NOPERM";
    /** Nobody gives a transaction up but {@code check}, which asks for this right like for all. */
    private static final String ONLY_OF_CHECK = "discard";

    /**
     * Without the one, connections have no name in Redis's list of them, and nothing else happens. Before the other stands {@code
     * cluster|slots}, at which this Redis says that it is no cluster; {@code ClusterCounterIT} has one.
     */
    private static final Set<String> PASSED_OVER = Set.of("client|setname", "cluster|nodes");

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_BACK = Duration.ofMillis(100);

    private final ServerStack servers;
    private final HeldSale sale;
    private final String user;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private Jedis operator;
    private OrderId held;
    private List<OutboxEntry> entries;

    RedisRightsIT(ServerStack servers) throws IOException {
        this.servers = servers;
        this.sale = new HeldSale(servers);
        this.user = "user-of-" + sale.id;
    }

    @BeforeEach
    void open() {
        operator = new Jedis(URI.create(servers.redisUrl()), 30_000);
        sale.open(20, Map.of("holdFor", "60", "holdMax", "120", "perBuyer", "9"));
        held = sale.buy(sale.counter(), "ann");
        sale.decide(sale.counter(), new Purchase(new IdempotencyKey("of-ben"), new BuyerId("ben")));
        entries = new ArrayList<>();
        try (RedisSale stored = new RedisSale(sale.id, new RedisSettings(URI.create(servers.redisUrl()), TIMEOUT))) {
            stored.outbox(entries::add, (field, reason) -> {
                throw new AssertionError(field + ": " + reason);
            });
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        operator.aclDelUser(user);
        operator.srem("{seckill}:sales", sale.id.value());
        operator.close();
        sale.close();
    }

    static Stream<String> commands() {
        return ListedRights.commands().stream();
    }

    static Stream<String> commandsOfInstances() {
        return commands().filter(command -> !command.equals(ONLY_OF_CHECK));
    }

    @Test
    void withAllOfThemNothingIsRefused() {
        let(ListedRights.all().stream());

        doAll();

        assertThat(refused()).as(told()).isEmpty();
        assertThat(told()).doesNotContain(NO_RIGHT).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @MethodSource("commandsOfInstances")
    void withoutOneOfThemWhatNeedsItIsRefusedAndToldWhy(String command) {
        let(ListedRights.without(command));

        doAll();

        assertThat(refused()).as(told()).contains(nameOf(command));
        if (!PASSED_OVER.contains(command)) {
            assertThat(said)
                    .as(told())
                    .anyMatch(line -> line.contains(NO_RIGHT) && line.contains("'" + nameOf(command)));
        }
        assertThat(told()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void checkNamesTheOneThatIsMissing(String command) {
        let(ListedRights.without(command));
        RedisSettings settings = settings("redis", servers.redis().port());

        try (Connection connection = new Connection(settings.addresses().get(0), settings.clientConfig())) {
            CommandProbe probe = new CommandProbe(connection, sale.id);
            probe.run(true, true);

            assertThat(probe.lacking()).containsExactly(command);
        } catch (JedisException e) {
            assertThat(e).as(command).hasMessageContaining(NO_RIGHT).hasMessageContaining("'" + nameOf(command));
        }
    }

    /** All that an instance and {@code recover} do in Redis, each thing on its own, so that what fails keeps nothing else away. */
    private void doAll() {
        said.addAll(LogLines.during(() -> {
            tryIt(this::createTheStock);
            tryIt(() -> buy("dan"));
            tryIt(() -> decide(counter(sale.id, null), new Cancel(held, "shop", null)));
            tryIt(this::settleWithADecision);
            tryIt(this::readBackWhatGotLost);
            tryIt(this::probe);
            relay(opened(new RedisOutbox(sale.id, settings(), user)));
            tryIt(() -> opened(new SaleRegistry(settings())).sales());
            tellFigures(opened(new RedisFigures(settings())));
            tryIt(this::askACluster);
            recover(opened(new RedisSale(sale.id, settings())));
        }));
    }

    private void createTheStock() {
        decide(counter(new SaleId("starting-" + UUID.randomUUID()), 5L), Purchase.ANONYMOUS);
    }

    private void buy(String buyer) {
        decide(
                counter(sale.id, null),
                new Purchase(new IdempotencyKey("of-" + buyer), new BuyerId(buyer)),
                HeldSale.by(buyer));
    }

    private void settleWithADecision() {
        told(counter(sale.id, null).decide(List.of(HeldSale.by("eve")), List.of(idOf(0))));
    }

    private void readBackWhatGotLost() {
        StockCounter behind = counter(sale.id, null, settings("redis", sale.proxy.port()));
        sale.proxy.loseNextExecReply();
        told(behind.decide(List.of(HeldSale.by("fay")), List.of()));
    }

    private void probe() {
        StoreNode node =
                opened(new StoreNode(new RedisNodes(settings()), LoggedMarks.NOTHING, Duration.ZERO, System::nanoTime));
        node.link.open();
        node.probe();
    }

    private void relay(RedisOutbox outbox) {
        tryIt(() -> outbox.beat(Instant.now(), Map.of(sale.id, 1)));
        tryIt(() -> outbox.events(100_000));
        tryIt(() -> outbox.entries(List.of(idOf(1))));
        tryIt(() -> outbox.missing(List.of(idOf(1))));
        tryIt(() -> outbox.settle(List.of(idOf(1))));
        tryIt(() -> outbox.epochs(List.of(sale.id)));
        tryIt(() -> outbox.sound(List.of(sale.id)));
    }

    private void tellFigures(RedisFigures figures) {
        tryIt(() -> figures.exchange(
                new SharedFigures.Told(user, "beat", Map.of(sale.id, new SharedFigures.Counter(user + "#1", "5"))),
                Set.of(sale.id),
                true));
        tryIt(() -> figures.counters(sale.id));
        tryIt(() -> figures.fold(sale.id, List.of(user + "#1"), "gone", (one, other) -> one + other));
        tryIt(() -> figures.forget(List.of(user)));
    }

    /** This Redis is none, but whoever may not ask hears that first. */
    private void askACluster() {
        try (RedisNodes nodes =
                new RedisNodes(settings("redis-cluster", servers.redis().port()))) {
            nodes.masterOf(0);
        }
    }

    private void recover(RedisSale stored) {
        tryIt(stored::isThere);
        tryIt(stored::state);
        tryIt(stored::lost);
        tryIt(stored::halt);
        tryIt(() -> {
            RecoveredOrders orders = stored.recoveredOrders();
            entries.stream().filter(entry -> entry.order() != null).forEach(orders::add);
            orders.settle(true, RedisSale.Kept.ALL, false);
            orders.addRemembered();
            stored.rebuild(
                    new RebuiltSale(20, 2, 2, 0, 2, null, new RebuiltJournal(9, 18, 18, List.of(), List.of())),
                    orders,
                    Instant.now().toEpochMilli(),
                    Duration.ofHours(1),
                    RedisSale.Kept.ALL,
                    events -> {});
        });
    }

    private void tryIt(Runnable something) {
        try {
            something.run();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                said.add(String.valueOf(cause.getMessage()));
            }
        }
    }

    private void decide(StockCounter counter, Request... requests) {
        told(counter.decide(List.of(requests), List.of()));
    }

    private void told(Attempt attempt) {
        said.add(attempt.toString());
    }

    private EventId idOf(int entry) {
        return entries.get(entry).id();
    }

    private StockCounter counter(SaleId id, Long stock) {
        return counter(id, stock, settings());
    }

    private StockCounter counter(SaleId id, Long stock, RedisSettings settings) {
        return opened(new RedisStockCounter(
                id,
                settings,
                new RedisStockCounter.Settings(
                        stock, 1000, READ_BACK, Duration.ofHours(1), Duration.ZERO, Duration.ZERO),
                () -> LoggedSeq.NONE,
                Clock.systemUTC()));
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private RedisSettings settings() {
        return settings("redis", servers.redis().port());
    }

    /** Of the user, who is to wait for a replica as well. */
    private RedisSettings settings(String scheme, int port) {
        return new RedisSettings(
                URI.create(scheme + "://" + user + ":" + PASSWORD + "@127.0.0.1:" + port),
                null,
                TIMEOUT,
                RedisSettings.SentinelLogin.NONE,
                new RedisSettings.ReplicaWait(1, Duration.ofMillis(1)));
    }

    private void let(Stream<String> rights) {
        operator.aclSetUser(
                user, Stream.concat(Stream.of("on", ">" + PASSWORD), rights).toArray(String[]::new));
        operator.aclLogReset();
    }

    /** The names of the commands that Redis has not let the user send. */
    private Set<String> refused() {
        return operator.aclLog(1000).stream()
                .filter(entry -> entry.getUsername().equals(user))
                .map(AccessControlLogEntry::getObject)
                .map(RedisRightsIT::nameOf)
                .collect(Collectors.toSet());
    }

    /** Of a command with a part, Redis before 7 names the command alone. */
    private static String nameOf(String command) {
        return command.replaceAll("\\|.*", "");
    }

    private String told() {
        return String.join("\n", said);
    }
}

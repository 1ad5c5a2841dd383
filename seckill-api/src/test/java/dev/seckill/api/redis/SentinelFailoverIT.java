package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.sale.SaleState;
import dev.seckill.infra.embedded.RedisSentinelConfig;
import dev.seckill.infra.embedded.RedisSentinelServers;
import dev.seckill.infra.embedded.RedisTalk;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** A master that dies, is frozen or comes back, under sentinels that promote a replica. */
@Timeout(300)
final class SentinelFailoverIT {

    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final RedisSettings.SentinelLogin LOGIN = new RedisSettings.SentinelLogin("seckill-api", "secret");

    private final SaleId sale = new SaleId("counter-" + UUID.randomUUID());
    private final SellingInstance.Log log = new SellingInstance.Log();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedisSentinelServers servers;

    @BeforeEach
    void start(@TempDir Path folder) {
        servers = RedisSentinelServers.start(RedisSentinelConfig.in(folder.resolve("data")));
        try (RedisClient redis = client(servers.master())) {
            redis.set(sale.value(), "100");
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        servers.close();
    }

    @Test
    void theSaleGoesOnAtAReplicaThatHasEverything() {
        SellingInstance one = instance();
        SellingInstance other = instance();
        sell(one, 3);
        sell(other, 2);
        awaitReplicated(5);
        ChildServer master = servers.master();

        master.kill();
        sell(one, 1);
        sell(other, 1);

        assertThat(log.orders()).isEqualTo(7);
        assertThat(log.twice).isEmpty();
        try (RedisClient redis = client(servers.awaitOtherMaster(master, BOUND))) {
            assertThat(redis.get(sale.value())).isEqualTo("93");
        }
    }

    @Test
    void theSaleHaltsAtAReplicaThatLaggedBehindTheLog() {
        SellingInstance one = instance();
        sell(one, 3);
        awaitReplicated(3);
        ChildServer master = servers.master();
        List<ChildServer> replicas = servers.replicas();
        replicas.forEach(LaggingReplica::cutOff);
        sell(one, 4);
        master.kill();
        SellingInstance another = instance(); // it has decided nothing, and knows the log only

        awaitHalted(another);
        awaitHalted(one);
        assertThat(log.orders()).isEqualTo(7);
        assertThat(log.twice).isEmpty();
    }

    @Test
    void theSaleHaltsAtAReplicaThatLacksWhatOneInstanceHasNotLoggedYet() {
        SellingInstance one = instance();
        SellingInstance another = instance();
        sell(one, 3);
        sell(another, 1);
        awaitReplicated(4);
        ChildServer master = servers.master();
        List<ChildServer> replicas = servers.replicas();
        replicas.forEach(LaggingReplica::cutOff);
        await().until(() -> one.decide(sale, 2).size() == 2); // Kafka does not answer
        master.kill();

        await().atMost(BOUND).until(() -> {
            assertThat(another.buy(sale, 1)).isZero();
            one.buy(sale, 1);
            return another.trouble.equals(SaleState.HALTED_TROUBLE);
        });
        assertThat(log.twice).isEmpty();
    }

    @Test
    void nobodySellsAtAMasterThatWasReplacedWhileItStoodStill() {
        SellingInstance one = instance();
        sell(one, 3);
        awaitReplicated(3);
        ChildServer old = servers.master();
        old.freeze();
        ChildServer master = servers.awaitOtherMaster(old, BOUND);
        SellingInstance another = instance();
        sell(another, 2);

        old.thaw(); // it takes itself for the master still, and the connection to it is open
        sell(one, 1);

        assertThat(log.orders()).isEqualTo(6);
        assertThat(log.twice).isEmpty();
        try (RedisClient redis = client(master)) {
            assertThat(redis.get(sale.value())).isEqualTo("94");
        }
    }

    @Test
    void aMasterThatIsPromotedAgainIsNewToTheSale() {
        SellingInstance one = instance();
        SellingInstance another = instance();
        sell(one, 2);
        sell(another, 1);
        awaitReplicated(3);
        ChildServer first = servers.master();
        servers.failOver();
        ChildServer second = servers.awaitOtherMaster(first, BOUND);
        servers.awaitHealthy();
        servers.replicas().forEach(LaggingReplica::cutOff); // before the sale is marked as sound at the second
        await().atMost(BOUND).until(() -> one.decide(sale, 2).size() == 2); // Kafka does not answer
        servers.replicas().stream().filter(replica -> replica != first).forEach(ChildServer::kill);
        second.kill();

        await().atMost(BOUND).until(() -> {
            assertThat(another.buy(sale, 1)).isZero();
            one.buy(sale, 1);
            return another.trouble.equals(SaleState.HALTED_TROUBLE);
        });
        assertThat(servers.master()).isEqualTo(first);
        assertThat(log.twice).isEmpty();
    }

    @Test
    void aStaleSentinelStopsNobody() throws IOException {
        SellingInstance one = instance();
        sell(one, 2);
        awaitReplicated(2);
        ChildServer old = servers.master();
        ChildServer stale = servers.sentinels().get(2);
        stale.kill();
        old.kill();
        ChildServer master = servers.awaitOtherMaster(old, BOUND);
        startAsOnTheFirstDay(stale);
        letLogin("+sentinel|get-master-addr-by-name", "+sentinel|master");

        try (RedisNodes nodes = nodes(LOGIN)) {
            await().atMost(BOUND).until(() -> isConfirmed(nodes, master));
            long version = nodes.version();
            sell(one, 2);
            sell(instance(), 2);
            await().atMost(BOUND).until(() -> isConfirmed(nodes, master)); // nobody has asked it meanwhile
            assertThat(nodes.version()).as("no connection is given up").isEqualTo(version);
        }
        assertThat(namedBy(stale)).isEqualTo(old.port());
        try (RedisClient redis = client(master)) {
            assertThat(redis.get(sale.value())).isEqualTo("94");
        }
        assertThat(log.twice).isEmpty();
    }

    /**
     * With the master of its settings, which is dead; the others do not know it any more, as if it had another address by now, so
     * nobody tells it better.
     */
    private void startAsOnTheFirstDay(ChildServer stale) throws IOException {
        servers.awaitHealthy(); // before a failover is over, they would forget that as well
        for (ChildServer other : servers.sentinels()) {
            if (other != stale) {
                RedisTalk.ask(other.port(), "SENTINEL", "RESET", RedisSentinelServers.MASTER);
            }
        }
        stale.wipe();
        stale.start();
    }

    private static int namedBy(ChildServer sentinel) throws IOException {
        List<?> address = (List<?>)
                RedisTalk.ask(sentinel.port(), "SENTINEL", "GET-MASTER-ADDR-BY-NAME", RedisSentinelServers.MASTER);
        return Integer.parseInt((String) address.get(1));
    }

    @Test
    void whoMayNotAskForEpochsSellsWhileTheSentinelsAgree() throws IOException {
        letLogin("+sentinel|get-master-addr-by-name");

        try (RedisNodes nodes = nodes(LOGIN)) {
            await().atMost(BOUND).until(() -> isConfirmed(nodes, servers.master()));
        }
    }

    private void letLogin(String... rights) throws IOException {
        for (ChildServer sentinel : servers.sentinels()) {
            List<String> command = new ArrayList<>(
                    List.of("ACL", "SETUSER", LOGIN.user(), "on", ">" + LOGIN.password(), "-@all", "+client|setname"));
            command.addAll(List.of(rights));
            RedisTalk.ask(sentinel.port(), command.toArray(String[]::new));
        }
    }

    private RedisNodes nodes(RedisSettings.SentinelLogin login) {
        return new RedisNodes(new RedisSettings(
                URI.create(servers.url()), null, Duration.ofSeconds(1), login, RedisSettings.ReplicaWait.NONE));
    }

    private static boolean isConfirmed(RedisNodes nodes, ChildServer master) {
        HostAndPort told = nodes.masterOf(0);
        return told.getPort() == master.port() && nodes.isConfirmedWithin(told, PAUSE);
    }

    @Test
    void nothingIsSoldWhileNoMajorityOfTheSentinelsIsThere() {
        needReplicas(10); // how long the master goes on without them is not known, so that is not enough
        SellingInstance one = instance();
        sell(one, 1);

        servers.sentinels().subList(1, 3).forEach(ChildServer::kill);

        await().atMost(BOUND).until(() -> {
            one.buy(sale, 1);
            return one.trouble.contains("no majority of the sentinels, has named");
        });
        servers.sentinels().subList(1, 3).forEach(ChildServer::start);
        sell(one, 1);
    }

    @Test
    void whatAMasterHoldsThatNoMajorityNamesIsNeitherDeliveredNorPromised() {
        SellingInstance one = instance();
        sell(one, 1);
        RedisNodes nodes = new RedisNodes(new RedisSettings(URI.create(servers.url()), Duration.ofSeconds(1)));
        RedisOutbox outbox = new RedisOutbox(sale, nodes, "relay", PAUSE);
        RedisStandings standings = new RedisStandings(nodes, PAUSE);
        opened.addAll(List.of(outbox, standings, nodes));
        OrderId order = new OrderIdGenerator(Clock.systemUTC()).next();
        assertThat(outbox.sound(Set.of(sale))).containsExactly(sale);
        assertThat(standings.of(sale, order).isSound()).isTrue();

        servers.sentinels().subList(1, 3).forEach(ChildServer::kill);

        await().atMost(BOUND).until(() -> outbox.sound(Set.of(sale)).isEmpty());
        assertThat(standings.of(sale, order).isSound()).isFalse();
        servers.sentinels().subList(1, 3).forEach(ChildServer::start);
        await().atMost(BOUND).until(() -> outbox.sound(Set.of(sale)).contains(sale));
        assertThat(standings.of(sale, order).isSound()).isTrue();
    }

    @Test
    void nothingIsSoldAtAMasterThatStopsWithoutReplicas() {
        needReplicas(1);
        SellingInstance one = instance();
        sell(one, 1);

        servers.nodes().stream().filter(node -> node != servers.nodes().get(0)).forEach(ChildServer::freeze);
        await().atMost(BOUND).until(() -> {
            one.buy(sale, 1);
            return one.trouble.contains("NOREPLICAS");
        });
    }

    private void needReplicas(int maxLagSeconds) {
        try (RedisClient redis = client(servers.master())) {
            redis.configSet("min-replicas-to-write", "1");
            redis.configSet("min-replicas-max-lag", Integer.toString(maxLagSeconds));
        }
    }

    @Test
    void aDecisionThatTooFewReplicasHaveIsCountedAndStands() {
        StoreRisks risks = new StoreRisks();
        SellingInstance one = new SellingInstance(
                servers.url(), log, PAUSE, new RedisSettings.ReplicaWait(2, Duration.ofMillis(200)), risks);
        opened.add(one);
        await().atMost(BOUND).until(() -> {
            sell(one, 1);
            long before = risks.thinlyKept();
            sell(one, 1);
            return risks.thinlyKept() == before;
        });
        long before = risks.thinlyKept();
        ChildServer replica = servers.replicas().get(0);
        replica.freeze();

        sell(one, 1);

        assertThat(risks.thinlyKept()).isEqualTo(before + 1);
        replica.thaw();
    }

    private SellingInstance instance() {
        SellingInstance instance = new SellingInstance(servers.url(), log, PAUSE);
        opened.add(instance);
        return instance;
    }

    /** One by one, however often it takes. */
    private void sell(SellingInstance instance, int purchases) {
        for (int i = 0; i < purchases; i++) {
            await().alias(instance.trouble).atMost(BOUND).until(() -> instance.buy(sale, 1) == 1);
        }
    }

    private void awaitHalted(SellingInstance instance) {
        await().atMost(BOUND).until(() -> {
            assertThat(instance.buy(sale, 1)).isZero();
            return instance.trouble.equals(SaleState.HALTED_TROUBLE);
        });
    }

    private void awaitReplicated(long orders) {
        for (ChildServer replica : servers.replicas()) {
            try (RedisClient redis = client(replica)) {
                await().atMost(BOUND)
                        .until(() -> Long.toString(orders).equals(redis.hget("{" + sale + "}:sale", "seq")));
            }
        }
    }

    private static RedisClient client(ChildServer server) {
        return RedisClient.create("redis://127.0.0.1:" + server.port());
    }
}

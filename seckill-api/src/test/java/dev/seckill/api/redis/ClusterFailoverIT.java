package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleState;
import dev.seckill.infra.embedded.RedisClusterConfig;
import dev.seckill.infra.embedded.RedisClusterServers;
import dev.seckill.infra.embedded.SlotMove;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Masters of a cluster that die, and slots that move, while sales go on. */
@Timeout(300)
final class ClusterFailoverIT {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Shorter than a master that stands still stays one. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static RedisClusterServers servers;

    private final SellingInstance.Log log = new SellingInstance.Log();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedisNodes nodes;
    private SaleId sale;
    private ChildServer master;

    @BeforeAll
    static void startServers(@TempDir Path folder) {
        servers = RedisClusterServers.start(RedisClusterConfig.onFreePorts(folder.resolve("data")));
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @BeforeEach
    void start() {
        nodes = nodes();
        sale = saleBeside("{seckill}", false);
        master = servers.masterOf(sale.value());
        ask(sale, Command.SET, SaleKeys.bytes(sale.value()), SaleKeys.bytes("100"));
    }

    private static RedisNodes nodes() {
        return new RedisNodes(new RedisSettings(URI.create(servers.url()), Duration.ofSeconds(1)));
    }

    @AfterEach
    void heal() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        servers.nodes().stream().filter(ChildServer::isRunning).forEach(ChildServer::thaw);
        servers.startAll();
        servers.nodes().forEach(LaggingReplica::heal);
        servers.awaitHealthy();
    }

    /** A sale that has the same master as a key, or another one. */
    private static SaleId saleBeside(String key, boolean together) {
        ChildServer there = servers.masterOf(key);
        return Stream.generate(() -> new SaleId("sale-" + UUID.randomUUID()))
                .filter(id -> (servers.masterOf(id.value()) == there) == together)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSaleGoesOnAtAReplicaThatHasEverything() {
        SellingInstance one = instance();
        SellingInstance other = instance();
        sell(one, sale, 3);
        sell(other, sale, 2);
        awaitReplicated(5);

        master.kill();
        sell(one, sale, 1);
        sell(other, sale, 1);

        assertThat(log.orders()).isEqualTo(7);
        assertThat(log.twice).isEmpty();
        assertThat(left(sale)).isEqualTo("93");
    }

    @Test
    void theSaleHaltsAtAReplicaThatLaggedBehindTheLog() {
        SellingInstance one = instance();
        sell(one, sale, 3);
        awaitReplicated(3);
        List<ChildServer> replicas = servers.replicasOf(sale.value());
        replicas.forEach(LaggingReplica::cutOff);
        sell(one, sale, 4);
        master.kill();
        SellingInstance another = instance();

        awaitHalted(another);
        awaitHalted(one);
        assertThat(log.orders()).isEqualTo(7);
        assertThat(log.twice).isEmpty();
    }

    @Test
    void theSaleHaltsAtAReplicaThatLacksWhatOneInstanceHasNotLoggedYet() {
        SellingInstance one = instance();
        SellingInstance another = instance();
        sell(one, sale, 3);
        sell(another, sale, 1);
        awaitReplicated(4);
        List<ChildServer> replicas = servers.replicasOf(sale.value());
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
        sell(one, sale, 3);
        awaitReplicated(3);
        master.freeze();
        servers.awaitOtherMaster(sale.value(), master, BOUND);
        SellingInstance another = instance();
        sell(another, sale, 2);

        master.thaw();
        sell(one, sale, 1);

        assertThat(log.orders()).isEqualTo(6);
        assertThat(log.twice).isEmpty();
        assertThat(left(sale)).isEqualTo("94");
    }

    @Test
    void aMasterThatIsAwayLeavesTheSalesOfTheOthersAlone() {
        SaleId elsewhere = saleBeside(sale.value(), false);
        ask(elsewhere, Command.SET, SaleKeys.bytes(elsewhere.value()), SaleKeys.bytes("100"));
        SellingInstance one = instance();
        sell(one, sale, 1);
        sell(one, elsewhere, 1);

        master.freeze();
        for (int i = 0; i < 20; i++) {
            one.buy(sale, 1);
            buySoon(one, elsewhere);
        }

        assertThat(log.twice).isEmpty();
    }

    @Test
    void theRegistryMayBeAwayForASaleThatIsRegistered() {
        SellingInstance one = instance();
        sell(one, sale, 1);

        servers.masterOf("{seckill}").freeze();
        for (int i = 0; i < 5; i++) {
            buySoon(one, sale);
        }
    }

    @Test
    void aMasterThatAloneAnswersIsNotConfirmedByItsOtherName() {
        int slot = nodes.slotOf(SaleKeys.bytes(sale.value()));
        RedisNodes byName = new RedisNodes(
                new RedisSettings(URI.create("redis-cluster://localhost:" + master.port()), Duration.ofSeconds(1)));
        await().atMost(BOUND).until(() -> byName.isConfirmedWithin(byName.masterOf(slot), PAUSE));

        servers.nodes().stream().filter(node -> node != master).forEach(ChildServer::freeze);

        await().atMost(BOUND).until(() -> !byName.isConfirmedWithin(byName.masterOf(slot), PAUSE));
    }

    @Test
    void theSaleGoesOnWhereItsSlotIsMovedTo() {
        SellingInstance one = instance();
        SellingInstance other = instance();
        sell(one, sale, 3);
        sell(other, sale, 1);
        ChildServer to = otherMaster();

        servers.moveSlot(JedisClusterCRC16.getSlot(sale.value()), master, to);
        sell(one, sale, 2);
        sell(other, sale, 1);

        assertThat(servers.masterOf(sale.value())).isEqualTo(to);
        assertThat(log.orders()).isEqualTo(7);
        assertThat(log.twice).isEmpty();
        assertThat(left(sale)).isEqualTo("93");
    }

    @Test
    void nothingIsDecidedWhileTheKeysOfASaleAreOnTwoServers() {
        SellingInstance one = instance();
        sell(one, sale, 3);
        SlotMove move = servers.beginMove(JedisClusterCRC16.getSlot(sale.value()), master, otherMaster());
        for (String key : List.of(sale.value(), "{" + sale + "}:outbox", "{" + sale + "}:sale")) {
            move.moveKey(key);

            assertThat(one.buy(sale, 1)).isZero();
            assertThat(one.buy(sale, 1)).isZero();
            assertThat(one.trouble).contains("NotYet");
        }
        move.end();

        sell(one, sale, 1);
        assertThat(log.orders()).isEqualTo(4);
        assertThat(log.twice).isEmpty();
        assertThat(left(sale)).isEqualTo("96");
    }

    @Test
    void theOutboxesOfTheOtherMastersAreServedWhileOneIsAway() {
        SaleId elsewhere = saleBeside(sale.value(), false);
        ask(elsewhere, Command.SET, SaleKeys.bytes(elsewhere.value()), SaleKeys.bytes("100"));
        SellingInstance one = instance();
        await().atMost(BOUND).until(() -> !one.decide(sale, 1).isEmpty());
        List<OutboxEntry> left = new ArrayList<>();
        await().atMost(BOUND).until(() -> left.addAll(one.decide(elsewhere, 1)));
        RedisOutbox outbox = new RedisOutbox(new SaleId("another"), nodes, "relay", PAUSE);
        opened.add(outbox);
        assertThat(outbox.events(1000)).containsKeys(sale, elsewhere);
        assertThat(outbox.sound(List.of(sale, elsewhere))).containsExactlyInAnyOrder(sale, elsewhere);

        master.freeze();

        outbox.beat(Instant.now(), Map.of(sale, 1));
        assertThat(outbox.events(1000)).containsKey(elsewhere).doesNotContainKey(sale);
        assertThat(outbox.entries(left.stream().map(OutboxEntry::id).toList())).hasSameSizeAs(left);
        assertThat(outbox.sound(List.of(sale, elsewhere))).containsExactly(elsewhere);
        assertThat(outbox.epochs(List.of(sale, elsewhere))).containsOnlyKeys(elsewhere);
        assertThat(outbox.settle(left.stream().map(OutboxEntry::id).toList())).isEmpty();
        assertThat(outbox.events(1000)).doesNotContainKey(elsewhere);
    }

    @Test
    void theOutboxFollowsAMovedSlot() {
        SellingInstance one = instance();
        await().atMost(BOUND).until(() -> !one.decide(sale, 1).isEmpty());
        RedisOutbox outbox = new RedisOutbox(sale, nodes, "relay", PAUSE);
        opened.add(outbox);
        int events = outbox.events(1000).get(sale).size();

        servers.moveSlot(JedisClusterCRC16.getSlot(sale.value()), master, otherMaster());

        assertThat(outbox.events(1000).get(sale)).hasSize(events);
    }

    private ChildServer otherMaster() {
        return servers.masters().stream()
                .filter(node -> node != master)
                .findFirst()
                .orElseThrow();
    }

    private SellingInstance instance() {
        SellingInstance instance = new SellingInstance(servers.url(), log, PAUSE);
        opened.add(instance);
        return instance;
    }

    /** One by one, however often it takes. */
    private void sell(SellingInstance instance, SaleId what, int purchases) {
        for (int i = 0; i < purchases; i++) {
            await().atMost(BOUND).until(() -> instance.buy(what, 1) == 1);
        }
    }

    /**
     * It is refused while nobody has named the master lately: whoever decides may have stood still meanwhile, and they are asked
     * again then. But nothing else refuses it.
     */
    private static void buySoon(SellingInstance instance, SaleId what) {
        await().atMost(SOON).until(() -> {
            int bought = instance.buy(what, 1);
            assertThat(bought == 1 || instance.trouble.equals("not ready") || instance.trouble.contains("has named"))
                    .as(instance.trouble)
                    .isTrue();
            return bought == 1;
        });
    }

    private void awaitHalted(SellingInstance instance) {
        await().atMost(BOUND).until(() -> {
            assertThat(instance.buy(sale, 1)).isZero();
            return instance.trouble.equals(SaleState.HALTED_TROUBLE);
        });
    }

    private void awaitReplicated(long orders) {
        await().atMost(BOUND).until(() -> isReplicated(orders));
    }

    /** WAIT counts what was written over its own connection. */
    private boolean isReplicated(long orders) {
        try (RedisLink link = new RedisLink(nodes, nodes.slotOf(SaleKeys.bytes(sale.value())))) {
            link.open();
            link.send(Command.SET, SaleKeys.bytes("{" + sale + "}:mark"), SaleKeys.bytes("1"));
            link.send(Command.WAIT, SaleKeys.bytes("1"), SaleKeys.bytes("900"));
            link.send(Command.HGET, SaleKeys.bytes("{" + sale + "}:sale"), SaleKeys.bytes("seq"));
            List<Object> replies = link.replies(3);
            assertThat(RedisReply.text(replies.get(2))).isEqualTo(Long.toString(orders));
            return replies.get(1).equals(1L);
        }
    }

    private static String left(SaleId what) {
        return RedisReply.text(ask(what, Command.GET, SaleKeys.bytes(what.value())));
    }

    /** With nodes that ask anew. */
    private static Object ask(SaleId what, Command command, byte[]... arguments) {
        RedisNodes now = nodes();
        try (RedisLink link = new RedisLink(now, now.slotOf(SaleKeys.bytes(what.value())))) {
            link.open();
            link.send(command, arguments);
            return link.replies(1).get(0);
        }
    }
}

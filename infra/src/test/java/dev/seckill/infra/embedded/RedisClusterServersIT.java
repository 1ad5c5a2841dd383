package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.Server;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes that are killed, moved between and wiped. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class RedisClusterServersIT {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final List<String> KEYS = List.of("counter", "{counter}:sale", "car", "ticket", "x{counter}");

    private RedisClusterServers cluster;

    @BeforeAll
    void startCluster(@TempDir Path folder) {
        cluster = RedisClusterServers.start(RedisClusterConfig.onFreePorts(folder));
    }

    @AfterAll
    void closeCluster() {
        cluster.close();
        assertThat(cluster.nodes()).noneMatch(Server::isRunning);
    }

    @AfterEach
    void mend() {
        cluster.nodes().stream().filter(node -> !node.isRunning()).forEach(ChildServer::start);
        cluster.form();
    }

    @Test
    void threeMastersShareAllKeysAndHaveAReplicaEach() throws IOException {
        assertThat(cluster.masters()).hasSize(3);
        assertThat(cluster.url())
                .startsWith(
                        "redis-cluster://127.0.0.1:" + cluster.nodes().get(0).port() + ",127.0.0.1:");
        for (String key : KEYS) {
            ChildServer master = cluster.masterOf(key);

            assertThat(RedisTalk.ask(master.port(), "SET", key, "kept")).isEqualTo("OK");
            assertThat(cluster.replicasOf(key)).hasSize(1).doesNotContain(master);
            for (ChildServer other : cluster.nodes()) {
                if (other != master) {
                    assertThatExceptionOfType(RedisErrorException.class)
                            .isThrownBy(() -> RedisTalk.ask(other.port(), "SET", key, "lost"))
                            .withMessage("MOVED " + KeySlot.of(key) + " 127.0.0.1:" + master.port());
                }
            }
        }
    }

    @Test
    void aReplicaTakesThePlaceOfAKilledMasterWithItsData() throws IOException {
        ChildServer old = cluster.masterOf("counter");
        await().atMost(WAIT).until(() -> cluster.replicasOf("counter").size() == 1);
        ChildServer replica = cluster.replicasOf("counter").get(0);
        setWithReplica(old, "counter", "over a failover");

        old.kill();

        assertThat(cluster.awaitOtherMaster("counter", old, WAIT)).isSameAs(replica);
        assertThat(get(replica, "counter")).isEqualTo("over a failover");
        old.start();
        cluster.awaitHealthy();
        assertThat(cluster.masterOf("counter")).isSameAs(replica);
        assertThat(cluster.replicasOf("counter")).containsExactly(old);
    }

    @Test
    void aReplicaTakesItsMastersPlaceInAnOrderlyWay() throws IOException {
        ChildServer old = cluster.masterOf("car");
        ChildServer replica = cluster.replicasOf("car").get(0);
        set(old, "car", "handed over");

        cluster.promote(replica);

        assertThat(cluster.awaitOtherMaster("car", old, WAIT)).isSameAs(replica);
        assertThat(get(replica, "car")).isEqualTo("handed over");
    }

    @Test
    void aSlotMovesWhileItIsInUse() throws IOException {
        ChildServer from = cluster.masterOf("counter");
        ChildServer to = cluster.masters().stream()
                .filter(node -> node != from)
                .findFirst()
                .orElseThrow();
        set(from, "{counter}:1", "one");
        set(from, "{counter}:2", "two");
        int slot = KeySlot.of("counter");

        SlotMove move = cluster.beginMove(slot, from, to);
        assertThat(get(from, "{counter}:1")).isEqualTo("one");
        assertThatExceptionOfType(RedisErrorException.class)
                .isThrownBy(() -> get(from, "{counter}:absent"))
                .withMessage("ASK " + slot + " 127.0.0.1:" + to.port());
        move.moveKey("{counter}:1");
        assertThat(get(from, "{counter}:2")).isEqualTo("two");
        try (RedisTalk talk = RedisTalk.to(to.port())) {
            talk.call("ASKING");
            assertThat(talk.call("GET", "{counter}:1")).isEqualTo("one");
            talk.call("ASKING");
            assertThatExceptionOfType(RedisErrorException.class)
                    .isThrownBy(() -> talk.call("MGET", "{counter}:1", "{counter}:2"))
                    .withMessageStartingWith("TRYAGAIN");
        }

        move.end();

        assertThat(cluster.masterOf("counter")).isSameAs(to);
        assertThat(get(to, "{counter}:1")).isEqualTo("one");
        assertThat(get(to, "{counter}:2")).isEqualTo("two");
        assertThatExceptionOfType(RedisErrorException.class)
                .isThrownBy(() -> get(from, "{counter}:1"))
                .withMessage("MOVED " + slot + " 127.0.0.1:" + to.port());

        cluster.moveSlot(slot, to, from);
        assertThat(get(from, "{counter}:2")).isEqualTo("two");
    }

    @Test
    void aWipedNodeJoinsAgainAsAReplica() throws IOException {
        ChildServer master = cluster.masterOf("ticket");
        ChildServer replica = cluster.replicasOf("ticket").get(0);
        setWithReplica(master, "ticket", "kept by the replica");

        master.kill();
        master.wipe();
        cluster.awaitOtherMaster("ticket", master, WAIT);
        master.start();
        cluster.form();

        assertThat(cluster.masterOf("ticket")).isSameAs(replica);
        assertThat(cluster.replicasOf("ticket")).containsExactly(master);
        assertThat(get(replica, "ticket")).isEqualTo("kept by the replica");
    }

    @Test
    void allThatAreWipedAreAnEmptyCluster() throws IOException {
        set(cluster.masterOf("counter"), "counter", "gone");

        cluster.nodes().forEach(ChildServer::kill);
        cluster.nodes().forEach(ChildServer::wipe);
        cluster.nodes().forEach(ChildServer::start);
        cluster.form();

        assertThat(cluster.masters()).hasSize(3);
        assertThat(get(cluster.masterOf("counter"), "counter")).isNull();
    }

    @Test
    void keepsDataWhenStartedAgainOnOtherPorts(@TempDir Path folder) throws IOException {
        RedisClusterConfig config = RedisClusterConfig.onFreePorts(folder).withNodes(3, 0);
        List<Integer> ports;
        try (RedisClusterServers first = RedisClusterServers.start(config)) {
            ports = first.nodes().stream().map(Server::port).toList();
            for (String key : KEYS) {
                set(first.masterOf(key), key, "over a restart");
            }
        }
        try (RedisClusterServers second = RedisClusterServers.start(config)) {
            assertThat(second.nodes()).extracting(Server::port).isNotEqualTo(ports);
            for (String key : KEYS) {
                assertThat(get(second.masterOf(key), key)).isEqualTo("over a restart");
            }
        }
    }

    @Test
    void bothPortsOfEachNodeAreBelowThoseOfOutgoingConnections() {
        assertThat(cluster.nodes().stream().flatMap(node -> Stream.of(node.port(), node.port() + 10_000)))
                .doesNotHaveDuplicates()
                .allMatch(port -> port >= 20_000 && port < 32_000);
    }

    private static void set(Server node, String key, String value) throws IOException {
        assertThat(RedisTalk.ask(node.port(), "SET", key, value)).isEqualTo("OK");
    }

    private static Object get(Server node, String key) throws IOException {
        return RedisTalk.ask(node.port(), "GET", key);
    }

    /** Returns when the replica has it as well. */
    private static void setWithReplica(Server master, String key, String value) throws IOException {
        try (RedisTalk talk = RedisTalk.to(master.port(), WAIT)) {
            talk.call("SET", key, value);
            assertThat(talk.call("WAIT", "1", Long.toString(WAIT.toMillis()))).isEqualTo(1L);
        }
    }
}

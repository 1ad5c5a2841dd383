package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

final class ClusterMastersTest {

    private static final HostAndPort ONE = new HostAndPort("one", 7000);
    private static final HostAndPort TWO = new HostAndPort("two", 7000);
    private static final HostAndPort THREE = new HostAndPort("three", 7000);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int LAST = ClusterMasters.SLOTS - 1;

    private final Map<HostAndPort, ClusterTable> told = new HashMap<>();
    private final List<HostAndPort> asked = new ArrayList<>();
    private long nanos;
    private final ClusterMasters masters =
            new ClusterMasters(List.of(ONE, TWO), this::ask, Duration.ofSeconds(1), Runnable::run, () -> nanos);

    private ClusterTable ask(HostAndPort node) {
        asked.add(node);
        ClusterTable table = told.get(node);
        if (table == null) {
            throw new JedisConnectionException("away");
        }
        return table;
    }

    private void later() {
        nanos += Duration.ofSeconds(1).toNanos();
        masters.of(0);
    }

    private static ClusterTable.Range range(int first, int last, HostAndPort master, long epoch) {
        return new ClusterTable.Range(first, last, master, epoch);
    }

    private void all(ClusterTable.Range... ranges) {
        for (HostAndPort node : List.of(ONE, TWO, THREE)) {
            told.put(node, new ClusterTable(List.of(ranges)));
        }
    }

    @Test
    void theFirstNodeThatAnswersTells() {
        told.put(TWO, new ClusterTable(List.of(range(0, 99, ONE, 1), range(100, LAST, TWO, 2))));

        assertThat(masters.of(99)).isEqualTo(ONE);
        assertThat(masters.of(100)).isEqualTo(TWO);
        assertThat(masters.all()).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(masters.version()).isEqualTo(1);
    }

    @Test
    void aSlotThatNobodyHasIsNobodys() {
        all(range(0, 99, ONE, 1));

        assertThat(masters.of(99)).isEqualTo(ONE);
        assertThatThrownBy(() -> masters.of(100)).isInstanceOf(JedisConnectionException.class);
    }

    @Test
    void everyNodeIsAskedInTurn() {
        all(range(0, 99, ONE, 1), range(100, LAST, THREE, 2));
        masters.of(0);
        for (int i = 0; i < 6; i++) {
            later();
        }

        assertThat(asked).contains(ONE, TWO, THREE);
    }

    @Test
    void theLaterEpochIsBelievedWhoeverTellsIt() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        all(range(0, LAST, TWO, 5));
        later();
        assertThat(masters.of(7)).isEqualTo(TWO);
        long version = masters.version();

        all(range(0, LAST, ONE, 1)); // a node that is cut off
        later();

        assertThat(masters.of(7)).isEqualTo(TWO);
        assertThat(masters.version()).isEqualTo(version);
    }

    @Test
    void onlyTheSlotsThatMovedAreNew() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        all(range(0, 99, ONE, 1), range(100, 100, TWO, 2), range(101, LAST, ONE, 1));
        later();

        assertThat(masters.version(100)).isEqualTo(masters.version());
        assertThat(masters.version(99)).isLessThan(masters.version());
    }

    @Test
    void aSlotThatHasMovedIsKnownAtOnce() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        long version = masters.version();

        masters.moved(100, TWO);

        assertThat(masters.of(100)).isEqualTo(TWO);
        assertThat(masters.of(99)).isEqualTo(ONE);
        assertThat(masters.all()).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(masters.version()).isGreaterThan(version);
    }

    @Test
    void whileSomethingFailsItIsAskedSooner() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        later();
        int before = asked.size();

        nanos += Duration.ofMillis(200).toNanos();
        masters.of(0);
        assertThat(asked).hasSize(before);
        masters.doubt();

        assertThat(asked).hasSizeGreaterThan(before);
    }

    @Test
    void aMasterIsConfirmedByOthersAndForAWhile() {
        all(range(0, 99, ONE, 1), range(100, LAST, TWO, 2));
        masters.of(0);
        assertThat(masters.isConfirmedWithin(ONE, SECOND)).isTrue();
        told.remove(TWO); // and ONE tells of itself alone

        later();

        assertThat(masters.isConfirmedWithin(ONE, SECOND)).isFalse();
        assertThat(masters.isConfirmedWithin(TWO, SECOND)).as("by the other").isTrue();
        assertThat(masters.isAskedWithin(SECOND)).isTrue();
    }

    @Test
    void tableHasTheAddressesForClientsAndTheEpochs() {
        List<Object> slots = List.of(
                List.of(0L, 99L, List.of(bytes("h1"), 7001L, bytes("id1")), List.of(bytes("h9"), 7009L, bytes("id9"))),
                List.of(100L, 200L, List.of(bytes(""), 7002L, bytes("id2"))));
        String nodes = "id1 10.0.0.1:7001@17001 master - 0 1 7 connected 0-99\n"
                + "id2 10.0.0.2:7002@17002 myself,master - 0 1 8 connected 100-200 [93->-id1]\n"
                + "id9 10.0.0.9:7009@17009 slave id1 0 1 7 connected\n";

        assertThat(ClusterTable.of(slots, nodes, new HostAndPort("asked", 1)).ranges())
                .containsExactly(
                        range(0, 99, new HostAndPort("h1", 7001), 7),
                        range(100, 200, new HostAndPort("asked", 7002), 8));
    }

    private static byte[] bytes(String text) {
        return SaleKeys.bytes(text);
    }
}

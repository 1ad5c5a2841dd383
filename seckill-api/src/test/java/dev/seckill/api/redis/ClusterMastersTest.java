package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

final class ClusterMastersTest {

    private static final HostAndPort ONE = new HostAndPort("one", 7000);
    private static final HostAndPort TWO = new HostAndPort("two", 7000);
    private static final HostAndPort THREE = new HostAndPort("three", 7000);
    private static final Set<String> IDS = Set.of("id1", "id2", "id3");
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
            told.put(node, table(node, ranges));
        }
    }

    /** What a node tells that can vouch for all masters but itself. */
    private static ClusterTable table(HostAndPort node, ClusterTable.Range... ranges) {
        Set<HostAndPort> others =
                Stream.of(ranges).map(ClusterTable.Range::master).collect(Collectors.toSet());
        others.remove(node);
        return new ClusterTable(IDS, List.of(ranges), others);
    }

    @Test
    void theFirstNodeThatAnswersTells() {
        told.put(TWO, table(TWO, range(0, 99, ONE, 1), range(100, LAST, TWO, 2)));

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

    /** What was set up anew at the same addresses. */
    private void allAnew(ClusterTable.Range... ranges) {
        for (HostAndPort node : List.of(ONE, TWO, THREE)) {
            ClusterTable table = table(node, ranges);
            told.put(node, new ClusterTable(Set.of("id4", "id5", "id6"), table.ranges(), table.confirmed()));
        }
    }

    @Test
    void aClusterThatWasSetUpAnewCountsItsEpochsAnew() {
        all(range(0, 99, ONE, 9), range(100, LAST, TWO, 7));
        masters.of(0);
        long version = masters.version();
        told.clear();
        later();
        allAnew(range(0, 99, THREE, 1), range(100, LAST, TWO, 2));
        later();
        assertThat(masters.of(7)).as("the nodes may be away for a moment").isEqualTo(ONE);
        for (int i = 0; i < 9; i++) {
            later();
        }

        assertThat(masters.of(7)).isEqualTo(THREE);
        assertThat(masters.of(100)).isEqualTo(TWO);
        assertThat(masters.version(100))
                .as("a connection from before is none to the new cluster")
                .isGreaterThan(version);
        assertThat(masters.isConfirmedWithin(TWO, SECOND)).isTrue();

        allAnew(range(0, LAST, ONE, 3));
        later();
        assertThat(masters.of(7)).as("a failover in the new cluster").isEqualTo(ONE);
    }

    @Test
    void anotherClusterIsNotBelievedWhileTheKnownOneAnswers() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        allAnew(range(0, LAST, TWO, 5));
        told.put(ONE, table(ONE, range(0, LAST, ONE, 1)));

        for (int i = 0; i < 9; i++) {
            later();
        }

        assertThat(masters.of(7)).isEqualTo(ONE);
        assertThat(masters.isConfirmedWithin(TWO, SECOND)).isFalse();
    }

    @Test
    void aNodeWithoutAClusterIsNoneThatOthersAreHeldAgainst() {
        told.put(ONE, new ClusterTable(Set.of("id9"), List.of(), Set.of())); // it was wiped, and answers first
        told.put(TWO, table(TWO, range(0, LAST, TWO, 1)));
        assertThat(masters.of(7)).isEqualTo(TWO);

        told.put(ONE, new ClusterTable(Set.of("id1"), List.of(), Set.of())); // it has left, and keeps its id
        told.put(TWO, new ClusterTable(Set.of("id2", "id3"), List.of(range(0, LAST, THREE, 2)), Set.of(THREE)));
        for (int i = 0; i < 3; i++) {
            later();
        }
        assertThat(masters.of(7)).isEqualTo(THREE);
        assertThat(masters.isConfirmedWithin(THREE, SECOND)).isTrue();
    }

    @Test
    void aNodeWithoutAClusterIsNotTheNextOne() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        allAnew();

        for (int i = 0; i < 9; i++) {
            later();
        }

        assertThat(masters.of(7)).isEqualTo(ONE);
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
    void aNodeThatHasNotHeardOfTheMoveDoesNotTakeItBack() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        masters.moved(100, TWO);
        long version = masters.version();

        later();
        assertThat(masters.of(100)).isEqualTo(TWO);
        assertThat(masters.version()).isEqualTo(version);

        all(range(0, 99, ONE, 1), range(100, 100, TWO, 2), range(101, LAST, ONE, 1));
        later();
        assertThat(masters.version()).as("the same with its epoch").isEqualTo(version + 1);
        assertThat(masters.version(100)).isEqualTo(version);
    }

    @Test
    void whatNoTableTellsForLongHasNotMoved() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        masters.moved(100, TWO);

        nanos += Duration.ofMinutes(1).toNanos();
        later();

        assertThat(masters.of(100)).isEqualTo(ONE);
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
    void whoVouchesForNobodyConfirmsNobody() {
        all(range(0, 99, ONE, 1), range(100, 199, TWO, 2), range(200, LAST, THREE, 3));
        masters.of(0);
        told.put(TWO, new ClusterTable(IDS, told.get(TWO).ranges(), Set.of())); // it is cut off from the majority
        told.put(THREE, new ClusterTable(IDS, List.of(), Set.of())); // it was wiped

        later();

        assertThat(masters.isConfirmedWithin(ONE, SECOND)).isFalse();
    }

    @Test
    void whoTellsWhatIsOutdatedConfirmsNothing() {
        all(range(0, LAST, ONE, 1));
        masters.of(0);
        told.put(ONE, table(ONE, range(0, LAST, THREE, 5)));
        told.put(TWO, table(TWO, range(0, LAST, ONE, 1)));
        later();

        assertThat(masters.of(0)).isEqualTo(THREE);
        assertThat(masters.isConfirmedWithin(ONE, SECOND)).isFalse();
        assertThat(masters.isConfirmedWithin(THREE, SECOND)).isTrue();
    }
}

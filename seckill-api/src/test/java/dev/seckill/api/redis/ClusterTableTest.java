package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

final class ClusterTableTest {

    private static final HostAndPort ONE = new HostAndPort("10.0.0.1", 7001);
    private static final HostAndPort TWO = new HostAndPort("10.0.0.2", 7002);
    private static final HostAndPort THREE = new HostAndPort("10.0.0.3", 7003);
    /** A name of the first. */
    private static final HostAndPort ASKED = new HostAndPort("redis-1", 7001);

    private static final List<Object> SLOTS = List.of(
            List.of(0L, 99L, master(ONE, "id1"), master(new HostAndPort("10.0.0.9", 7009), "id9")),
            List.of(100L, 199L, master(TWO, "id2")),
            List.of(200L, 299L, master(THREE, "id3")));

    private static List<Object> master(HostAndPort address, String id) {
        return List.of(SaleKeys.bytes(address.getHost()), (long) address.getPort(), SaleKeys.bytes(id));
    }

    @Test
    void hasTheAddressesForClientsAndTheEpochs() {
        List<Object> slots =
                List.of(SLOTS.get(0), List.of(100L, 199L, List.of(SaleKeys.bytes(""), 7002L, SaleKeys.bytes("id2"))));
        String nodes = "id1 10.0.0.1:7001@17001 master - 0 1 7 connected 0-99\n"
                + "id2 10.0.0.2:7002@17002 myself,master - 0 1 8 connected 100-199 [93->-id1]\n"
                + "id9 10.0.0.9:7009@17009 slave id1 0 1 7 connected\n";

        assertThat(ClusterTable.of(slots, nodes, new HostAndPort("asked", 1)).ranges())
                .containsExactly(
                        new ClusterTable.Range(0, 99, ONE, 7),
                        new ClusterTable.Range(100, 199, new HostAndPort("asked", 7002), 8));
    }

    @Test
    void aMasterVouchesForTheOthersByWhateverNameItWasAsked() {
        assertThat(told("myself,master", "master", "master", "slave").confirmed())
                .containsExactlyInAnyOrder(TWO, THREE);
    }

    @Test
    void aReplicaVouchesForAll() {
        assertThat(told("master", "master", "master", "myself,slave").confirmed())
                .containsExactlyInAnyOrder(ONE, TWO, THREE);
    }

    @Test
    void aNodeDoesNotVouchForWhomItDoesNotReach() {
        assertThat(told("master,fail?", "master", "master", "myself,slave").confirmed())
                .containsExactlyInAnyOrder(TWO, THREE);
    }

    @Test
    void aNodeThatDoesNotReachTheMajorityVouchesForNobody() {
        assertThat(told("master", "master,fail?", "master,fail", "myself,slave").confirmed())
                .isEmpty();
    }

    @Test
    void aNodeThatKnowsNobodyVouchesForNobody() {
        assertThat(ClusterTable.of(List.of(), "id1 :7001@17001 myself,master - 0 0 0 connected\n", ASKED)
                        .confirmed())
                .isEmpty();
    }

    @Test
    void theOnlyMasterVouchesForItself() {
        String nodes = "id1 10.0.0.1:7001@17001 myself,master - 0 1 7 connected 0-99\n"
                + "id2 10.0.0.2:7002@17002 master - 0 1 8 connected [93-<-id1]\n"
                + "id9 10.0.0.9:7009@17009 slave id1 0 1 7 connected\n";

        assertThat(ClusterTable.of(SLOTS.subList(0, 1), nodes, ASKED).confirmed())
                .containsExactly(ONE);
    }

    /** With the flags of three masters and a replica. */
    private static ClusterTable told(String one, String two, String three, String replica) {
        String nodes = "id1 10.0.0.1:7001@17001 " + one + " - 0 1 1 connected 0-99\n"
                + "id2 10.0.0.2:7002@17002 " + two + " - 0 1 2 connected 100-199\n"
                + "id3 10.0.0.3:7003@17003 " + three + " - 0 1 3 connected 200-299\n"
                + "id9 10.0.0.9:7009@17009 " + replica + " id1 0 1 1 connected\n";
        return ClusterTable.of(SLOTS, nodes, ASKED);
    }
}

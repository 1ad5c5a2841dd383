package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterNodeTest {

    private static final String ID = "07c37dfeb235213a872192d90877d0cd55635b91";

    @Test
    void readsAMasterWithItsSlots() {
        ClusterNode node = ClusterNode.of(ID
                + " 127.0.0.1:20001@30001 myself,master - 0 1426238317239 4 connected"
                + " 0-1 7 9-16383 [93-<-292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f]");

        assertThat(node.id()).isEqualTo(ID);
        assertThat(node.port()).isEqualTo(20_001);
        assertThat(node.epoch()).isEqualTo(4);
        assertThat(node.isSelf()).isTrue();
        assertThat(node.isMaster()).isTrue();
        assertThat(node.isWell()).isTrue();
        assertThat(List.of(0, 1, 7, 9, 16_383)).allMatch(node::owns);
        assertThat(List.of(2, 6, 8)).noneMatch(node::owns);
    }

    @Test
    void readsAReplicaWithItsMaster() {
        ClusterNode node = ClusterNode.of("x 127.0.0.1:20002@30002,host slave " + ID + " 0 1426238316232 4 connected");

        assertThat(node.port()).isEqualTo(20_002);
        assertThat(node.isMaster()).isFalse();
        assertThat(node.masterId()).isEqualTo(ID);
        assertThat(node.slots()).isEmpty();
    }

    @Test
    void isNotWellWhileItFailsOrIsNotKnownYet() {
        for (String flags : List.of("master,fail?", "master,fail", "handshake", "slave,noaddr")) {
            assertThat(ClusterNode.of("x 127.0.0.1:1@10001 " + flags + " - 0 0 0 connected")
                            .isWell())
                    .as(flags)
                    .isFalse();
        }
        assertThat(ClusterNode.of("x 127.0.0.1:1@10001 master - 0 0 0 disconnected")
                        .isWell())
                .isFalse();
    }

    @Test
    void sharesAllSlotsOut() {
        assertThat(ClusterNode.Slots.shares(3))
                .containsExactly(
                        new ClusterNode.Slots(0, 5_460),
                        new ClusterNode.Slots(5_461, 10_921),
                        new ClusterNode.Slots(10_922, 16_383));
    }
}

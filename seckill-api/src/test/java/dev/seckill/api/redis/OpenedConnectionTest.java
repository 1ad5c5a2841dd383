package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OpenedConnectionTest {

    private static final RedisLink.Identity PROCESS = new RedisLink.Identity("run", 7, Duration.ofHours(1));

    @Test
    void aMasterFromItsStartIsAsOldAsItsProcess() {
        RedisLink.Identity master = OpenedConnection.asMaster(PROCESS, replication("aaa", -1));

        assertThat(master.uptime()).isEqualTo(PROCESS.uptime());
        assertThat(master.clientId()).isEqualTo(7);
    }

    @Test
    void aReplicaThatBecameMasterIsNewHoweverLongItHasRun() {
        assertThat(OpenedConnection.asMaster(PROCESS, replication("aaa", 1234)).uptime())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void aProcessThatIsMasterAgainIsAnotherOne() {
        String before =
                OpenedConnection.asMaster(PROCESS, replication("aaa", -1)).runId();

        assertThat(OpenedConnection.asMaster(PROCESS, replication("bbb", 1234)).runId())
                .isNotEqualTo(before);
        assertThat(OpenedConnection.asMaster(PROCESS, replication("aaa", -1)).runId())
                .isEqualTo(before);
    }

    @Test
    void aMasterThatGetsItsFirstReplicaIsTheSame() {
        assertThat(OpenedConnection.asMaster(PROCESS, replication("bbb", -1)))
                .isEqualTo(OpenedConnection.asMaster(PROCESS, replication("aaa", -1)));
    }

    @Test
    void oneProcessIsItselfWhateverItsTimeAsMaster() {
        RedisLink.Identity first = OpenedConnection.asMaster(PROCESS, replication("aaa", -1));
        RedisLink.Identity again = OpenedConnection.asMaster(PROCESS, replication("bbb", 1234));

        assertThat(first.isOfSameProcess(again)).isTrue();
        assertThat(again.isOfSameProcess(first)).isTrue();
        assertThat(again.isOfSameProcess(new RedisLink.Identity("another-bbb", 7, Duration.ZERO)))
                .isFalse();
    }

    private static String replication(String id, long secondOffset) {
        return "# Replication\r\nrole:master\r\nmaster_replid:" + id + "\r\nsecond_repl_offset:" + secondOffset
                + "\r\n";
    }
}

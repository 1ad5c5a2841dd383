package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.infra.Server;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers and sentinels. */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class RedisSentinelServersIT {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private Path folder;
    private RedisSentinelServers servers;

    @BeforeAll
    void start(@TempDir Path data) {
        folder = data;
        servers = RedisSentinelServers.start(RedisSentinelConfig.in(data));
    }

    @AfterAll
    void close() {
        servers.close();
        assertThat(servers.nodes()).noneMatch(Server::isRunning);
        assertThat(servers.sentinels()).noneMatch(Server::isRunning);
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> RedisSentinelServers.start(RedisSentinelConfig.in(folder)))
                .withMessageContaining("has the data of other servers");
    }

    @AfterEach
    void mend() {
        servers.nodes().stream().filter(node -> !node.isRunning()).forEach(ChildServer::start);
        servers.sentinels().stream().filter(node -> !node.isRunning()).forEach(ChildServer::start);
        servers.awaitHealthy();
    }

    @Test
    void theMasterTakesWritesAndTheOthersDoNot() throws IOException {
        assertThat(RedisTalk.ask(servers.master().port(), "SET", "counter", "1"))
                .isEqualTo("OK");
        assertThat(servers.replicas()).hasSize(2).doesNotContain(servers.master());
        for (ChildServer replica : servers.replicas()) {
            assertThatExceptionOfType(RedisErrorException.class)
                    .isThrownBy(() -> RedisTalk.ask(replica.port(), "SET", "counter", "2"))
                    .withMessageStartingWith("READONLY");
        }
        assertThat(servers.url()).matches("redis-sentinel://127.0.0.1:\\d+,127.0.0.1:\\d+,127.0.0.1:\\d+/seckill");
    }

    @Test
    void aReplicaIsPromotedWhenTheMasterIsKilledAndTheOldOneFollowsIt() throws IOException {
        ChildServer old = servers.master();
        try (RedisTalk talk = RedisTalk.to(old.port(), WAIT)) {
            talk.call("SET", "counter", "over a failover");
            assertThat(talk.call("WAIT", "2", Long.toString(WAIT.toMillis()))).isEqualTo(2L);
        }

        old.kill();

        ChildServer promoted = servers.awaitOtherMaster(old, WAIT);
        assertThat(RedisTalk.ask(promoted.port(), "GET", "counter")).isEqualTo("over a failover");
        old.start();
        servers.awaitHealthy();
        assertThat(servers.master()).isSameAs(promoted);
        assertThat(servers.replicas()).contains(old);
    }

    @Test
    void aPromotedMasterStaysOneOverAStop() {
        ChildServer old = servers.master();
        servers.failOver();
        ChildServer promoted = servers.awaitOtherMaster(old, WAIT);
        servers.awaitHealthy();

        servers.sentinels().forEach(ChildServer::stop);
        promoted.stop();
        promoted.start();
        servers.sentinels().forEach(ChildServer::start);
        servers.awaitHealthy();

        assertThat(servers.master()).isSameAs(promoted);
    }

    @Test
    void twoSentinelsAreEnough() {
        servers.sentinels().get(0).kill();
        ChildServer old = servers.master();

        old.kill();

        assertThat(servers.awaitOtherMaster(old, WAIT)).isNotSameAs(old);
    }
}

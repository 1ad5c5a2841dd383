package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.seckill.infra.Server;
import dev.seckill.infra.process.PortTakenException;
import dev.seckill.infra.testing.TakesLong;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten servers as one stack. */
@TakesLong
@Timeout(300)
final class EmbeddedClusterIT {

    private static final String KEY = "counter";

    @TempDir
    private Path folder;

    @Test
    void keepsDataOverARestartAndOverAStopOfAllNodes() throws Exception {
        StackConfig config = StackConfig.onFreePorts(folder).briefly();
        try (EmbeddedCluster cluster = EmbeddedCluster.start(config)) {
            assertThat(cluster.servers()).hasSize(10).allMatch(Server::isRunning);
            assertThat(cluster.redisUrl()).startsWith("redis-cluster://127.0.0.1:");
            assertThat(cluster.kafkaBootstrapServers().split(",")).hasSize(3);
            new KafkaKeepsake(cluster.kafkaBootstrapServers()).leave("over a restart");
            new MySqlKeepsake(cluster).leave("over a restart");
            set(cluster, "over a restart");

            assertThatIllegalStateException()
                    .isThrownBy(cluster.redis()::start)
                    .withMessage("redis is running already");
            cluster.redis().stop();
            cluster.kafka().kill();
            assertThat(cluster.redis().isRunning()).isFalse();
            cluster.redis().start();
            cluster.kafka().start();

            assertThat(get(cluster)).isEqualTo("over a restart");
        }
        try (EmbeddedCluster cluster = EmbeddedCluster.start(config)) {
            assertThat(get(cluster)).isEqualTo("over a restart");
            assertThat(new KafkaKeepsake(cluster.kafkaBootstrapServers()).isThere("over a restart"))
                    .isTrue();
            assertThat(new MySqlKeepsake(cluster).isThere("over a restart")).isTrue();

            assertThatIllegalStateException().isThrownBy(cluster.redis()::wipe).withMessageContaining("is running");
            cluster.redis().kill();
            cluster.redis().wipe();
            cluster.redis().start();

            assertThat(get(cluster)).isNull();
        }
    }

    @Test
    void namesTheTakenPortAndLeavesNothingRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackConfig config =
                    StackConfig.onFreePorts(folder).briefly().withPorts(new StackPorts(0, 0, taken.getLocalPort()));

            assertThatExceptionOfType(PortTakenException.class)
                    .isThrownBy(() -> EmbeddedCluster.start(config))
                    .withMessage(
                            "mysql - port %d is taken; free it, or choose another with --mysql-port",
                            taken.getLocalPort());
        }
        assertThat(ProcessHandle.current().descendants())
                .noneMatch(process -> process.info().commandLine().orElse("").contains(folder.toString()));
        DataFolder.lock(folder).close();
    }

    private static void set(EmbeddedCluster cluster, String value) throws IOException {
        int master = cluster.redisCluster().masterOf(KEY).port();
        assertThat(RedisTalk.ask(master, "SET", KEY, value)).isEqualTo("OK");
    }

    private static Object get(EmbeddedCluster cluster) throws IOException {
        return RedisTalk.ask(cluster.redisCluster().masterOf(KEY).port(), "GET", KEY);
    }
}

package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every server of a stack does, on the real ones. */
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
@OnContainersToo
final class ServerStackIT {

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);

    private ServerStack stack;

    /** The three, and how to keep something in each. */
    enum Kind {
        REDIS {
            @Override
            Server server(ServerStack stack) {
                return stack.redis();
            }

            @Override
            Keepsake keepsake(ServerStack stack) {
                return new RedisKeepsake(stack.redis().port());
            }

            @Override
            boolean answers(int port) throws IOException {
                return RedisProgram.pongs(port);
            }
        },
        KAFKA {
            @Override
            Server server(ServerStack stack) {
                return stack.kafka();
            }

            @Override
            Keepsake keepsake(ServerStack stack) {
                return new KafkaKeepsake(stack.kafkaBootstrapServers());
            }

            @Override
            boolean answers(int port) throws IOException {
                return KafkaProgram.listsBroker(port);
            }
        },
        MYSQL {
            @Override
            Server server(ServerStack stack) {
                return stack.mysql();
            }

            @Override
            Keepsake keepsake(ServerStack stack) {
                return new MySqlKeepsake(stack);
            }

            @Override
            boolean answers(int port) throws IOException {
                return MySqlProgram.greets(port);
            }
        };

        abstract Server server(ServerStack stack);

        abstract Keepsake keepsake(ServerStack stack);

        abstract boolean answers(int port) throws IOException;
    }

    @BeforeAll
    void takeStack(ServerStack shared) {
        stack = shared;
    }

    @ParameterizedTest
    @EnumSource
    void keepsDataAndPortOverAStop(Kind kind) throws Exception {
        Server server = kind.server(stack);
        int port = server.port();
        kind.keepsake(stack).leave("over a stop");

        server.stop();
        assertThat(server.isRunning()).isFalse();
        server.start();

        assertThat(server.port()).isEqualTo(port);
        assertThat(kind.keepsake(stack).isThere("over a stop")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void keepsDataOverAKill(Kind kind) throws Exception {
        Server server = kind.server(stack);
        kind.keepsake(stack).leave("over a kill");

        server.kill();
        assertThat(server.isRunning()).isFalse();
        server.start();

        assertThat(kind.keepsake(stack).isThere("over a kill")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void givesNoAnswerWhileFrozenAndGoesOnAfterwards(Kind kind) throws Exception {
        Server server = kind.server(stack);
        kind.keepsake(stack).leave("over a frost");

        server.freeze();
        try {
            assertThat(server.isRunning()).isTrue();
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> kind.answers(server.port()));
        } finally {
            server.thaw();
        }
        await().atMost(ANSWER_WAIT).ignoreExceptions().until(() -> kind.answers(server.port()));
        assertThat(kind.keepsake(stack).isThere("over a frost")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void isEmptyAfterAWipe(Kind kind) throws Exception {
        Server server = kind.server(stack);
        kind.keepsake(stack).leave("before a wipe");

        assertThatIllegalStateException().isThrownBy(server::wipe).withMessageContaining("is running");
        server.kill();
        server.wipe();
        server.start();

        assertThat(kind.keepsake(stack).isThere("before a wipe")).isFalse();
    }
}

package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.PortTakenException;
import dev.seckill.infra.testing.TakesLong;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stacks as a whole. */
@Timeout(300)
final class EmbeddedStackIT {

    @TempDir
    private Path folder;

    @Test
    @TakesLong
    void keepsDataWhenStartedAgainOnTheSameFolder() throws Exception {
        StackConfig config = StackConfig.onFreePorts(folder);
        try (EmbeddedStack stack = EmbeddedStack.start(config)) {
            for (Keepsake keepsake : keepsakes(stack)) {
                keepsake.leave("over a restart");
            }
        }
        try (EmbeddedStack stack = EmbeddedStack.start(config)) {
            for (Keepsake keepsake : keepsakes(stack)) {
                assertThat(keepsake.isThere("over a restart"))
                        .as(keepsake.toString())
                        .isTrue();
            }
        }
    }

    @Test
    @TakesLong
    void startsInAFolderWithSpacesAndLettersOutsideAscii() throws Exception {
        Path odd = folder.resolve("J\u00fcrgen's \u7b2c1 #a=b \\ \"data\"");
        try (EmbeddedStack stack = EmbeddedStack.start(StackConfig.onFreePorts(odd))) {
            for (Keepsake keepsake : keepsakes(stack)) {
                keepsake.leave("in an odd folder");
            }
        }
        assertThat(odd.resolve("redis/appendonly.aof")).isNotEmptyFile();
        assertThat(odd.resolve("kafka/segments/meta.properties")).isNotEmptyFile();
        assertThat(odd.resolve("mysql/mysql.ibd")).isNotEmptyFile();
    }

    @Test
    void refusesAFolderThatKafkaWouldReadAsTwo() {
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> EmbeddedStack.start(StackConfig.onFreePorts(folder.resolve("a,b"))))
                .withMessageStartingWith("kafka - can't keep data in a folder with a comma in its path");
    }

    @Test
    void twoStacksOnTwoFoldersRunBesideEachOtherButNotOnOne() {
        try (EmbeddedStack one = EmbeddedStack.start(StackConfig.onFreePorts(folder.resolve("one")));
                EmbeddedStack two = EmbeddedStack.start(StackConfig.onFreePorts(folder.resolve("two")))) {
            assertThat(ports(one)).doesNotContainAnyElementsOf(ports(two));
            assertThat(Stream.of(one, two).flatMap(stack -> stack.servers().stream()))
                    .allMatch(Server::isRunning);

            assertThatExceptionOfType(StartFailedException.class)
                    .isThrownBy(() -> EmbeddedStack.start(StackConfig.onFreePorts(folder.resolve("one"))))
                    .withMessage(
                            "stack - %s is in use by another stack (pid=%d); choose another folder",
                            folder.resolve("one"), ProcessHandle.current().pid());
            assertThat(one.servers()).allMatch(Server::isRunning);
        }
    }

    @Test
    void namesTheTakenPortAndLeavesNothingRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackConfig config = StackConfig.onFreePorts(folder).withPorts(new StackPorts(0, 0, taken.getLocalPort()));

            assertThatExceptionOfType(PortTakenException.class)
                    .isThrownBy(() -> EmbeddedStack.start(config))
                    .withMessage(
                            "mysql - port %d is taken; free it, or choose another with --mysql-port",
                            taken.getLocalPort());
        }
        assertThat(ProcessHandle.current().descendants()).noneMatch(this::isOfThisTest);
        DataFolder.lock(folder).close();
    }

    @Test
    void tellsTheEndOfTheLogWhenAServerDoesNotAnswerInTime() {
        StackConfig config = StackConfig.onFreePorts(folder).withStartWait(Duration.ofMillis(1));

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> EmbeddedStack.start(config))
                .withMessageContaining("did not answer on port")
                .withMessageContaining("within PT0.001S; the end of " + folder.resolve("logs"));
        assertThat(ProcessHandle.current().descendants()).noneMatch(this::isOfThisTest);
    }

    private boolean isOfThisTest(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(folder.toString());
    }

    private static List<Keepsake> keepsakes(ServerStack stack) {
        return List.of(
                new RedisKeepsake(stack.redis().port()),
                new KafkaKeepsake(stack.kafkaBootstrapServers()),
                new MySqlKeepsake(stack));
    }

    private static List<Integer> ports(EmbeddedStack stack) {
        return stack.servers().stream().map(Server::port).toList();
    }
}

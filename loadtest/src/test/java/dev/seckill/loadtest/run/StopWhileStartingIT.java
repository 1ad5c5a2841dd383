package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.testing.Family;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.loadtest.CommandProgram;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.Problems;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ctrl-C while a command brings up a system of its own. */
@TakesLong
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the processes are found in /proc")
class StopWhileStartingIT {

    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    private final Family family = Family.create();
    private Process command;

    @AfterEach
    void end() throws InterruptedException {
        command.destroyForcibly();
        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysOneLineAndLeavesNothingBehindWhileTheProgramsStart() throws Exception {
        stopsWhileStarting("order-consumer.jar --port");
    }

    @Test
    void saysOneLineAndLeavesNothingBehindWhileTheServersStart() throws Exception {
        stopsWhileStarting("kafka.Kafka");
    }

    /** @param frozen in the command line of the process without which the start cannot end */
    private void stopsWhileStarting(String frozen) throws Exception {
        command = family.found(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starting.class.getName(),
                        "--folder",
                        folder.toString()))
                .redirectErrorStream(true)
                .start();
        BufferedReader output = command.inputReader(StandardCharsets.UTF_8);
        await().atMost(WAIT).until(() -> family.member(frozen).isPresent());
        signal("STOP", family.member(frozen).orElseThrow());

        signal("TERM", command.pid());

        assertThat(output.lines().filter(line -> !line.contains("INFO"))).containsExactly("starting - stopped");
        assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        await().atMost(WAIT).until(() -> family.members().findAny().isEmpty());
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Brings a system up as {@code loadtest/run} does, but always on free ports. */
    @Command(name = "starting")
    static final class Starting implements CommandProgram.Job {

        @Option(names = "--folder", description = "Of data and logs.")
        private Path folder;

        public static void main(String[] args) {
            CommandProgram.run(new Starting(), args);
        }

        @Override
        public void check(Problems problems) {
            // Nothing to check.
        }

        @Override
        public Integer call() {
            try (OwnSystem system =
                    OwnSystem.start(ServerKind.OPEN, folder, SaleId.DEFAULT, SystemPorts.FREE, Map.of(), Map.of())) {
                return system.addresses().api().getPort() == 0 ? 1 : 0;
            }
        }
    }
}

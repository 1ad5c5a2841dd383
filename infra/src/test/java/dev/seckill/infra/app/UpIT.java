package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.process.Processes;
import dev.seckill.infra.testing.Family;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own. */
@Timeout(300)
final class UpIT {

    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private final Family family = Family.create();
    private Process up;
    private BufferedReader output;

    @AfterEach
    void end() throws InterruptedException {
        up.destroyForcibly();
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void onlyServers_tellsWhereTheyAreAndStopsWithCodeZeroOnSigterm() throws Exception {
        start("--only-servers", "--free-ports", "--data", data.toString());
        List<Long> pids = pidsOfServers();
        assertThat(pids).hasSize(3).allMatch(Processes::exists);

        Processes.signal("TERM", up.pid()); // destroy() would close the output as well

        assertThat(output.lines().collect(Collectors.toList())).contains("stopping");
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isZero();
        assertThat(pids).noneMatch(Processes::exists);
    }

    @Test
    void onlyServers_saysWhichServerEndedByItselfAndStopsTheOthersWithCodeOne() throws Exception {
        start("--only-servers", "--free-ports", "--data", data.toString());
        List<Long> pids = pidsOfServers();

        Processes.signal("KILL", pids.get(1));

        assertThat(output.lines().collect(Collectors.joining("\n")))
                .contains("kafka ended by itself with exit code 137; the end of " + data.resolve("logs/kafka.log"));
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isEqualTo(1);
        assertThat(pids).noneMatch(Processes::exists);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the processes are found in /proc")
    void stopsAtOnceWhileItStartsAndLeavesNothingBehind() throws Exception {
        start("--only-servers", "--free-ports", "--data", data.toString());
        await().atMost(WAIT).until(() -> family.member("kafka.Kafka").isPresent());
        Processes.signal("STOP", family.member("kafka.Kafka").orElseThrow()); // so that the start cannot end

        Processes.signal("TERM", up.pid());

        assertThat(output.lines().collect(Collectors.toList()))
                .containsExactly("starting in " + data, "stopped while it started");
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isZero();
        await().atMost(WAIT).until(() -> family.members().findAny().isEmpty());
    }

    @Test
    void endsWithCodeTwoOnBadUsage() throws Exception {
        start("--only-servers", "--redis-port", "70000", "--stock", "-1");

        assertThat(output.lines().collect(Collectors.joining("\n")))
                .contains("--redis-port (REDIS_PORT): 70000 is not in", "--stock (STOCK): -1 is not in");
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isEqualTo(2);
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(Processes.javaCommand(Up.class));
        command.addAll(List.of(arguments));
        up = family.found(new ProcessBuilder(command)).redirectErrorStream(true).start();
        output = up.inputReader(StandardCharsets.UTF_8);
    }

    /** Reads up to the last line of the overview. */
    private List<Long> pidsOfServers() throws IOException {
        StringBuilder read = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.startsWith("Ctrl-C stops")) {
            read.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("the overview's end after:%n%s", read).isNotNull();
        return read.toString()
                .lines()
                .filter(row -> row.matches("  (redis|kafka|mysql)(-[0-9])? .*"))
                .map(row -> row.split(" +"))
                .map(cells -> Long.valueOf(cells[cells.length - 2]))
                .toList();
    }
}

package dev.seckill.infra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class GuardedProcessIT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private GuardedProcess process;

    @AfterEach
    void end() {
        process.kill();
    }

    @Test
    void runsTheProgramUnderThePidItTells() throws IOException {
        start("echo \"pid=$$\"; exec sleep 60");

        await().atMost(WAIT).until(() -> log().contains("pid=" + process.pid()));
    }

    @Test
    void passesArgumentsAndEnvironmentUnchanged() throws IOException {
        process = GuardedProcess.start(
                List.of("/bin/sh", "-c", "echo \"$1|$2|$NAME\"", "sh", "a  'b' $c", ""),
                Map.of("NAME", "v \"w\""),
                logFile());

        assertThat(process.awaitExit(WAIT)).isTrue();
        assertThat(log()).isEqualTo("a  'b' $c||v \"w\"\n");
    }

    @Test
    void hidesTheMachinesLocaleAndTheVariablesThatStandForTwoThings() throws IOException {
        start("echo \"${HOST-unset} ${PORT-unset} $LC_ALL\"");

        assertThat(process.awaitExit(WAIT)).isTrue();
        assertThat(log()).isEqualTo("unset unset C.UTF-8\n");
    }

    @Test
    void givesTheProgramAnEmptyInput() throws IOException {
        start("cat; echo end");

        assertThat(process.awaitExit(WAIT)).isTrue();
        assertThat(log()).isEqualTo("end\n");
    }

    @Test
    void tellsTheExitCode() throws IOException {
        start("exit 7");

        assertThat(process.awaitExit(WAIT)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);
        assertThat(process.onExit()).succeedsWithin(WAIT).isEqualTo(7);
    }

    @Test
    void leavesNoWatcherBehindWhenTheProgramEnds() throws IOException {
        start("exec sleep 60");
        long pid = process.pid();
        await().atMost(WAIT).until(() -> Processes.isWatched(pid));

        process.kill();

        await().atMost(WAIT).until(() -> !Processes.isWatched(pid));
    }

    @Test
    void stopLetsTheProgramFinish() throws IOException {
        start("trap 'echo finished; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await().atMost(WAIT).until(() -> log().contains("ready"));

        process.stop(WAIT);

        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(log()).contains("finished");
    }

    @Test
    void stopIsNotCutShortByAnInterrupt() throws IOException {
        start("trap 'echo finished; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await().atMost(WAIT).until(() -> log().contains("ready"));

        Thread.currentThread().interrupt();
        process.stop(WAIT);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
    }

    @Test
    void stopWakesAFrozenProgramSoThatItCanFinish() throws IOException {
        start("trap 'echo finished; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await().atMost(WAIT).until(() -> log().contains("ready"));
        process.freeze();

        process.stop(WAIT);

        assertThat(process.exitValue()).isEqualTo(3);
    }

    @Test
    void stopKillsAProgramThatDoesNotListen() throws IOException {
        start("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        await().atMost(WAIT).until(() -> log().contains("ready"));

        process.stop(Duration.ofMillis(200));

        assertThat(process.isAlive()).isFalse();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
    }

    @Test
    void killEndsAFrozenProgram() throws IOException {
        start("exec sleep 60");
        process.freeze();

        process.kill();

        assertThat(process.isAlive()).isFalse();
    }

    private void start(String script) throws IOException {
        process = GuardedProcess.start(List.of("/bin/sh", "-c", script), Map.of(), logFile());
    }

    private Path logFile() {
        return folder.resolve("logs/program.log");
    }

    private String log() throws IOException {
        return Files.readString(logFile());
    }
}

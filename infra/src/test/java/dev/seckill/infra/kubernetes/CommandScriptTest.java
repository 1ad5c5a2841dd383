package dev.seckill.infra.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code infra/k8s/command}, with a {@code kubectl} that writes down what it is asked and answers as a cluster does. */
@Timeout(60)
final class CommandScriptTest {

    private static final String KUBECTL = """
            #!/bin/bash
            echo "$*" >>"${0%/*}/calls"
            case "$*" in
              *phase*)
                echo -n $([ "$(grep -c phase "${0%/*}/calls")" -gt "$(cat "${0%/*}/running")" ] && echo Succeeded || echo Running)
                ;;
              *exitCode*) echo -n 3 ;;
              *"logs -f"*) echo 'what it says' ;;
              *) cat </dev/null ;;
            esac
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void kubectl() throws IOException {
        Path program = Files.writeString(folder.resolve("kubectl"), KUBECTL);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        isRunningFor(1);
    }

    @Test
    void aJobWithTheseArgumentsEndsWithTheExitCodeOfItsProgram() throws Exception {
        assertThat(run("shop", "seckill-api", "check", "--within", "10s")).isEqualTo(3);

        assertThat(output()).isEqualTo("what it says\n");
        assertThat(calls())
                .anyMatch(call -> call.matches("-n shop create job seckill-api-check-[\\d-]+"
                        + " --from=cronjob/seckill-api-command --dry-run=client -o yaml"))
                .anyMatch(call -> call.startsWith("patch --local ")
                        && call.endsWith("\"path\":"
                                + " \"/spec/template/spec/containers/0/args\","
                                + " \"value\": [\"check\", \"--within\", \"10s\"]}]"))
                .anyMatch(call -> call.equals("-n shop create -f -"));
    }

    @Test
    void aLogThatBreaksOffIsFollowedAgainUntilTheJobHasEnded() throws Exception {
        isRunningFor(8);

        assertThat(run("shop", "seckill-api", "recover", "--all")).isEqualTo(3);

        assertThat(output())
                .containsPattern("the log broke off, but job/seckill-api-recover-[\\d-]+ goes on")
                .endsWith("what it says\n");
        assertThat(calls()).anyMatch(call -> call.matches("-n shop logs -f --since-time=[\\dT:-]+Z job/.*"));
    }

    @Test
    void anArgumentThatWouldNotStayOneIsRefused() throws Exception {
        assertThat(run("shop", "order-consumer", "audit", "a\", \"--repair")).isEqualTo(2);

        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void withoutACommandItSaysWhatToGive() throws Exception {
        assertThat(run("shop", "seckill-api")).isEqualTo(2);

        assertThat(output()).contains("infra/k8s/command NAMESPACE seckill-api recover --all\n");
    }

    /** So many times its pod is asked for its phase. */
    private void isRunningFor(int questions) throws IOException {
        Files.writeString(folder.resolve("running"), Integer.toString(questions));
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("k8s/command"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }
}

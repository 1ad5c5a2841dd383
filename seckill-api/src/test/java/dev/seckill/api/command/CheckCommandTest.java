package dev.seckill.api.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.LogLines;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CheckCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void badSettingsAreToldAndNothingIsAsked() {
        AtomicInteger exitCode = new AtomicInteger();

        List<String> told = LogLines.during(() -> exitCode.set(
                ApiCommand.run(new String[] {"check", "--buyers", "0", "--redis", "redis://[nonsense"}, config -> 0)));

        assertThat(exitCode).hasValue(2);
        assertThat(String.join("\n", told)).contains("--buyers (CHECK_BUYERS): 0 is not in", "--redis (REDIS_URL)");
    }

    @Test
    void serversThatAreAwayAreARedLineEach() {
        assertThat(check("--redis", "redis://127.0.0.1:1", "--kafka", "127.0.0.1:1", "--kafka-timeout", "100ms"))
                .isEqualTo(3);
        assertThat(out.toString(UTF_8))
                .containsPattern("(?m)^RED +redis server +.+ -> start it")
                .containsPattern("(?m)^RED +kafka brokers +127.0.0.1:1: .+ -> start them")
                .containsPattern("2 red, \\d+ amber, \\d+ unknown, \\d+ green\\R$");
    }

    private int check(String... arguments) {
        CheckCommand command = new CheckCommand();
        Problems problems = new Problems();
        new CommandReader(command, Map.of()).read(problems, arguments);
        int exitCode = command.run(problems, new PrintStream(out, true, UTF_8));
        problems.check();
        return exitCode;
    }
}

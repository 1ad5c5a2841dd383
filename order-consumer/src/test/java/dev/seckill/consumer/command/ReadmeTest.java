package dev.seckill.consumer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.settings.CommandLineReader.Command;
import dev.seckill.consumer.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's tables are what the program understands. */
final class ReadmeTest {

    private static final List<Command> COMMANDS =
            List.of(Commands.CONSUME, AuditCommand.COMMAND, ParkedCommand.COMMAND, MigrateCommand.COMMAND);

    @ParameterizedTest
    @MethodSource("settings")
    void listsEverySettingAsItIs(Setting<?> setting) throws IOException {
        assertThat(readme().lines()).contains(row(setting));
    }

    @Test
    void listsEveryFlagAsItIs() throws IOException {
        for (Command command : COMMANDS) {
            command.flags()
                    .forEach((flag, meaning) ->
                            assertThat(lines()).contains("| `" + flag + "` | | off | flag | " + meaning + " |"));
        }
    }

    @Test
    void listsNothingElse() throws IOException {
        List<String> known = COMMANDS.stream()
                .flatMap(command -> java.util.stream.Stream.concat(
                        command.settings().stream().map(Setting::option), command.flags().keySet().stream()))
                .toList();

        assertThat(lines().stream().filter(line -> line.startsWith("| `--")).map(line -> line.split("`")[1]))
                .isSubsetOf(known)
                .doesNotHaveDuplicates();
    }

    static List<Setting<?>> settings() {
        return COMMANDS.stream()
                .<Setting<?>>flatMap(command -> command.settings().stream())
                .distinct()
                .toList();
    }

    private static String row(Setting<?> setting) {
        String standard = setting.standard() == null
                ? "none"
                : setting.standard().isEmpty() ? "empty" : "`" + setting.standard() + "`";
        String variable = setting.variable() == null ? " |" : " `" + setting.variable() + "` |";
        return "| `" + setting.option() + "` |" + variable + " " + standard + " | " + setting.rule() + " | "
                + setting.meaning() + " |";
    }

    private static List<String> lines() {
        try {
            return readme().lines().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}

package dev.seckill.infra.testing;

import dev.seckill.model.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Holds the tables of settings in a module's README against its commands. */
public final class SettingRows {

    private SettingRows() {}

    /** The rows that the README needs for this command and its subcommands, each once. */
    public static List<String> of(CommandLine command) {
        return Stream.concat(Stream.of(command), command.getSubcommands().values().stream())
                .flatMap(each -> each.getCommandSpec().options().stream())
                .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                .map(SettingRows::of)
                .distinct()
                .toList();
    }

    /** The rows of settings that the README in the working folder has behind this heading, or from its beginning. */
    public static List<String> inReadme(String heading) {
        try {
            String readme = Files.readString(Path.of("README.md"));
            int from = heading.isEmpty() ? 0 : readme.indexOf("\n" + heading + "\n");
            if (from < 0) {
                throw new IllegalArgumentException("no heading " + heading);
            }
            int end = heading.isEmpty() ? -1 : readme.indexOf("\n## ", from + 1);
            return (end < 0 ? readme.substring(from) : readme.substring(from, end))
                    .lines()
                    .filter(line -> line.startsWith("| `--"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String of(OptionSpec option) {
        Setting setting = Setting.of(option);
        return cell(code(setting.option()))
                + cell(code(setting.variable()))
                + cell(standard(setting))
                + cell(code(setting.range()))
                + cell(setting.meaning().replace("|", "\\|"))
                + "|";
    }

    private static String standard(Setting setting) {
        if (setting.flag()) {
            return "off";
        }
        if (setting.standard() == null) {
            return "none";
        }
        return setting.standard().isEmpty() ? "empty" : code(setting.standard());
    }

    private static String code(String text) {
        return text == null ? "" : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.isEmpty() ? "| " : "| " + text + " ";
    }
}

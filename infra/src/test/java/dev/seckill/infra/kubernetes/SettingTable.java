package dev.seckill.infra.kubernetes;

import dev.seckill.model.settings.SettingDuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of settings in a module's README, which a test of that module holds against its program.
 *
 * @param standards variable to default
 */
record SettingTable(Map<String, String> standards) {

    static SettingTable of(String readme) {
        try {
            return new SettingTable(Files.readAllLines(Path.of(readme)).stream()
                    .filter(line -> line.startsWith("| `--"))
                    .map(line -> List.of(line.split(" *\\| *")))
                    .filter(cells -> cells.get(2).startsWith("`"))
                    .collect(Collectors.toMap(
                            cells -> text(cells.get(2)), cells -> text(cells.get(3)), (one, same) -> one)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String cell) {
        return cell.replace("`", "");
    }

    Set<String> variables() {
        return standards.keySet();
    }

    Duration standard(String variable) {
        return new SettingDuration().convert(standards.get(variable));
    }
}

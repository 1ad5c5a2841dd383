package dev.seckill.model.tls;

import dev.seckill.model.settings.Problems;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A file with the setting that names it. An empty name, as of a variable that a compose file leaves empty, is none.
 *
 * @param setting how problems name the setting, option and variable
 * @param path null for none
 */
public record NamedFile(String setting, Path path) {

    /** Takes an empty path for none. */
    public NamedFile {
        path = path == null || path.toString().isBlank() ? null : path;
    }

    /** Whether there is one. */
    boolean isGiven() {
        return path != null;
    }

    /** What is read from it; null if a problem was added. */
    <T> T read(Function<Path, T> reader, Problems problems) {
        try {
            return reader.apply(path);
        } catch (IllegalArgumentException e) {
            problems.add(setting + ": '" + path + "' " + e.getMessage());
            return null;
        }
    }
}

package dev.seckill.model.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tokens as they are set: by a variable, or in a file.
 *
 * @param option the option of the variable, such as {@code --admin-tokens}; that of the file ends with {@code -file}
 * @param variable the variable, such as {@code ADMIN_TOKENS}; that of the file ends with {@code _FILE}
 */
public record TokenSetting(String option, String variable) {

    private static final int FILE_BYTES_MAX = 1 << 20;

    /**
     * The tokens; not to be used if a problem was added.
     *
     * @param tokens what the variable says, or null
     * @param file or null
     */
    public NamedTokens read(String tokens, Path file, Problems problems) {
        String where = file == null ? option + " (" + variable + "): " : fileName() + ": '" + file + "' ";
        return parse(entries(tokens, file, problems), where, problems);
    }

    /**
     * The tokens as they are written down, for a program that sends one of them; none if a problem was added.
     *
     * @param tokens what the variable says, or null
     * @param file or null
     */
    public List<String> entries(String tokens, Path file, Problems problems) {
        boolean isSet = tokens != null && !tokens.isBlank();
        if (file == null) {
            return isSet ? List.of(tokens.split(",", -1)) : List.of();
        }
        if (isSet) {
            problems.add(fileName() + ": there is " + variable + " too; give one of them");
        }
        return lines(file, fileName() + ": '" + file + "' ", problems);
    }

    private String fileName() {
        return option + "-file (" + variable + "_FILE)";
    }

    private static NamedTokens parse(List<String> entries, String where, Problems problems) {
        try {
            return NamedTokens.of(entries);
        } catch (IllegalArgumentException e) {
            problems.add(where + e.getMessage());
            return NamedTokens.NONE;
        }
    }

    private static List<String> lines(Path file, String where, Problems problems) {
        try (InputStream stream = Files.newInputStream(file)) {
            if (FileRights.areForAll(file)) {
                problems.add(where + FileRights.FOR_ALL);
                return List.of();
            }
            byte[] content = stream.readNBytes(FILE_BYTES_MAX + 1);
            List<String> lines = new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            if (content.length > FILE_BYTES_MAX || lines.isEmpty()) {
                problems.add(where + "holds no tokens (bytes=" + content.length + ")");
                return List.of();
            }
            return lines;
        } catch (IOException e) {
            problems.add(where + "cannot be read");
            return List.of();
        }
    }
}

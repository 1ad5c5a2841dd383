package dev.seckill.api.config;

import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Who may change sales. */
final class AdminOptions {

    private static final String FILE = "--admin-tokens-file (ADMIN_TOKENS_FILE): '";
    private static final int FILE_BYTES_MAX = 1 << 20;

    @Option(
            names = "--admin-tokens",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:ADMIN_TOKENS:-" + Option.NULL_VALUE + "}",
            description = "Tokens with which operators may change sales, as NAME:TOKEN, separated by commas; the name"
                    + " is in the journal, the token has at least 16 characters. Only the variable: ps would show an"
                    + " option. Without any token there are no routes that change a sale.")
    String tokens;

    @Option(
            names = "--admin-tokens-file",
            defaultValue = "${env:ADMIN_TOKENS_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of such tokens instead, one in each line; only its owner and group may be able to read"
                    + " it.")
    Path file;

    AdminTokens toSettings(Problems problems) {
        List<String> entries = new ArrayList<>();
        if (tokens != null && !tokens.isBlank()) {
            entries.addAll(List.of(tokens.split(",", -1)));
        }
        AdminTokens fromVariable = read(entries, "--admin-tokens (ADMIN_TOKENS): ", problems);
        if (file == null) {
            return fromVariable;
        }
        if (!entries.isEmpty()) {
            problems.add("--admin-tokens-file (ADMIN_TOKENS_FILE): there is ADMIN_TOKENS too; give one of them");
        }
        return read(lines(problems), FILE + file + "' ", problems);
    }

    private static AdminTokens read(List<String> entries, String where, Problems problems) {
        try {
            return AdminTokens.of(entries);
        } catch (IllegalArgumentException e) {
            problems.add(where + e.getMessage());
            return AdminTokens.NONE;
        }
    }

    private List<String> lines(Problems problems) {
        try (InputStream stream = Files.newInputStream(file)) {
            if (isForAll()) {
                problems.add(FILE + file + "' can be read by everybody; chmod o-r it");
                return List.of();
            }
            byte[] content = stream.readNBytes(FILE_BYTES_MAX + 1);
            List<String> lines = new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            if (content.length > FILE_BYTES_MAX || lines.isEmpty()) {
                problems.add(FILE + file + "' holds no tokens (bytes=" + content.length + ")");
                return List.of();
            }
            return lines;
        } catch (IOException e) {
            problems.add(FILE + file + "' cannot be read");
            return List.of();
        }
    }

    private boolean isForAll() throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }
}

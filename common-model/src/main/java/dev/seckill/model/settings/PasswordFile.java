package dev.seckill.model.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a password in UTF-8 and nothing else. */
public final class PasswordFile {

    /** What such a file must be, in words for help and problems. */
    public static final String RULE = "file of 1 to 1024 bytes";

    private static final int BYTES_MAX = 1024;

    private PasswordFile() {}

    /**
     * Reads the password, without the line's end that an editor adds.
     *
     * @throws IllegalArgumentException if there is no such file, or it cannot be read, is too long or holds nothing
     */
    public static String read(Path file) {
        byte[] content;
        try (InputStream stream = Files.newInputStream(file)) {
            content = stream.readNBytes(BYTES_MAX + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException("not readable", e);
        }
        String password = new String(content, UTF_8).replaceFirst("\r?\n\\z", "");
        if (content.length > BYTES_MAX || password.isEmpty()) {
            throw new IllegalArgumentException("holds no password (bytes=" + content.length + ")");
        }
        return password;
    }
}

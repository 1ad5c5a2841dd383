package dev.seckill.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.stock.RedisSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How to reach Redis. */
final class RedisOptions {

    private static final int PASSWORD_MAX_BYTES = 1024;

    @Option(
            names = "--redis",
            defaultValue = "${env:REDIS_URL:-redis://localhost:6379}",
            converter = RedisUrl.class,
            description = "Redis, as redis://[[user]:password@]host[:port][/database]; rediss:// for TLS. A password in"
                    + " the option shows in ps: better the variable or the file.")
    URI url;

    @Option(
            names = "--redis-password-file",
            defaultValue = "${env:REDIS_PASSWORD_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of at most 1024 bytes that holds Redis's password; it wins over one in --redis.")
    Path passwordFile;

    @Option(
            names = "--redis-timeout",
            defaultValue = "${env:REDIS_TIMEOUT:-1s}",
            description = "Bound on connecting to Redis and on each of its replies. [10ms..1m]")
    Duration timeout;

    /** The settings, or null if a problem was added. */
    RedisSettings toSettings(Problems problems) {
        String password = null;
        try {
            password = passwordFile == null ? null : passwordIn(passwordFile);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("--redis-password-file (REDIS_PASSWORD_FILE): '" + passwordFile
                    + "' is not a file of 1 to 1024 bytes that can be read");
        }
        try {
            return new RedisSettings(url, password, timeout);
        } catch (IllegalArgumentException e) {
            problems.add("--redis (REDIS_URL): " + e.getMessage());
            return null;
        }
    }

    /** Without the line's end, which an editor adds. */
    private static String passwordIn(Path file) throws IOException {
        byte[] content;
        try (InputStream stream = Files.newInputStream(file)) {
            content = stream.readNBytes(PASSWORD_MAX_BYTES + 1);
        }
        String password = new String(content, UTF_8).replaceFirst("\r?\n$", "");
        if (content.length > PASSWORD_MAX_BYTES || password.isEmpty()) {
            throw new IllegalArgumentException("password of " + content.length + " bytes");
        }
        return password;
    }

    /** The parser's own converter would tell the whole value, password included. */
    static final class RedisUrl implements ITypeConverter<URI> {

        @Override
        public URI convert(String text) {
            try {
                return URI.create(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("must be redis://[[user]:password@]host[:port][/database],"
                        + " with %XX for what a URL may not contain");
            }
        }
    }
}

package dev.seckill.api.config;

import dev.seckill.api.redis.RedisSettings;
import dev.seckill.model.settings.PasswordFile;
import dev.seckill.model.settings.Problems;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How to reach Redis. */
public final class RedisOptions {

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
            description = "File of 1 to 1024 bytes that holds Redis's password; it wins over one in --redis.")
    Path passwordFile;

    @Option(
            names = "--redis-timeout",
            defaultValue = "${env:REDIS_TIMEOUT:-1s}",
            description = "Bound on connecting to Redis and on each of its replies. [10ms..1m]")
    public Duration timeout;

    /** The settings, or null if a problem was added. */
    public RedisSettings toSettings(Problems problems) {
        String password = null;
        try {
            password = passwordFile == null ? null : PasswordFile.read(passwordFile);
        } catch (IllegalArgumentException e) {
            problems.add("--redis-password-file (REDIS_PASSWORD_FILE): '" + passwordFile + "' is not a "
                    + PasswordFile.RULE + " that can be read");
        }
        try {
            return new RedisSettings(url, password, timeout);
        } catch (IllegalArgumentException e) {
            problems.add("--redis (REDIS_URL): " + e.getMessage());
            return null;
        }
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

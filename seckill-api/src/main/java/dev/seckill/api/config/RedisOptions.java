package dev.seckill.api.config;

import dev.seckill.api.redis.RedisSettings;
import dev.seckill.model.settings.PasswordFile;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
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
            description = "Redis, as redis://[[user]:password@]host[:port][/database]; or"
                    + " redis-sentinel://[[user]:password@]host[:port][,host[:port]]/master[/database], which names the"
                    + " sentinels; or redis-cluster://[[user]:password@]host[:port][,host[:port]], which names some nodes;"
                    + " rediss://, rediss-sentinel://, rediss-cluster:// for TLS. User and password are those of the"
                    + " servers that hold the data. A password in the option shows in ps: better the variable or the"
                    + " file.")
    URI url;

    @Option(
            names = "--redis-password-file",
            defaultValue = "${env:REDIS_PASSWORD_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of 1 to 1024 bytes that holds Redis's password; it wins over one in --redis.")
    Path passwordFile;

    @Option(
            names = "--redis-sentinel-user",
            defaultValue = "${env:REDIS_SENTINEL_USER:-" + Option.NULL_VALUE + "}",
            description = "User at the sentinels; none: their default user.")
    String sentinelUser;

    @Option(
            names = "--redis-sentinel-password-file",
            defaultValue = "${env:REDIS_SENTINEL_PASSWORD_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of 1 to 1024 bytes that holds the sentinels' password; none: they ask for none.")
    Path sentinelPasswordFile;

    @Option(
            names = "--redis-ca",
            defaultValue = "${env:REDIS_CA:-" + Option.NULL_VALUE + "}",
            description = "PEM file of the CA that signed the certificates of Redis and its sentinels; none: those that"
                    + " the JVM trusts.")
    Path ca;

    @Option(
            names = "--redis-cert",
            defaultValue = "${env:REDIS_CERT:-" + Option.NULL_VALUE + "}",
            description =
                    "PEM file of the certificate that is shown to them, then its issuers'; none: nothing is shown.")
    Path certificate;

    @Option(
            names = "--redis-key",
            defaultValue = "${env:REDIS_KEY:-" + Option.NULL_VALUE + "}",
            description = "PEM file of that certificate's key, not encrypted, which not everybody may read.")
    Path key;

    @Option(
            names = "--redis-timeout",
            defaultValue = "${env:REDIS_TIMEOUT:-1s}",
            description = "Bound on connecting to Redis and on each of its replies. [10ms..1m]")
    public Duration timeout;

    @Option(
            names = "--redis-replicas",
            defaultValue = "${env:REDIS_REPLICAS:-0}",
            description = "Replicas that a decision waits for (WAIT, in the same trip); 0: none. Where fewer have it in"
                    + " time, it stands all the same: a WARN line and a counter tell. [0..10]")
    int replicas;

    @Option(
            names = "--redis-replicas-wait",
            defaultValue = "${env:REDIS_REPLICAS_WAIT:-100ms}",
            description =
                    "How long a decision waits for --redis-replicas; must be shorter than --redis-timeout. [1ms..10s]")
    Duration replicasWait;

    /** The settings, or null if a problem was added. */
    public RedisSettings toSettings(Problems problems) {
        String password = passwordIn(passwordFile, "--redis-password-file (REDIS_PASSWORD_FILE)", problems);
        RedisSettings.SentinelLogin sentinels = new RedisSettings.SentinelLogin(
                sentinelUser,
                passwordIn(
                        sentinelPasswordFile,
                        "--redis-sentinel-password-file (REDIS_SENTINEL_PASSWORD_FILE)",
                        problems));
        if (replicas > 0 && replicasWait.compareTo(timeout) >= 0) {
            problems.add("--redis-replicas-wait (REDIS_REPLICAS_WAIT): " + replicasWait.toMillis()
                    + "ms is not shorter than --redis-timeout");
        }
        ClientTls tls = ClientTls.read(
                new NamedFile("--redis-ca (REDIS_CA)", ca),
                new NamedFile("--redis-cert (REDIS_CERT)", certificate),
                new NamedFile("--redis-key (REDIS_KEY)", key),
                problems);
        try {
            return new RedisSettings(
                    url, password, timeout, sentinels, new RedisSettings.ReplicaWait(replicas, replicasWait), tls);
        } catch (IllegalArgumentException e) {
            problems.add("--redis (REDIS_URL): " + e.getMessage());
            return null;
        }
    }

    private static String passwordIn(Path file, String setting, Problems problems) {
        try {
            return file == null ? null : PasswordFile.read(file);
        } catch (IllegalArgumentException e) {
            problems.add(setting + ": '" + file + "' is not a " + PasswordFile.RULE + " that can be read");
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
                throw new TypeConversionException(RedisSettings.URL_RULE + "; with %XX for what a URL may not contain");
            }
        }
    }
}

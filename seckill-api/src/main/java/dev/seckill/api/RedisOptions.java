package dev.seckill.api;

import dev.seckill.api.stock.RedisSettings;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How to reach Redis. */
final class RedisOptions {

    @Option(
            names = "--redis",
            defaultValue = "${env:REDIS_URL:-redis://localhost:6379}",
            description = "Redis, as redis://[[user]:password@]host[:port][/database]; rediss:// for TLS.")
    URI url;

    @Option(
            names = "--redis-timeout",
            defaultValue = "${env:REDIS_TIMEOUT:-1s}",
            description = "Bound on connecting to Redis and on each of its replies. [10ms..1m]")
    Duration timeout;

    /** The settings, or null if the URL is not one of Redis. */
    RedisSettings toSettings(Problems problems) {
        try {
            return new RedisSettings(url, timeout);
        } catch (IllegalArgumentException e) {
            problems.add("--redis (REDIS_URL): " + e.getMessage());
            return null;
        }
    }
}

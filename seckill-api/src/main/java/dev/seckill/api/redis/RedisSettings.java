package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * How to reach Redis. No error and no text of it tells the password, nor anything that might be one.
 *
 * @param url {@code redis://} or {@code rediss://}, with user, password and database if needed
 * @param password the password if it is not the one in the URL, or null
 * @param timeout bound on connecting and on each reply
 */
public record RedisSettings(URI url, String password, Duration timeout) {

    private static final int DEFAULT_PORT = 6379;

    /**
     * {@link URI#getHost} knows no host with an underscore, as Compose names them. The last {@code @} ends the password.
     */
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:(?<user>[^:]*)(?::(?<password>.*))?@)?(?<host>\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?");

    private static final Pattern PATH = Pattern.compile("(/([0-9]{1,9})?)?");

    /** @throws IllegalArgumentException if the URL is not one of Redis */
    public RedisSettings {
        Matcher authority = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
        boolean isRedis = JedisURIHelper.isRedisScheme(url) || JedisURIHelper.isRedisSSLScheme(url);
        if (!isRedis
                || url.getRawAuthority() == null
                || !authority.matches()
                || portOf(authority) > 65535
                || !PATH.matcher(String.valueOf(url.getRawPath())).matches()
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new IllegalArgumentException("must be redis://[[user]:password@]host[:port][/database]");
        }
    }

    /** Reached with the password in the URL, if there is one. */
    public RedisSettings(URI url, Duration timeout) {
        this(url, null, timeout);
    }

    HostAndPort address() {
        Matcher authority = authority();
        return new HostAndPort(authority.group("host"), portOf(authority));
    }

    JedisClientConfig clientConfig() {
        int millis = Math.toIntExact(timeout.toMillis());
        Matcher authority = authority();
        return DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .user(decoded(authority.group("user")))
                .password(password == null ? decoded(authority.group("password")) : password)
                .database(JedisURIHelper.getDBIndex(url))
                .sslOptions(JedisURIHelper.isRedisSSLScheme(url) ? SslOptions.defaults() : null)
                .clientName("seckill-api")
                .build();
    }

    private Matcher authority() {
        Matcher authority = AUTHORITY.matcher(url.getRawAuthority());
        if (!authority.matches()) {
            throw new IllegalStateException("redis - checked before");
        }
        return authority;
    }

    private static int portOf(Matcher authority) {
        String port = authority.group("port");
        return port == null ? DEFAULT_PORT : Integer.parseInt(port);
    }

    /** Null for nothing. A plus stands for itself, unlike in a form. */
    private static String decoded(String part) {
        return part == null || part.isEmpty() ? null : URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
    }

    /** The URL without user and password, for logs. */
    @Override
    public String toString() {
        boolean secret = password != null || authority().group("user") != null;
        return "redis=" + url.getScheme() + "://" + (secret ? "***@" : "") + address() + url.getRawPath()
                + ", redis-timeout=" + timeout.toMillis() + "ms";
    }
}

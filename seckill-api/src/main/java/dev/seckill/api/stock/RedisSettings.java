package dev.seckill.api.stock;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * How to reach Redis.
 *
 * @param url {@code redis://} or {@code rediss://}, with user, password and database if needed
 * @param timeout bound on connecting and on each reply
 */
public record RedisSettings(URI url, Duration timeout) {

    /** @throws IllegalArgumentException if the URL is not one of Redis */
    public RedisSettings {
        if (url.getHost() == null || !(JedisURIHelper.isRedisScheme(url) || JedisURIHelper.isRedisSSLScheme(url))) {
            throw new IllegalArgumentException("must be redis://[[user]:password@]host[:port][/database]");
        }
    }

    HostAndPort address() {
        return new HostAndPort(url.getHost(), url.getPort() == -1 ? 6379 : url.getPort());
    }

    JedisClientConfig clientConfig() {
        int millis = Math.toIntExact(timeout.toMillis());
        return DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .user(JedisURIHelper.getUser(url))
                .password(JedisURIHelper.getPassword(url))
                .database(JedisURIHelper.getDBIndex(url))
                .sslOptions(JedisURIHelper.isRedisSSLScheme(url) ? SslOptions.defaults() : null)
                .clientName("seckill-api")
                .build();
    }

    /** The URL without its password, for logs. */
    @Override
    public String toString() {
        return "redis=" + url.toString().replaceFirst("//[^@/]*@", "//***@") + ", redis-timeout=" + timeout.toMillis()
                + "ms";
    }
}

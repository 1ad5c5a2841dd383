package dev.seckill.api.redis;

import dev.seckill.model.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/**
 * How to reach Redis: one, one of which sentinels tell, or a cluster. No error and no text of it tells a password, nor anything
 * that might be one.
 *
 * @param url a URL as {@link RedisUrl} reads it, with user, password and database if needed
 * @param password the password if it is not the one in the URL, or null
 * @param timeout bound on connecting and on each reply
 * @param sentinels how to log in at the sentinels, if there are any
 * @param replicas how many replicas shall have a decision
 * @param tls whom to trust and what to show, at each server; null: what the JVM trusts, and nothing
 */
public record RedisSettings(
        URI url, String password, Duration timeout, SentinelLogin sentinels, ReplicaWait replicas, ClientTls tls) {

    /** What a URL may be, for a problem's text. */
    public static final String URL_RULE = RedisUrl.RULE;

    /**
     * How to log in at sentinels.
     *
     * @param user null for the default user
     * @param password null for none
     */
    public record SentinelLogin(String user, String password) {

        /** Anybody may ask them. */
        public static final SentinelLogin NONE = new SentinelLogin(null, null);

        /** Without the password. */
        @Override
        public String toString() {
            return "user=" + user + ", password=" + (password == null ? "none" : "***");
        }
    }

    /**
     * What a decision waits for behind its transaction.
     *
     * @param count replicas that shall have it; 0 for no wait
     * @param within how long at most; past it the decision stands all the same
     */
    public record ReplicaWait(int count, Duration within) {

        /** No wait. */
        public static final ReplicaWait NONE = new ReplicaWait(0, Duration.ofMillis(100));
    }

    /** @throws IllegalArgumentException if the URL is not one of Redis, or not one of TLS though there is something to trust */
    public RedisSettings {
        if (!RedisUrl.of(url).isSecure() && tls != null) {
            throw new IllegalArgumentException("is not one of TLS, so --redis-ca and --redis-cert are of no use");
        }
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(sentinels, "sentinels");
        Objects.requireNonNull(replicas, "replicas");
    }

    /** Reached with the password in the URL, if there is one. */
    public RedisSettings(URI url, Duration timeout) {
        this(url, null, timeout);
    }

    /** With sentinels that anybody may ask, and no wait for replicas. */
    public RedisSettings(URI url, String password, Duration timeout) {
        this(url, password, timeout, SentinelLogin.NONE, ReplicaWait.NONE);
    }

    /** With what the JVM trusts. */
    public RedisSettings(URI url, String password, Duration timeout, SentinelLogin sentinels, ReplicaWait replicas) {
        this(url, password, timeout, sentinels, replicas, null);
    }

    /** What {@link #addresses} are. */
    RedisUrl.Kind kind() {
        return parsed().kind();
    }

    /** Whether servers are reached by TLS and see no certificate. */
    boolean isShownNothing() {
        return parsed().isSecure() && (tls == null || tls.own() == null);
    }

    /** Whether a replica takes the place of a master that dies. */
    public boolean mayFailOver() {
        return kind() != RedisUrl.Kind.SINGLE;
    }

    /** The one Redis, or its sentinels, or some nodes of the cluster. */
    List<HostAndPort> addresses() {
        return parsed().addresses();
    }

    /** The name by which sentinels know the master; null without sentinels. */
    String master() {
        return parsed().master();
    }

    /** For every Redis that holds data. To be kept: key stores are written for it, where there is TLS. */
    JedisClientConfig clientConfig() {
        RedisUrl parsed = parsed();
        return config().user(parsed.user())
                .password(password == null ? parsed.password() : password)
                .database(parsed.database())
                .build();
    }

    /** For sentinels; to be kept as well. */
    JedisClientConfig sentinelConfig() {
        return config().user(sentinels.user()).password(sentinels.password()).build();
    }

    private DefaultJedisClientConfig.Builder config() {
        int millis = Math.toIntExact(timeout.toMillis());
        return DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .sslOptions(parsed().isSecure() ? RedisTls.options(tls) : null)
                .clientName("seckill-api")
                // A right that nothing else needs: refused, it would fill Redis's list of refusals.
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    }

    private RedisUrl parsed() {
        return RedisUrl.of(url);
    }

    /** The URL without user and password, for logs. */
    @Override
    public String toString() {
        RedisUrl parsed = parsed();
        boolean secret = password != null || parsed.hasLogin();
        return "redis=" + parsed.shown(secret) + ", redis-timeout=" + timeout.toMillis() + "ms";
    }
}

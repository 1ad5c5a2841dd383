package dev.seckill.loadtest.sale;

import dev.seckill.infra.embedded.KeySlot;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * The Redis that has a sale: the only one, or of a cluster the master of the sale's slot, also after a failover and while the
 * slot moves. Thread-safe.
 */
final class SaleNode implements AutoCloseable {

    private static final Pattern CLUSTER = Pattern.compile("redis(s?)-cluster://((?:[^@]*@)?)([^/@]+)/?");

    /** How long a cluster may have no master that takes the question. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final int NODE_WAIT_MILLIS = 2_000;

    /** Beginnings of refusals after which nothing was done. */
    private static final List<String> REFUSALS =
            List.of("MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "READONLY", "EXECABORT", "LOADING", "MASTERDOWN");

    private final URI url;
    private final int slot;
    private RedisClient redis;

    /** @param url as {@code redis://host:port} or {@code redis-cluster://host:port,host:port}; connected to at the first use */
    SaleNode(URI url, SaleId sale) {
        this.url = url;
        this.slot = KeySlot.of(sale.value());
    }

    /** Asks for something that may be asked again. */
    <T> T ask(Function<RedisClient, T> question) {
        return untilTaken(question, true);
    }

    /**
     * Does something that must not be done twice.
     *
     * @throws JedisConnectionException if it is not known whether it was done
     */
    <T> T tell(Function<RedisClient, T> change) {
        return untilTaken(change, false);
    }

    private <T> T untilTaken(Function<RedisClient, T> what, boolean mayRepeat) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            boolean isSent = false;
            try {
                RedisClient node = node();
                if (isCluster() && !mayRepeat) {
                    node.ping(); // so that it fails before anything is done, if it does
                }
                isSent = true;
                return what.apply(node);
            } catch (JedisException e) {
                boolean isUndone = !isSent || mayRepeat || isRefusal(e);
                if (!isCluster() || !isUndone || System.nanoTime() > end) {
                    throw e;
                }
                forget();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean isCluster() {
        return url.getScheme().endsWith("-cluster");
    }

    private static boolean isRefusal(JedisException e) {
        return e instanceof JedisDataException
                && REFUSALS.stream().anyMatch(String.valueOf(e.getMessage())::startsWith);
    }

    private synchronized RedisClient node() {
        if (redis == null) {
            redis = client(isCluster() ? master() : url);
        }
        return redis;
    }

    private synchronized void forget() {
        close();
        redis = null;
    }

    /** Where most nodes that answer see the master: one that comes back from the dead sees itself for a while. */
    private URI master() {
        Matcher parts = CLUSTER.matcher(url.toString());
        if (!parts.matches()) {
            throw new IllegalArgumentException("no URL of a Redis Cluster");
        }
        String prefix = "redis" + parts.group(1) + "://" + parts.group(2);
        Map<String, Long> votes = new HashMap<>();
        Stream.of(parts.group(3).split(",")).forEach(node -> vote(URI.create(prefix + node), votes));
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(master -> URI.create(prefix + master.getKey()))
                .orElseThrow(
                        () -> new JedisConnectionException("no node of the cluster knows the master of slot " + slot));
    }

    private void vote(URI node, Map<String, Long> votes) {
        try (RedisClient client = client(node)) {
            Object slots = client.executeCommand(new CommandArguments(Protocol.Command.CLUSTER).add("SLOTS"));
            for (Object range : (List<?>) slots) {
                List<?> parts = (List<?>) range;
                if ((Long) parts.get(0) <= slot && slot <= (Long) parts.get(1)) {
                    List<?> master = (List<?>) parts.get(2);
                    String host = new String((byte[]) master.get(0), StandardCharsets.US_ASCII);
                    votes.merge(host + ":" + master.get(1), 1L, Long::sum);
                }
            }
        } catch (JedisException away) {
            // The others know.
        }
    }

    private static RedisClient client(URI url) {
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(url))
                .clientConfig(DefaultJedisClientConfig.builder(url)
                        .connectionTimeoutMillis(NODE_WAIT_MILLIS)
                        .socketTimeoutMillis(NODE_WAIT_MILLIS)
                        .build())
                .poolConfig(withoutEvictor())
                .build();
    }

    /** Closing a pool that has an evictor swallows an interrupt, and with it a Ctrl-C. */
    private static ConnectionPoolConfig withoutEvictor() {
        ConnectionPoolConfig config = new ConnectionPoolConfig();
        config.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        return config;
    }

    @Override
    public synchronized void close() {
        if (redis != null) {
            redis.close();
        }
    }
}

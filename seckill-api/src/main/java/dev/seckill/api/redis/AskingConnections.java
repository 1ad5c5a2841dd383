package dev.seckill.api.redis;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Connections to nodes that are asked a few times a second: one to each stays open between two questions, because a TLS
 * handshake costs both sides more than the question. Thread-safe.
 */
final class AskingConnections implements AutoCloseable {

    /** Until a connection is made anew: a name may lead elsewhere by then. */
    private static final Duration LIFE = Duration.ofSeconds(30);

    private final JedisClientConfig config;
    private final LongSupplier nanoTime;
    private final Map<HostAndPort, Kept> kept = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Kept(Connection connection, long madeNanos) {}

    /** @param config as it is for each of them */
    AskingConnections(JedisClientConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /**
     * Asks over the connection that is kept, or over a new one: also if that one is in use, or turns out to be broken.
     *
     * @param question sends and reads all that belongs to it
     * @throws JedisException if the node does not answer
     */
    <T> T ask(HostAndPort node, Function<Connection, T> question) {
        closeOld();
        Kept last = kept.remove(node);
        if (last != null) {
            try {
                return answer(node, last, question);
            } catch (JedisConnectionException e) {
                if (e.getCause() instanceof SocketTimeoutException) {
                    throw e; // it is there, and does not answer: a new connection would wait once more
                }
            }
        }
        return answer(node, new Kept(new Connection(node, config), nanoTime.getAsLong()), question);
    }

    private <T> T answer(HostAndPort node, Kept used, Function<Connection, T> question) {
        boolean answered = false;
        try {
            T answer = question.apply(used.connection());
            answered = true;
            return answer;
        } finally {
            if (!answered || kept.putIfAbsent(node, used) != null) {
                OpenedConnection.close(used.connection());
            } else if (closed) {
                close();
            }
        }
    }

    /** Those too that nobody asks any more. */
    private void closeOld() {
        kept.forEach((node, idle) -> {
            if (nanoTime.getAsLong() - idle.madeNanos() > LIFE.toNanos()) {
                closeIdle(node, idle);
            }
        });
    }

    private void closeIdle(HostAndPort node, Kept idle) {
        if (kept.remove(node, idle)) { // nobody uses it
            OpenedConnection.close(idle.connection());
        }
    }

    /** Those that are in use are closed when they were. */
    @Override
    public void close() {
        closed = true;
        kept.forEach(this::closeIdle);
    }
}

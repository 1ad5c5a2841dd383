package dev.seckill.api.redis;

import java.util.List;
import java.util.function.IntSupplier;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection for many sales: that a key of one of them is of another type than its commands is no failure of the others,
 * so such an error stands among the replies. Used by one thread.
 */
final class TolerantLink implements AutoCloseable {

    private final RedisLink link;

    TolerantLink(RedisSettings redis) {
        this.link = new RedisLink(redis);
    }

    /** Queues a command, within a {@link #trip}. */
    void send(Command command, byte[]... arguments) {
        link.send(command, arguments);
    }

    /**
     * Makes a trip.
     *
     * @param commands sends them and says how many they are
     * @return the replies, with exception objects where a key is of another type
     * @throws JedisException if Redis does not answer, or refused a command for another reason
     */
    List<Object> trip(IntSupplier commands) {
        try {
            link.open();
            List<Object> replies = link.repliesWithErrors(commands.getAsInt());
            for (Object reply : replies) {
                if (reply instanceof JedisException failure && !RedisReply.isOfAnotherType(failure)) {
                    throw failure;
                }
            }
            return replies;
        } catch (JedisException e) {
            link.drop();
            throw e;
        }
    }

    /** A trip with one command. */
    Object ask(Command command, byte[]... arguments) {
        return trip(() -> {
                    send(command, arguments);
                    return 1;
                })
                .get(0);
    }

    boolean isOpen() {
        return link.isOpen();
    }

    /** The run id of the Redis process of the present or last connection. */
    String runId() {
        return link.identity().runId();
    }

    @Override
    public void close() {
        link.close();
    }
}

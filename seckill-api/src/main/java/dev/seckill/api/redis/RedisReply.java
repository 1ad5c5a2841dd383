package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisException;

/** Reads what Jedis makes of a RESP2 reply. */
public final class RedisReply {

    private RedisReply() {}

    @SuppressWarnings("unchecked") // What a RESP array becomes.
    static List<Object> list(Object reply) {
        return (List<Object>) reply;
    }

    /** A bulk string as UTF-8, or null for none. */
    public static String text(Object reply) {
        return reply == null ? null : new String((byte[]) reply, UTF_8);
    }

    /** Whether a command was refused because its key holds something else than the command is for. */
    static boolean isOfAnotherType(RuntimeException failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("WRONGTYPE");
    }

    /** @throws JedisException the first error among replies that may have some */
    static void requireNoError(List<Object> replies) {
        JedisException failure = firstError(replies);
        if (failure != null) {
            throw failure;
        }
    }

    /** The first error among replies; null if there is none. */
    static JedisException firstError(List<Object> replies) {
        for (Object reply : replies) {
            if (reply instanceof JedisException failure) {
                return failure;
            }
        }
        return null;
    }

    /** The fields of a hash, which come one after the other with their values. */
    static Map<String, String> hash(List<Object> reply) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < reply.size(); i += 2) {
            fields.put(text(reply.get(i)), text(reply.get(i + 1)));
        }
        return fields;
    }
}

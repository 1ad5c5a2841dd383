package dev.seckill.api;

import redis.clients.jedis.RedisClient;

/** How many orders wait in the outbox of a sale, of whose fields one keeps it and is no order. */
public final class OutboxInRedis {

    private OutboxInRedis() {}

    public static long orders(RedisClient redis, Object sale) {
        String outbox = "{" + sale + "}:outbox";
        return redis.hlen(outbox) - (redis.hexists(outbox, "kept") ? 1 : 0);
    }
}

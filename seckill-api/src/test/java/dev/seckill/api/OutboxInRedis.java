package dev.seckill.api;

import redis.clients.jedis.RedisClient;

/** How many orders wait in the outbox of a sale, which has a field that keeps it and events that are no orders as well. */
public final class OutboxInRedis {

    private OutboxInRedis() {}

    public static long orders(RedisClient redis, Object sale) {
        return redis.hkeys("{" + sale + "}:outbox").stream()
                .filter(field -> !field.equals("kept") && !field.startsWith("no-"))
                .count();
    }
}

package dev.seckill.api;

import org.awaitility.Awaitility;
import redis.clients.jedis.RedisClient;

/** Whether a Redis that a test is about to kill would come back with everything that it has answered. */
public final class AppendedInRedis {

    private AppendedInRedis() {}

    /** While the disk is busy, Redis holds back for a while what it has answered; killed, it would forget that. */
    public static void await(RedisClient redis) {
        Awaitility.await().until(() -> redis.info("persistence").contains("aof_buffer_length:0\r"));
    }
}

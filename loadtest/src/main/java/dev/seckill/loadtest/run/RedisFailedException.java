package dev.seckill.loadtest.run;

import dev.seckill.model.log.MaskedUrl;
import dev.seckill.model.log.Reason;
import java.net.URI;
import redis.clients.jedis.exceptions.JedisException;

/** The Redis that the sale should be in is not there, or refuses. */
final class RedisFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param url where the run looked for it */
    RedisFailedException(URI url, JedisException cause) {
        super("Redis at " + MaskedUrl.of(url.toString()) + " (--redis) fails: " + Reason.of(cause), cause);
    }
}

package dev.seckill.api.redis;

import dev.seckill.model.SaleId;

/** Sales as Redis holds them, over one connection, for somebody who looks at one after the other. Used by one thread. */
public final class RedisSales implements AutoCloseable {

    private final RedisLink link;

    /** Connects when first used. */
    public RedisSales(RedisSettings redis) {
        this.link = new RedisLink(redis);
    }

    /** One of them, which is open as long as all of them are. */
    public RedisSale sale(SaleId id) {
        return new RedisSale(id, link);
    }

    @Override
    public void close() {
        link.close();
    }
}

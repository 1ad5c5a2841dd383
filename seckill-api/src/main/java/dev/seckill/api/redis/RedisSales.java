package dev.seckill.api.redis;

import dev.seckill.model.SaleId;
import java.util.HashMap;
import java.util.Map;

/**
 * Sales as Redis holds them, over one connection to each slot that is asked for, for somebody who looks at one after the other.
 * Used by one thread.
 */
public final class RedisSales implements AutoCloseable {

    /** Without a cluster, there is one slot. */
    private final Map<Integer, RedisLink> links = new HashMap<>();

    private final RedisNodes nodes;

    /** Connects when first used. */
    public RedisSales(RedisSettings redis) {
        this.nodes = new RedisNodes(redis);
    }

    /** One of them, which is open as long as all of them are. */
    public RedisSale sale(SaleId id) {
        return new RedisSale(id, linkOf(SaleKeys.bytes(id.value())), linkOf(SaleRegistry.SALES));
    }

    private RedisLink linkOf(byte[] key) {
        return links.computeIfAbsent(nodes.slotOf(key), slot -> new RedisLink(nodes, slot));
    }

    @Override
    public void close() {
        links.values().forEach(RedisLink::close);
    }
}

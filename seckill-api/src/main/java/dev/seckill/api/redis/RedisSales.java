package dev.seckill.api.redis;

import dev.seckill.model.SaleId;
import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.HostAndPort;

/**
 * Sales as Redis holds them, over one connection to each master, for somebody who looks at one after the other, be they
 * thousands. Used by one thread.
 */
public final class RedisSales implements AutoCloseable {

    /** Without a cluster, there is one, which knows itself where the master is. */
    private final RedisLink single;

    private final Map<HostAndPort, RedisLink> links = new HashMap<>();
    private final RedisNodes nodes;

    /** Connects when first used. */
    public RedisSales(RedisSettings redis) {
        this.nodes = new RedisNodes(redis);
        this.single = nodes.isCluster() ? null : new RedisLink(nodes, 0);
    }

    /** One of them, which is open as long as all of them are. */
    public RedisSale sale(SaleId id) {
        return new RedisSale(id, () -> linkOf(SaleKeys.bytes(id.value())), () -> linkOf(SaleRegistry.SALES));
    }

    private RedisLink linkOf(byte[] key) {
        return single != null
                ? single
                : links.computeIfAbsent(nodes.masterOf(nodes.slotOf(key)), master -> new RedisLink(nodes, master));
    }

    @Override
    public void close() {
        if (single != null) {
            single.close();
        }
        links.values().forEach(RedisLink::close);
        nodes.close();
    }
}

package dev.seckill.api.redis;

import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import redis.clients.jedis.Protocol.Command;

/** Writes the verdicts of a {@link SoundCheck} over the connection that it looked over. Used by one thread. */
final class RedisVerdicts implements SoundCheck.Verdicts {

    private final SaleId sale;
    private final RedisLink link;
    private final SaleKeys keys;
    /** The life of the connection over which the sale was registered last. */
    private long registeredIn = -1;

    RedisVerdicts(SaleId sale, RedisLink link, SaleKeys keys) {
        this.sale = sale;
        this.link = link;
        this.keys = keys;
    }

    @Override
    public RedisLink.Identity server() {
        return link.identity();
    }

    /**
     * Under the watch of the look: a sale that somebody changed since, and perhaps recovered, is looked at
     * again.
     */
    @Override
    public boolean halt() {
        link.send(Command.MULTI);
        link.send(Command.HSET, keys.sale, SaleKeys.bytes("state"), SaleKeys.bytes(SaleState.Phase.HALTED.name()));
        link.send(Command.EXEC);
        return link.replies(3).get(2) != null;
    }

    @Override
    public void sound() {
        link.send(Command.SET, keys.server, SaleKeys.bytes(link.identity().runId()));
        SaleRegistry.sendAdd(sale, link);
        link.replies(2);
        registeredIn = link.life();
    }

    /** Before an event is written, once over each connection: a Redis that came back may not know the sale. */
    void register() {
        if (registeredIn != link.life()) {
            SaleRegistry.sendAdd(sale, link);
            link.replies(1);
            registeredIn = link.life();
        }
    }
}

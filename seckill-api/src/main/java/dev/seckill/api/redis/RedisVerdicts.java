package dev.seckill.api.redis;

import dev.seckill.api.sale.SaleState;
import redis.clients.jedis.Protocol.Command;

/** Writes the verdicts of a {@link SoundCheck} over the connection that it looked over. Used by one thread. */
final class RedisVerdicts implements SoundCheck.Verdicts {

    private final RedisLink link;
    private final SaleKeys keys;
    private final Registration registration;

    RedisVerdicts(RedisLink link, SaleKeys keys, Registration registration) {
        this.link = link;
        this.keys = keys;
        this.registration = registration;
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
        link.replies(1 + registration.send());
    }

    /** Before an event is written, once over each connection: a Redis that came back may not know the sale. */
    void register() {
        registration.ensure();
    }
}

package dev.seckill.api.redis;

import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Has one sale stand in the registry, once for each connection to the Redis that has the registry: one that came back may not
 * know the sale. In a cluster that may be another one than that of the sale. Used by one thread.
 */
final class Registration {

    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    /** Between two attempts while the registry is away. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final SparseLine AWAY = new SparseLine();

    private final SaleId sale;
    private final RedisLink own;
    private final Supplier<RedisLink> registry;
    private RedisLink registeredOver;
    /** The life of the connection over which it was registered last. */
    private long registeredIn = -1;

    private long retryNanos = System.nanoTime();

    /**
     * @param own that of the sale
     * @param registry tells the connection to the registry; throws a {@link JedisException} if there is none
     */
    Registration(SaleId sale, RedisLink own, Supplier<RedisLink> registry) {
        this.sale = sale;
        this.own = own;
        this.registry = registry;
    }

    /** Queues it if the registry is where the sale is. Returns the number of replies to expect. */
    int send() {
        if (!isHere()) {
            return 0;
        }
        SaleRegistry.sendAdd(sale, own);
        registeredOver = own;
        registeredIn = own.life();
        return 1;
    }

    private boolean isHere() {
        try {
            return registry.get() == own;
        } catch (JedisException e) {
            return false; // before its first event the sale has to be registered all the same
        }
    }

    /**
     * Registers it unless that is done. A sale that was registered before goes on while the registry is away: it is as good as
     * certain to stand there still.
     *
     * @throws StockUnavailableException if it was never registered and cannot be now
     * @throws JedisException if that is because of the sale's own connection
     */
    void ensure() {
        if (registeredOver != null && registeredIn == registeredOver.life()) {
            return;
        }
        if (registeredOver != null && System.nanoTime() - retryNanos < 0) {
            return;
        }
        RedisLink link = null;
        try {
            link = registry.get();
            SaleRegistry.sendAdd(sale, link);
            link.replies(1);
            registeredOver = link;
            registeredIn = link.life();
        } catch (JedisException e) {
            if (link == own) {
                throw e;
            }
            if (link != null) {
                link.refused(e);
                link.drop();
            }
            if (registeredOver == null) {
                throw new StockUnavailableException(
                        sale, "redis - the registry of sales is away: " + e.getMessage(), e);
            }
            retryNanos = System.nanoTime() + RETRY.toNanos();
            AWAY.say(times -> log.warn(
                    "sale - goes on without being registered anew, the registry is away (times={}, last={}, reason={})",
                    times,
                    sale,
                    Reason.of(e)));
        }
    }
}

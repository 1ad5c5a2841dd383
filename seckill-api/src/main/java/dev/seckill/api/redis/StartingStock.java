package dev.seckill.api.redis;

import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;

/** Creates the counter of a sale that was never sold, once. Used by one thread. */
final class StartingStock {

    private static final Logger log = LoggerFactory.getLogger(StartingStock.class);

    private final SaleId sale;
    private final RedisLink link;
    private final SaleKeys keys;
    private final SeqGuard guard;
    private final Long units;
    private boolean created;

    /** @param units how many, or null: the counter has to be there */
    StartingStock(SaleId sale, RedisLink link, SaleKeys keys, SeqGuard guard, Long units) {
        this.sale = sale;
        this.link = link;
        this.keys = keys;
        this.guard = guard;
        this.units = units;
    }

    /** Whether it is wanted and not done yet. */
    boolean isDue() {
        return units != null && !created;
    }

    /** Puts the stock on sale unless there is a counter, or orders that say that there was one. */
    void create() {
        create(units);
        created = true;
    }

    private void create(long stock) {
        if (!guard.knowsNoOrder()) {
            log.info("sale - counter not created, there are orders of it (sale={}, {})", sale, guard);
            return;
        }
        link.send(Command.HGET, keys.sale, SaleKeys.bytes("seq"));
        String seq = RedisReply.text(link.replies(1).get(0));
        if (seq != null && !seq.equals("0")) {
            log.info("sale - counter not created, it was sold before (sale={}, seq={})", sale, ForeignText.shown(seq));
            return;
        }
        link.send(Command.SET, keys.counter, SaleKeys.bytes(Long.toString(stock)), SaleKeys.bytes("NX"));
        boolean made = link.replies(1).get(0) != null;
        log.info("sale - counter {} (sale={}, stock={})", made ? "created" : "was there, left as it is", sale, stock);
    }
}

package dev.seckill.api.redis;

import dev.seckill.api.sale.SaleState;
import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import java.util.List;
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
        link.send(Command.EXISTS, keys.counter);
        List<Object> found = link.replies(2);
        String seq = RedisReply.text(found.get(0));
        if (seq != null && !seq.equals("0")) {
            log.info("sale - counter not created, it was sold before (sale={}, seq={})", sale, ForeignText.shown(seq));
            return;
        }
        boolean made = (Long) found.get(1) == 0 && make(SaleKeys.bytes(Long.toString(stock)));
        log.info("sale - counter {} (sale={}, stock={})", made ? "created" : "was there, left as it is", sale, stock);
    }

    /** The word first: whoever finds the counter, finds who put it there. */
    private boolean make(byte[] stock) {
        link.send(Command.HSET, keys.sale, SaleKeys.bytes(SaleState.STARTING), stock);
        link.send(Command.SET, keys.counter, stock, SaleKeys.bytes("NX"));
        return link.replies(2).get(1) != null;
    }
}

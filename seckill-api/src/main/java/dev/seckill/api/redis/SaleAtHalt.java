package dev.seckill.api.redis;

import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.SaleState;
import java.util.List;
import redis.clients.jedis.Protocol.Command;

/**
 * How the hash of a sale stands when a half-done batch of it is to be undone. Other instances may have decided since: what
 * they restocked stays, but what the half-done batch left behind has misled them.
 *
 * @param epoch when the sale was last rebuilt; 0 for never
 * @param batch the newest batch; null if nothing says
 * @param halfDone the batch that the sale was halted for; null if it was for none
 * @param no the highest number in the journal
 * @param allotment units offered so far; null if nothing says
 * @param byHand units that were changed by hand, as the instances have taken it
 */
record SaleAtHalt(long epoch, String batch, String halfDone, long no, Long allotment, long byHand) {

    /** Reads it; one trip. */
    static SaleAtHalt read(RedisLink link, SaleKeys keys) {
        link.send(
                Command.HMGET,
                keys.sale,
                SaleKeys.bytes("epoch"),
                SaleKeys.bytes("batch"),
                SaleKeys.bytes("halfDone"),
                SaleKeys.bytes("no"),
                SaleKeys.bytes("allotment"),
                SaleKeys.bytes(BatchPlan.BY_HAND));
        List<Object> values = RedisReply.list(link.replies(1).get(0));
        String allotment = RedisReply.text(values.get(4));
        return new SaleAtHalt(
                SaleState.signed("epoch", RedisReply.text(values.get(0))),
                RedisReply.text(values.get(1)),
                RedisReply.text(values.get(2)),
                SaleState.signed("no", RedisReply.text(values.get(3))),
                allotment == null ? null : SaleState.count("allotment", allotment),
                SaleState.signed(BatchPlan.BY_HAND, RedisReply.text(values.get(5))));
    }

    boolean isNewest(BatchPlan plan) {
        return plan.batch().toString().equals(batch);
    }

    /** Units offered without the batch. */
    long offeredWithout(BatchPlan plan) {
        BatchPlan.Stock stock = plan.stock();
        if (allotment != null && plan.batch().toString().equals(halfDone)) {
            return allotment; // an earlier attempt has seen to it
        }
        if (allotment == null
                || isNewest(plan)
                || no < plan.events().get(0).event().no()) {
            return stock.offeredBefore();
        }
        // To the others, units that did not leave the counter looked like units put on it, and units that left without
        // a
        // word like units taken from it.
        long told = byHand - plan.byHand();
        if (told != 0 && told == stock.change()) {
            // Units that came without a word may be sold by now: they stay.
            return told < 0 ? allotment - told : allotment;
        }
        return allotment - (told == -stock.change() ? told : 0) - (stock.offered() - stock.offeredBefore());
    }
}

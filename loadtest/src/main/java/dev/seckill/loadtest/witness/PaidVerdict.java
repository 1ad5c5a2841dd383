package dev.seckill.loadtest.witness;

import java.util.List;

/**
 * What the witness found of a sale whose orders are held and paid.
 *
 * @param offered units on offer
 * @param requests replies in all, and requests without one
 * @param accepted replies that gave an order, replays left out
 * @param soldOut replies that nothing is left
 * @param errors replies that a buyer cannot understand, or none
 * @param replyTimes over all requests
 * @param orders orders in the journal
 * @param sold units of orders that are confirmed
 * @param held units of orders that are held still
 * @param expired orders whose time ran out
 * @param late orders that were paid after that
 * @param refunds late payments of which the shop was told
 * @param webhooks what the shop was told of orders
 * @param duplicate orders told to two buyers, rows that repeat an order or a place
 * @param missing order ids that a buyer was told and the order book does not have
 * @param oversold units held or sold past those offered
 * @param counter the sale in Redis
 * @param journal what came of the replay of the sale's journal
 * @param reasons why the run failed; empty when it passed
 */
public record PaidVerdict(
        long offered,
        long requests,
        long accepted,
        long soldOut,
        long errors,
        ReplyTimes replyTimes,
        long orders,
        long sold,
        long held,
        long expired,
        long late,
        long refunds,
        long webhooks,
        long duplicate,
        long missing,
        long oversold,
        CounterState counter,
        JournalVerdict journal,
        List<String> reasons) {

    public PaidVerdict {
        reasons = List.copyOf(reasons);
    }

    /** Whether the run passed. */
    public boolean isPass() {
        return reasons.isEmpty();
    }
}

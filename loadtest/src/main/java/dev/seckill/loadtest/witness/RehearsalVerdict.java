package dev.seckill.loadtest.witness;

import java.util.List;
import java.util.Objects;

/**
 * What the witness found of a rehearsal.
 *
 * @param terms what it was set out to be
 * @param requests replies in all, and requests without one
 * @param accepted distinct orders that buyers were told
 * @param acceptedPerSecond of those, from the first request to the last of them
 * @param repeated requests of a purchase that had its order before
 * @param soldOut replies that nothing is left
 * @param errors any reply that a buyer cannot use, or none
 * @param replyTimes over all requests
 * @param oversold orders told, units sold or stored past the stock
 * @param duplicate orders told to two buyers, purchases told two orders, rows that repeat an order or a place
 * @param rows orders in the order book; null if it could not be seen
 * @param missing order ids that a buyer was told and the order book does not have
 * @param unseen why the order book could not be seen; null if it could
 * @param reasons why the run failed; empty when it passed
 */
public record RehearsalVerdict(
        RehearsalTerms terms,
        long requests,
        long accepted,
        double acceptedPerSecond,
        long repeated,
        long soldOut,
        long errors,
        ReplyTimes replyTimes,
        long oversold,
        long duplicate,
        Integer rows,
        long missing,
        String unseen,
        List<String> reasons) {

    /** Copies the list. */
    public RehearsalVerdict {
        Objects.requireNonNull(terms, "terms");
        reasons = List.copyOf(reasons);
    }

    /** Whether nothing was found that is wrong. */
    public boolean isPass() {
        return reasons.isEmpty();
    }
}

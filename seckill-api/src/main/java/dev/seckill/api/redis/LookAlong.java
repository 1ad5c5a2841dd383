package dev.seckill.api.redis;

import dev.seckill.api.sale.Request;
import java.util.List;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The look at a sale for its next batch, for the transaction of another sale over the same connection to take along: behind
 * EXEC, which ends what is watched. It comes after all of the batch has arrived, like any look that a batch is decided upon.
 * Used by one thread.
 */
final class LookAlong {

    private final SaleReader reader;
    private final LookAhead ahead;
    private final List<Request> requests;
    private SaleReader.BatchLook sent;

    /** @param requests the batch; the look is of use for no other */
    LookAlong(SaleReader reader, LookAhead ahead, List<? extends Request> requests) {
        this.reader = reader;
        this.ahead = ahead;
        this.requests = List.copyOf(requests);
    }

    /** Queues it. Returns the number of replies to expect. */
    int send() {
        sent = reader.sendLook(requests);
        return sent.replies();
    }

    /** Keeps what came of it. What is wrong with the sale is for its own look to tell, not for that of another sale. */
    void keep(List<Object> replies) {
        try {
            ahead.keepFor(requests, reader.snapshot(sent, replies));
        } catch (JedisException | IllegalArgumentException e) {
            ahead.forget();
        }
    }
}

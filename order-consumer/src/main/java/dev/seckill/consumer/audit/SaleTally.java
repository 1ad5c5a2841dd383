package dev.seckill.consumer.audit;

import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** The orders of one sale, in the log or in the book, by seq. */
final class SaleTally {

    private final LongSet seqs = new LongSet();
    private final CounterTrail trail = new CounterTrail();
    private final Releases releases = new Releases();
    private GivenUp givenUp = GivenUp.NONE;
    private long orders;
    private long units;
    private long released;
    private long lastSeq;

    /** A new order; orders are told apart by the caller. */
    void add(long seq, int quantity) {
        orders++;
        units += quantity;
        seqs.add(seq);
        lastSeq = Math.max(lastSeq, seq);
    }

    /** Units of an order that do not count. */
    void takeBack(int quantity) {
        units -= quantity;
    }

    /** What the message of a new order says about the counter and the allotment. */
    void decided(SaleEvent.Accepted event, long offered) {
        trail.add(event, offered);
    }

    /** The number of an event with which something else than an order changed the counter. */
    void restocked(long no) {
        trail.restocked(no);
    }

    /** Units that an order gave back by the event of this number. */
    void released(UUID order, long no, long more) {
        releases.add(order, no, more);
    }

    /**
     * Leaves out what does not count, by all that was read.
     *
     * @param without numbers that were given up
     * @param counts whether the units of an order count
     */
    void settle(GivenUp without, Predicate<UUID> counts) {
        givenUp = without;
        released = releases.units(without, counts);
    }

    /** Whether a message of it was there. */
    boolean isLogged() {
        return !trail.isEmpty();
    }

    long orders() {
        return orders;
    }

    /** Units of all orders. */
    long units() {
        return units;
    }

    /** Those of them that went back to the sale. */
    long released() {
        return released;
    }

    /** The largest allotment that a message knew of, without what a counter that did not fall added to it. */
    long allotment() {
        return trail.offered(givenUp) - notFallen();
    }

    /** Units that a message counted as offered because the counter had not fallen; at most the allotment. */
    long notFallen() {
        return Math.min(trail.offered(givenUp), trail.notFallen(givenUp));
    }

    /** Orders that share their seq with an earlier one. */
    long clashes() {
        return orders - seqs.size();
    }

    /** Seqs from 1 to the last one that no order has. */
    long gaps() {
        return lastSeq - seqs.size();
    }

    /** The first gaps, as {@code 7} or {@code 9-12}. */
    List<String> firstGaps(int max) {
        List<String> ranges = new ArrayList<>();
        long expected = 1;
        for (long seq : seqs.sorted()) {
            if (ranges.size() == max) {
                break;
            }
            if (seq > expected) {
                ranges.add(seq - 1 == expected ? "" + expected : expected + "-" + (seq - 1));
            }
            expected = seq + 1;
        }
        return ranges;
    }
}

package dev.seckill.consumer.audit;

import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.List;

/** The orders of one sale, in the log or in the book, by seq. */
final class SaleTally {

    private final LongSet seqs = new LongSet();
    private final CounterTrail trail = new CounterTrail();
    private long orders;
    private long units;
    private long released;
    private long lastSeq;
    private long allotment;

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

    /** What a message says about the allotment. */
    void offered(long units) {
        allotment = Math.max(allotment, units);
    }

    /** What the message of a new order says about the counter. */
    void decided(SaleEvent.Accepted event) {
        trail.add(event);
    }

    /** The number of an event with which something else than an order changed the counter. */
    void restocked(long no) {
        trail.restocked(no);
    }

    /** Units that an order gave back; each order does so once. */
    void released(long more) {
        released += more;
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
        return allotment - notFallen();
    }

    /** Units that a message counted as offered because the counter had not fallen; at most the allotment. */
    long notFallen() {
        return Math.min(allotment, trail.notFallen());
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

package dev.seckill.consumer.certify;

import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.model.SaleId;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.proof.text.EventLeaf;
import java.util.List;

/** The leaves of a sale as the book has them, one after the other, of which some are read at a time. Not thread-safe. */
final class BookLeaves {

    private final LoggedEvents events;
    private final EventLeaves leaves;
    private final SaleId sale;
    private final int most;
    private List<EventLeaf> read = List.of();
    private int at;
    private long size;
    private long epoch;

    /**
     * Those behind a tree.
     *
     * @param size leaves of the tree
     * @param epoch of its newest leaf
     * @param most leaves to read at a time
     */
    BookLeaves(LoggedEvents events, EventLeaves leaves, SaleId sale, long size, long epoch, int most) {
        this.events = events;
        this.leaves = leaves;
        this.sale = sale;
        this.size = size;
        this.epoch = epoch;
        this.most = most;
    }

    /** Null at the end, or before a number that is missing. */
    EventLeaf next() {
        if (at == read.size()) {
            read = NextLeaves.after(events, leaves, sale, size, epoch, most).leaves();
            at = 0;
        }
        if (read.isEmpty()) {
            return null;
        }
        EventLeaf leaf = read.get(at++);
        size++;
        epoch = leaf.isVoid() ? epoch : leaf.epoch();
        return leaf;
    }
}

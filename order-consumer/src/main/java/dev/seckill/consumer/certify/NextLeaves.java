package dev.seckill.consumer.certify;

import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.proof.text.EventLeaf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The leaves that follow a tree, as the book has them now.
 *
 * @param leaves up to the first number of which nothing is known
 * @param gap that number, if there are events behind it; otherwise null
 */
record NextLeaves(List<EventLeaf> leaves, Gap gap) {

    /**
     * A number that is missing.
     *
     * @param since when the event behind it was decided
     */
    record Gap(long no, Instant since) {}

    NextLeaves {
        leaves = List.copyOf(leaves);
    }

    /**
     * Looks.
     *
     * @param size leaves of the tree
     * @param epoch of its newest leaf
     * @param most leaves to look for
     */
    static NextLeaves after(LoggedEvents book, EventLeaves sale, SaleId id, long size, long epoch, int most) {
        List<SaleEvent> events = book.after(id, size, most);
        GivenUp givenUp = GivenUp.of(recoveries(book, id, events, most));
        List<EventLeaf> leaves = new ArrayList<>();
        int at = 0;
        long now = epoch;
        for (long no = size + 1; leaves.size() < most; no++) {
            SaleEvent next = at < events.size() ? events.get(at) : null;
            boolean isThere = next != null && next.no() == no;
            if (givenUp.has(no)) {
                leaves.add(sale.ofVoid(no));
            } else if (isThere) {
                leaves.add(sale.leaf(next, now));
                now = EventLeaves.epochAfter(next, now);
            } else {
                return new NextLeaves(leaves, next == null ? null : new Gap(no, next.at()));
            }
            at += isThere ? 1 : 0;
        }
        return new NextLeaves(leaves, null);
    }

    /** The events, and of those behind them, if there may be more, the ones that may give something up. */
    private static List<SaleEvent> recoveries(LoggedEvents book, SaleId id, List<SaleEvent> events, int most) {
        List<SaleEvent> recoveries = new ArrayList<>(events);
        if (events.size() == most) {
            recoveries.addAll(book.recoveriesAfter(id, events.get(most - 1).no()));
        }
        return recoveries;
    }
}

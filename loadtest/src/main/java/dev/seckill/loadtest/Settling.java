package dev.seckill.loadtest;

import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.witness.CounterState;

/** Looks whether every order that was decided since a moment has arrived in the order book. */
public final class Settling {

    private final SaleCounter sale;
    private final MySqlOrderBook book;
    private final CounterState before;
    private long decided;
    private long outbox;
    private long rows;

    /** @param before where the counting starts */
    public Settling(SaleCounter sale, MySqlOrderBook book, CounterState before) {
        this.sale = sale;
        this.book = book;
        this.before = before;
    }

    /** Looks; whether nothing is under way any more. */
    public boolean isDone() {
        decided = sale.counter().decided() - before.decided();
        outbox = sale.outboxSize();
        rows = book.countAfter(before.seq());
        return outbox == 0 && rows >= decided;
    }

    /** The figures of the last look. */
    @Override
    public String toString() {
        return "decided=" + decided + ", outbox=" + outbox + ", rows=" + rows;
    }
}

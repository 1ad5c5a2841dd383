package dev.seckill.api.orderlog;

import dev.seckill.api.sale.RebuiltJournal;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import java.util.List;

/**
 * What a sale is to be by what the log tells of it. If the log has lost its beginning, every number up to the highest counts as
 * an order, of one unit or of as many as the newest event says are gone: a unit that stays unsold can be put on sale again,
 * one that is sold twice cannot be taken back. Where orders give units back, the orders of such a log say nothing of what is
 * gone, and only the newest event does.
 */
final class SaleByTheLog {

    private final LoggedSale log;
    private final OrderNumbers numbers;
    private final LoggedJournal journal;

    SaleByTheLog(LoggedSale log, OrderNumbers numbers, LoggedJournal journal) {
        this.log = log;
        this.numbers = numbers;
        this.journal = journal;
    }

    /**
     * The sale rebuilt.
     *
     * @param offered units offered
     * @param atLeast what knows numbers that were given for certain, so must not be given again
     */
    RebuiltSale rebuild(long offered, SaleState atLeast) {
        long highest = Math.max(log.seq(), atLeast.seq());
        long given = Math.max(log.seqGiven(), highest);
        RebuiltJournal goesOn = goesOn(Math.max(log.no(), atLeast.lastNo()), given);
        if (!log.isCut()) {
            // More than was sold goes back by events that somebody made up; which, the second reading tells.
            long released = Math.min(log.released(), log.sold());
            return new RebuiltSale(offered, log.orders(), log.sold(), released, given, log.rules(), goesOn);
        }
        long all = Math.max(log.orders(), highest);
        if (journal.hasChanges()) {
            long sold = Math.max(all, log.sold());
            long unlogged = Math.min(highest - log.seq(), Math.max(0, atLeast.lastNo() - log.no()));
            long taken = Math.max(0, gone() + unlogged);
            long released = Math.max(0, sold - taken);
            return new RebuiltSale(offered, all, taken + released, released, given, log.rules(), goesOn);
        }
        long sold = Math.max(log.sold() + all - log.orders(), gone());
        return new RebuiltSale(offered, all, sold, 0, given, log.rules(), goesOn);
    }

    /** Units that were not left any more of those offered, by the newest event. */
    private long gone() {
        return journal.newest() == null
                ? 0
                : log.allotment() - journal.newest().event().left();
    }

    /** Of a log that has lost its beginning nobody knows what is missing. */
    private RebuiltJournal goesOn(long highestNo, long highestSeq) {
        long left = journal.newest() == null ? 0 : journal.newest().event().left();
        if (log.isCut()) {
            return new RebuiltJournal(highestNo, left, left, List.of(), List.of());
        }
        return new RebuiltJournal(
                highestNo,
                left,
                journal.units(),
                journal.missing(highestNo),
                numbers.missing(highestSeq, journal.givenUpSeqs()));
    }
}

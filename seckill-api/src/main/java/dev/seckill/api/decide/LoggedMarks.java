package dev.seckill.api.decide;

import dev.seckill.api.sale.LoggedNumbers;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.model.SaleId;
import java.util.concurrent.CompletableFuture;

/** Knows how far the order log got with every sale. Thread-safe. */
public interface LoggedMarks {

    /** Of a log that has nothing. */
    LoggedMarks NOTHING = new LoggedMarks() {
        @Override
        public CompletableFuture<Void> readOn() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public LoggedSeq.Mark of(SaleId sale) {
            return LoggedSeq.NONE;
        }
    };

    /**
     * Reads on in the background, up to where the log ends at some moment after this call.
     *
     * @return completes when that is read; exceptionally if the log cannot be read now
     */
    CompletableFuture<Void> readOn();

    /** Records that the reading under way has not come to; 0 when none is under way. */
    default long lagRecords() {
        return 0;
    }

    /** What was read of a sale so far. */
    LoggedSeq.Mark of(SaleId sale);

    /** What was read of its journal's numbers so far. */
    default LoggedNumbers numbersOf(SaleId sale) {
        return LoggedNumbers.NONE;
    }
}

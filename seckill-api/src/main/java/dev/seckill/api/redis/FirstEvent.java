package dev.seckill.api.redis;

import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Holds the first event of a sale back until the order log was read on, in the background. Redis has nothing of such a sale;
 * but somebody may have deleted what it had, behind a connection that stayed open, while nobody here had the sale in memory.
 * What was read when the connection was made may be from before that sale. Used by one thread.
 */
final class FirstEvent {

    private final SaleId sale;
    private final Supplier<CompletableFuture<Void>> readOn;
    private CompletableFuture<Void> reading;
    private boolean read;

    /** @param readOn has the log read on; what that finds is held against the sale */
    FirstEvent(SaleId sale, Supplier<CompletableFuture<Void>> readOn) {
        this.sale = sale;
        this.readOn = Objects.requireNonNull(readOn, "readOn");
    }

    /** Whoever has the sale to itself has it in memory. */
    static FirstEvent notHeldBack(SaleId sale) {
        FirstEvent first = new FirstEvent(sale, () -> CompletableFuture.completedFuture(null));
        first.read = true;
        return first;
    }

    /** Whether the log has to be read on before there may be one. */
    boolean isReadingDue() {
        return !read;
    }

    /** Has the log read on. */
    void read() {
        reading = readOn.get();
    }

    /** Whether the log is being read for it. */
    boolean isReading() {
        return reading != null && !reading.isDone();
    }

    /**
     * Whether the log was read for it since this was asked last, so that the sale is to be held against the log again.
     *
     * @throws StockUnavailableException if the log cannot be read; it is due again then
     */
    boolean wasRead() {
        if (reading == null) {
            return false;
        }
        CompletableFuture<Void> ended = reading;
        reading = null;
        try {
            ended.join();
        } catch (CompletionException e) {
            throw new StockUnavailableException(
                    sale, Reason.of(e.getCause()), "The order log cannot be read.", e.getCause());
        }
        read = true;
        return true;
    }
}

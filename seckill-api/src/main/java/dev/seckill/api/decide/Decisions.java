package dev.seckill.api.decide;

import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import dev.seckill.model.trace.TraceSpan;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What decides everything that an instance is asked, of all sales. Thread-safe. */
public interface Decisions extends AutoCloseable {

    /**
     * Asks for a decision. Never blocks.
     *
     * @return completes with the reply, at once when nothing needs to be asked; exceptionally with
     *     {@link dev.seckill.api.sale.StockUnavailableException} or {@link
     * dev.seckill.api.sale.OutcomeUnknownException}
     */
    default CompletableFuture<Reply> submit(SaleId sale, Request request) {
        return submit(sale, request, null);
    }

    /**
     * The same of a request that is traced.
     *
     * @param trace what it is a part of; null: it is not traced
     */
    CompletableFuture<Reply> submit(SaleId sale, Request request, TraceSpan trace);

    /** What was last seen of a sale; that it was not looked at yet if it is not in use here. */
    SaleView view(SaleId sale);

    /** Requests that wait for their decision, of all sales. */
    int waiting();

    /** Sales that are in memory. */
    int sales();

    /** Those of them that somebody has seen, as they were seen last. Asks nobody. */
    List<SaleInUse> inUse();

    /**
     * Decides and answers what waits, within the stop wait.
     *
     * @throws StopFailedException if that took longer; what still waits is refused
     */
    @Override
    void close();
}

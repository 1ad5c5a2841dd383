package dev.seckill.api.decide;

import dev.seckill.api.sale.Request;
import java.util.concurrent.CompletableFuture;

/** What decides the purchases of an instance. Thread-safe. */
public interface Decisions extends AutoCloseable {

    /**
     * Asks for a decision. Never blocks.
     *
     * @return completes with the reply, at once when nothing needs to be asked; exceptionally with
     *     {@link dev.seckill.api.sale.StockUnavailableException} or {@link
     * dev.seckill.api.sale.OutcomeUnknownException}
     */
    CompletableFuture<Reply> submit(Request request);

    /** What was last seen of the sale. */
    SaleView view();

    /** Purchases that wait for their decision. */
    int waiting();

    /**
     * Decides and answers what waits, within the stop wait.
     *
     * @throws StopFailedException if that took longer; what still waits is refused
     */
    @Override
    void close();
}

package dev.seckill.api.decide;

import dev.seckill.api.sale.StockCounter;
import dev.seckill.model.SaleId;

/**
 * The connections of one thread to the store, with the counters of all sales that are decided over them: one connection, or
 * one to each server where sales are spread over several. Used by one thread, as are the counters.
 */
public interface CounterStore extends AutoCloseable {

    /**
     * Whether a sale can be decided now. Connects if there is no connection, and has what the order log knows read then, which
     * goes on in the background.
     *
     * @return false while the order log is being read, or a connection is being made
     * @throws dev.seckill.api.sale.StockUnavailableException if the store or the order log cannot be used now
     */
    boolean isReady(SaleId sale);

    /**
     * Whether two sales are decided over the same connection: what keeps one of them from being decided keeps the other.
     *
     * @throws dev.seckill.api.sale.StockUnavailableException if that cannot be told now
     */
    boolean areTogether(SaleId one, SaleId other);

    /** Changes with each connection: what was seen over another one has to be looked at anew. */
    long connection();

    /** Notices whether a connection that was idle is still there. */
    void probe();

    /** Makes a counter; to be closed when the sale is not used any more. */
    StockCounter counter(SaleId sale);

    /** Releases the connection. */
    @Override
    void close();
}

package dev.seckill.api.decide;

import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A connection with weather, to counters that the test makes: it can be away, and the log behind it take its time. */
final class ControlledStore implements CounterStore {

    final AtomicInteger failures = new AtomicInteger();
    private final Function<SaleId, StockCounter> counters;
    private volatile boolean away;
    private volatile SaleId awayAlone;
    private volatile SaleId connecting;
    private volatile boolean broken;
    private volatile boolean readingTheLog;
    private volatile long connection;
    private volatile boolean closed;

    ControlledStore(Function<SaleId, StockCounter> counters) {
        this.counters = counters;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    void broken(boolean isBroken) {
        broken = isBroken;
    }

    void readsTheLog(boolean reads) {
        readingTheLog = reads;
    }

    void reconnects() {
        connection++;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public boolean areTogether(SaleId one, SaleId other) {
        return awayAlone == null;
    }

    /** A connection to the server of this sale is being made; null for none. */
    void connectsTo(SaleId sale) {
        connecting = sale;
    }

    /** The server of this sale is away, and has no other. */
    void awayFor(SaleId sale) {
        awayAlone = sale;
    }

    @Override
    public boolean isReady(SaleId sale) {
        if (away || sale.equals(awayAlone)) {
            failures.incrementAndGet();
            throw new StockUnavailableException("away", null);
        }
        if (broken) {
            throw new IllegalStateException("nobody expects this");
        }
        return !readingTheLog && !sale.equals(connecting);
    }

    @Override
    public long connection() {
        return connection;
    }

    @Override
    public void probe() {
        // It is there, or it is not.
    }

    @Override
    public StockCounter counter(SaleId sale) {
        return counters.apply(sale);
    }

    @Override
    public void close() {
        closed = true;
    }
}

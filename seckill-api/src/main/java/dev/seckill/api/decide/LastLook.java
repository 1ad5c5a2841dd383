package dev.seckill.api.decide;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.StockUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What was seen when the sale was last looked at, and when that is too old: the knowledge that everything is sold answers
 * buyers without a look, so it has to be refreshed more often. Written by the decision thread; its view is for everybody.
 */
final class LastLook {

    private final Duration soldOutRefresh;
    private final Duration probe;
    private final LongSupplier nanoTime;
    private volatile SaleView view = new SaleView(null, false, "The sale has not been looked at yet.");
    private long lookedNanos;

    /**
     * None yet.
     *
     * @param soldOutRefresh how old the knowledge that everything is sold may get
     * @param probe how old any other may get while no purchase comes
     * @param nanoTime a stopwatch
     */
    LastLook(Duration soldOutRefresh, Duration probe, LongSupplier nanoTime) {
        this.soldOutRefresh = soldOutRefresh;
        this.probe = probe;
        this.nanoTime = nanoTime;
        this.lookedNanos = nanoTime.getAsLong() - TimeUnit.DAYS.toNanos(1);
    }

    SaleView view() {
        return view;
    }

    boolean isDue() {
        long every = (view.soldOut() ? soldOutRefresh : probe).toNanos();
        return nanoTime.getAsLong() - lookedNanos >= every;
    }

    /** It begins, whatever will be seen. */
    void begins() {
        lookedNanos = nanoTime.getAsLong();
    }

    void saw(Attempt.Decided decided) {
        Long left = decided.left();
        view = new SaleView(left, decided.open() && left != null && left <= 0, decided.trouble());
    }

    void sawNothing(RuntimeException reason) {
        String trouble = reason instanceof StockUnavailableException known ? known.trouble() : "Redis cannot be used.";
        view = new SaleView(null, false, trouble);
    }
}

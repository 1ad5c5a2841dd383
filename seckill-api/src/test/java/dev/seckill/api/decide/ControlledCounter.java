package dev.seckill.api.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The in-memory counter with weather: it can block, lose races, and be away. */
final class ControlledCounter implements StockCounter {
    private final StockCounter counter;
    private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final AtomicInteger toContend = new AtomicInteger();
    final AtomicInteger contended = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicInteger purchasesAsked = new AtomicInteger();
    private final AtomicBoolean toFail = new AtomicBoolean();
    private volatile boolean failed;
    private volatile boolean away;
    volatile boolean busy;

    ControlledCounter(StockCounter counter) {
        this.counter = counter;
    }

    void block() {
        gate.drainPermits();
    }

    void open() {
        gate.release(1_000_000);
    }

    void awaitBlocked() throws InterruptedException {
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
    }

    void contend(int times) {
        toContend.set(times);
    }

    /** The next time that there is something to settle. */
    void failUnexpectedly() {
        toFail.set(true);
    }

    boolean hasFailedUnexpectedly() {
        return failed;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public Attempt decide(List<? extends Request> purchases, List<EventId> settled, BooleanSupplier tooLate) {
        if (away) {
            failures.incrementAndGet();
            throw new StockUnavailableException(SaleId.DEFAULT, "away", null);
        }
        if (!settled.isEmpty() && toFail.getAndSet(false)) {
            failed = true;
            throw new IllegalStateException("nobody expects this");
        }
        if (!purchases.isEmpty()) {
            purchasesAsked.addAndGet(purchases.size());
            blocked.countDown();
            gate.acquireUninterruptibly();
            if (toContend.getAndDecrement() > 0) {
                contended.incrementAndGet();
                return new Attempt.Contended();
            }
        }
        return counter.decide(purchases, settled, tooLate);
    }

    @Override
    public List<EventId> unsettled(List<EventId> events) {
        return counter.unsettled(events);
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public void close() {
        counter.close();
    }
}

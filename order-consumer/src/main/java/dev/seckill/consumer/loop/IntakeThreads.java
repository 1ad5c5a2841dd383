package dev.seckill.consumer.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which batches are stored and parked, so that the loop can read on meanwhile. */
public final class IntakeThreads implements Executor, AutoCloseable {

    private final ExecutorService threads;

    /** @param count how many batches may be stored at the same time, at least 1 */
    public IntakeThreads(int count) {
        AtomicInteger made = new AtomicInteger();
        threads = Executors.newFixedThreadPool(count, work -> {
            Thread named = new Thread(work, "order-intake-" + made.incrementAndGet());
            named.setDaemon(true);
            return named;
        });
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** What is at work goes on to its end, but nobody waits for it. */
    @Override
    public void close() {
        threads.shutdown();
    }
}

package dev.seckill.loadtest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * On Ctrl-C or SIGTERM, interrupts the thread that made it and keeps the JVM until that thread has closed what it
 * opened. Without it the JVM would end in the middle of that.
 */
public final class InterruptOnShutdown implements AutoCloseable {

    /** Longer than a whole system needs to stop; past it the guards of the child processes end what is left. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(90);

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Watches over the calling thread from now on. */
    public InterruptOnShutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "shutdown"));
    }

    private void onShutdown() {
        if (closed.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            closed.await(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** To be called when all is closed. */
    @Override
    public void close() {
        closed.countDown();
    }
}

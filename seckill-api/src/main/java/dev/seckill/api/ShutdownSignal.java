package dev.seckill.api;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Turns SIGTERM and SIGINT into the end of {@link #await}, and keeps the JVM alive until whoever waited has closed
 * everything. To be opened before, so closed after, all that has to end in order.
 */
final class ShutdownSignal implements AutoCloseable {

    /** The operating system's patience is shorter than this; it only keeps a bug from blocking for ever. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(120);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final IntConsumer halt;
    private final Duration closeWait;
    private volatile int exitCode = 1;

    /** @param drain how long whoever is asked serves on before it closes anything */
    ShutdownSignal(Duration drain) {
        this(Runtime.getRuntime()::halt, CLOSE_WAIT.plus(drain));
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "shutdown"));
    }

    /** Ends the process by other means; for tests. */
    ShutdownSignal(IntConsumer halt) {
        this(halt, CLOSE_WAIT);
    }

    private ShutdownSignal(IntConsumer halt, Duration closeWait) {
        this.halt = halt;
        this.closeWait = closeWait;
    }

    void onShutdown() {
        if (closed.getCount() == 0) {
            return;
        }
        asked.countDown();
        try {
            if (closed.await(closeWait.toSeconds(), TimeUnit.SECONDS)) {
                // Without this the JVM would report 128 + the signal's number.
                halt.accept(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the process ends with once this is closed; a failure unless something else was said. */
    int endsWith(int code) {
        exitCode = code;
        return code;
    }

    /** Whether the process is asked to end. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Returns when the process is asked to end. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

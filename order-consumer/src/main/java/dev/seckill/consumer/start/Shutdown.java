package dev.seckill.consumer.start;

import dev.seckill.model.log.ShownFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from SIGTERM to the end of {@code main}. The JVM's hook asks for the stop and then waits until {@code main}
 * has closed everything, since the JVM dies when its hooks return. It ends the process with main's exit code, because
 * a JVM that is stopped by a signal would report the signal instead.
 */
public final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final int FAILED = 1;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode = FAILED;
    private final IntConsumer halt;
    private Runnable stop;

    /** One that ends this JVM. */
    public Shutdown() {
        this(Runtime.getRuntime()::halt);
    }

    /** @param halt ends the process with an exit code */
    public Shutdown(IntConsumer halt) {
        this.halt = Objects.requireNonNull(halt, "halt");
    }

    /**
     * Waits for signals from now on.
     *
     * @param drain how long main goes on after one
     * @param draining what is done when that begins
     * @param limit the longest wait, from then on, for main to close everything
     */
    public void listen(Duration drain, Runnable draining, Duration limit) {
        Objects.requireNonNull(limit, "limit");
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            drain(drain, draining);
                            onSignal(limit);
                        },
                        "shutdown"));
    }

    /** Returns when so much time has passed, or when main has ended by itself. */
    void drain(Duration time, Runnable draining) {
        draining.run();
        try {
            finished.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sets what a stop means; runs at once if it was asked for already. */
    public synchronized void onAsked(Runnable stopAction) {
        stop = Objects.requireNonNull(stopAction, "stopAction");
        if (isAsked()) {
            stop.run();
        }
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits until a stop is asked for, at most so long. */
    void awaitAsked(Duration wait) {
        try {
            asked.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ask();
        }
    }

    /** Main has closed everything and would exit with this code. */
    public void finish(int code) {
        exitCode = code;
        finished.countDown();
    }

    /** Asks for the stop, once. */
    public synchronized void ask() {
        if (!isAsked()) {
            asked.countDown();
            if (stop != null) {
                stop.run();
            }
        }
    }

    /** What the hook does. */
    void onSignal(Duration limit) {
        ask();
        try {
            if (!finished.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.error("shutdown - not finished in time, messages not committed come again (limit={})", limit);
            }
        } catch (InterruptedException e) {
            LOG.error("shutdown - interrupted", ShownFailure.of(e));
        }
        halt.accept(exitCode);
    }
}

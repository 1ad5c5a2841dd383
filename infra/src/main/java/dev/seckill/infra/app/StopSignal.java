package dev.seckill.infra.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * On Ctrl-C or SIGTERM, interrupts the thread that made it, and keeps the JVM until that thread has closed what it opened.
 * Without it the JVM would end in the middle of that.
 */
public final class StopSignal implements AutoCloseable {

    private final Duration closeWait;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean isReceived;
    private volatile Integer exitCode; // null = the signal's

    private StopSignal(Duration closeWait) {
        this.closeWait = closeWait;
    }

    /**
     * Listens from now on.
     *
     * @param closeWait how long the closing may take; past it the guards of the child processes end what is left
     */
    public static StopSignal install(Duration closeWait) {
        StopSignal signal = new StopSignal(closeWait);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "stop-signal"));
        return signal;
    }

    private void onShutdown() {
        if (closed.getCount() == 0) {
            return; // the command ends by itself
        }
        isReceived = true;
        worker.interrupt();
        try {
            if (!closed.await(closeWait.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("stopping took longer than " + closeWait + "; the rest is killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (exitCode != null) {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    /** Whether there was one: then what failed since may have failed because of it. */
    public boolean isReceived() {
        return isReceived;
    }

    /** All is closed; a JVM that a signal ends does so with the signal's exit code, such as 130. */
    @Override
    public void close() {
        closed.countDown();
    }

    /** All is closed; ends the JVM with this exit code, also if a signal came. */
    public void exit(int code) {
        exitCode = code;
        close();
        System.exit(code);
    }
}

package dev.seckill.infra.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into a value that a command waits for, and lets the command finish before the JVM ends, with the
 * command's own exit code instead of the signal's.
 */
final class StopSignal {

    private final Duration finishWait;
    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode = 1;

    private StopSignal(Duration finishWait) {
        this.finishWait = finishWait;
    }

    /**
     * Listens from now on.
     *
     * @param finishWait how long the command may take from the signal until it has finished
     */
    static StopSignal install(Duration finishWait) {
        StopSignal signal = new StopSignal(finishWait);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "stop-signal"));
        return signal;
    }

    private void onShutdown() {
        requested.complete(null);
        try {
            if (!finished.await(finishWait.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("stopping took longer than " + finishWait + "; the rest is killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode); // the JVM's own code would be the signal's
    }

    /** Completes when somebody wants the command to stop. */
    CompletableFuture<Void> requested() {
        return requested;
    }

    /** Ends the JVM with this exit code; the last thing a command does. */
    void exit(int code) {
        exitCode = code;
        finished.countDown();
        System.exit(code);
    }
}

package dev.seckill.api.live;

import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread for jobs that must not meet each other, one of which it may repeat. What fails is told, and it goes on. */
final class LiveThread implements Executor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LiveThread.class);
    private static final long END_WAIT_MILLIS = 1000;

    private final ScheduledThreadPoolExecutor thread;
    private final SparseLine failed = new SparseLine();

    LiveThread(String name) {
        thread = new ScheduledThreadPoolExecutor(1, job -> {
            Thread made = new Thread(job, name);
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** After it was closed, nothing is done. */
    @Override
    public void execute(Runnable job) {
        isTaken(job);
    }

    /** Whether it will be done; false after it was closed. */
    boolean isTaken(Runnable job) {
        try {
            thread.execute(() -> attempt(job));
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** From now on until it is cancelled, beginning at once. */
    ScheduledFuture<?> repeat(Runnable job, Duration every) {
        return thread.scheduleWithFixedDelay(() -> attempt(job), 0, every.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void attempt(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException e) {
            failed.say(times -> log.error("live - failed unexpectedly (times={})", times, ShownFailure.of(e)));
        }
    }

    /** What waits is done; what comes later is not. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.seckill.loadtest.net;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a line, as somebody broke it: everything passes, everything passes late, or nothing passes. What did not
 * pass is kept and passes when the line is mended, as TCP would send it again. Thread-safe.
 */
public final class Passage {

    private boolean isBlocked;
    private boolean isClosed;
    private Duration delay = Duration.ZERO;

    /** Everything passes. */
    public synchronized void open() {
        isBlocked = false;
        delay = Duration.ZERO;
        notifyAll();
    }

    /** Nothing passes; connections stay as they are. */
    public synchronized void block() {
        isBlocked = true;
    }

    /** Everything passes so much later; at most a second. */
    public synchronized void delay(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("a delay is at most 1 s, but was: " + time);
        }
        delay = time;
    }

    /** Nobody waits any longer. */
    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    /** Returns when a piece may pass; false if it never will. */
    boolean await() throws InterruptedException {
        Duration wait;
        synchronized (this) {
            wait = delay;
        }
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        synchronized (this) {
            while (isBlocked && !isClosed) {
                wait();
            }
            return !isClosed;
        }
    }
}

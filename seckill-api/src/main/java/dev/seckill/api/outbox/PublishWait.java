package dev.seckill.api.outbox;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Tells the buyers whose order the log does not acknowledge in time that its delivery is pending, on a thread of its own. */
final class PublishWait implements AutoCloseable {

    private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();

    private final Duration wait;
    private final Runnable tick;
    /** In the order in which their waits end. */
    private final Queue<InFlight> waiting = new ConcurrentLinkedQueue<>();

    private final Thread timer = new Thread(this::watch, "publish-wait");
    private volatile boolean closed;

    /**
     * Starts.
     *
     * @param wait how long a buyer waits for the log's acknowledgement
     * @param tick what else is to be done now and then on that thread
     */
    PublishWait(Duration wait, Runnable tick) {
        this.wait = wait;
        this.tick = tick;
        timer.setDaemon(true);
        timer.start();
    }

    /** Watches an order, which was sent after those before. */
    void add(InFlight order) {
        waiting.add(order);
    }

    private void watch() {
        while (!closed) {
            long limit = System.nanoTime() - wait.toNanos();
            for (InFlight head = waiting.peek();
                    head != null && (head.isLogged() || head.sinceNanos - limit <= 0);
                    head = waiting.peek()) {
                waiting.poll();
                head.waited();
            }
            tick.run();
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Stops watching; whoever still waits is not told. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(timer);
    }
}

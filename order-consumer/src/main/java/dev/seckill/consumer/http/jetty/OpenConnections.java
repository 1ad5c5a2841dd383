package dev.seckill.consumer.http.jetty;

import dev.seckill.model.log.SparseLine;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections, at most a fixed number. Past it, the one that has kept us waiting longest gives way to a new one, and
 * one that keeps us waiting for too long ends in any case. Thread-safe.
 */
final class OpenConnections extends AbstractLifeCycle implements SelectorManager.AcceptListener {

    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);
    /** How often is looked within the time that a client may take. */
    private static final int LOOKS = 10;

    private static final int TRIES = 100;
    private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int max;
    private final LongAdder refusedAtMax = new LongAdder();
    private final LongAdder endedLate = new LongAdder();
    private final long waitNanos;
    private final Scheduler scheduler;
    private final SparseLine gaveWay = new SparseLine();
    private final SparseLine refused = new SparseLine();
    /** Let in, and not connected yet. */
    private final AtomicInteger coming = new AtomicInteger();
    /** Oldest first; also the lock. */
    private final Set<BoundedConnection> all = new LinkedHashSet<>();

    private Scheduler.Task look;
    private volatile long turns;

    /** @param wait how long a client may keep us waiting */
    OpenConnections(int max, Duration wait, Scheduler scheduler) {
        this.max = max;
        this.waitNanos = wait.toNanos();
        this.scheduler = scheduler;
    }

    /**
     * Whether there is room for one more. Waits a moment if all others have only just come: what they have sent is read
     * first.
     *
     * @param wakeUp has the selecting thread make a turn
     */
    boolean admit(Runnable wakeUp) {
        for (int tries = 0; tries < TRIES; tries++) {
            if (hasRoom() || makeRoom()) {
                return true;
            }
            wakeUp.run();
            LockSupport.parkNanos(TRY_NANOS);
        }
        refusedAtMax.increment();
        refused.say(times -> LOG.warn(
                "http-server - connections were refused, all others are in use (times={}, max={})", times, max));
        return false;
    }

    /** How many there are. */
    int size() {
        synchronized (all) {
            return all.size();
        }
    }

    /** How many were refused, or had to make room, so far. */
    long refusedAtMax() {
        return refusedAtMax.sum();
    }

    /** How many were ended so far because they took too long. */
    long endedLate() {
        return endedLate.sum();
    }

    void add(BoundedConnection connection) {
        synchronized (all) {
            all.add(connection);
        }
        coming.decrementAndGet();
    }

    void remove(BoundedConnection connection) {
        synchronized (all) {
            all.remove(connection);
        }
    }

    /** The selecting thread begins a turn; what it had selected before is handed on. */
    void turn() {
        turns = turns + 1; // by one thread
    }

    long turns() {
        return turns;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        coming.incrementAndGet();
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        coming.decrementAndGet();
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    @Override
    protected void doStop() {
        synchronized (all) {
            look.cancel();
        }
    }

    private boolean hasRoom() {
        synchronized (all) {
            return all.size() + coming.get() < max;
        }
    }

    private boolean makeRoom() {
        for (BoundedConnection connection : copy()) {
            if (connection.makeRoom()) {
                remove(connection);
                refusedAtMax.increment();
                gaveWay.say(times -> LOG.warn(
                        "http-server - the oldest connections were closed for new ones (times={}, max={})",
                        times,
                        max));
                return true;
            }
        }
        return false;
    }

    private List<BoundedConnection> copy() {
        synchronized (all) {
            return new ArrayList<>(all);
        }
    }

    private void lookLater() {
        synchronized (all) {
            look = scheduler.schedule(this::endLate, Math.max(1, waitNanos / LOOKS), TimeUnit.NANOSECONDS);
        }
    }

    private void endLate() {
        long now = System.nanoTime();
        for (BoundedConnection connection : copy()) {
            if (connection.waitedNanos(now) > waitNanos) {
                endedLate.increment();
                connection.breakOff();
            }
        }
        if (isRunning()) {
            lookLater();
        }
    }
}

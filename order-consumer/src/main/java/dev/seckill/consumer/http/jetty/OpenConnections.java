package dev.seckill.consumer.http.jetty;

import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections, at most a fixed number. Past it, the one that has kept us waiting longest gives way to a new one, and
 * one that keeps us waiting for too long ends in any case. Thread-safe.
 */
final class OpenConnections extends AbstractLifeCycle {

    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);
    /** How often is looked within the time that a client may take. */
    private static final int LOOKS = 10;

    private final int max;
    private final long waitNanos;
    private final Scheduler scheduler;
    private final SparseLine gaveWay = new SparseLine();
    /** Oldest first; also the lock. */
    private final Set<BoundedConnection> all = new LinkedHashSet<>();

    private Scheduler.Task look;

    /** @param wait how long a client may keep us waiting */
    OpenConnections(int max, Duration wait, Scheduler scheduler) {
        this.max = max;
        this.waitNanos = wait.toNanos();
        this.scheduler = scheduler;
    }

    /** Whether there is room for one more; if so, it is one of them. */
    boolean admit(BoundedConnection connection) {
        if (!hasRoom() && !makeRoom()) {
            return false;
        }
        synchronized (all) {
            all.add(connection);
        }
        return true;
    }

    void remove(BoundedConnection connection) {
        synchronized (all) {
            all.remove(connection);
        }
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
            return all.size() < max;
        }
    }

    private boolean makeRoom() {
        for (BoundedConnection connection : copy()) {
            if (connection.makeRoom()) {
                remove(connection);
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
                connection.breakOff();
            }
        }
        if (isRunning()) {
            lookLater();
        }
    }
}

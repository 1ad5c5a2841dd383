package dev.seckill.api.http.jetty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The connections that have sent a part of a request's head, oldest first. A head that takes too long ends its connection,
 * and so does the oldest one when there are too many: what they have sent so far is memory that buyers need. A head that
 * comes in one piece never gets here. Thread-safe.
 */
final class UnfinishedHeads extends AbstractLifeCycle {

    /** How often a head is looked at within its time. */
    private static final int LOOKS = 10;

    private final int max;
    private final long waitNanos;
    private final Scheduler scheduler;
    private final GateFigures figures;
    private final Map<BoundedConnection, Long> since = new LinkedHashMap<>();
    private Scheduler.Task look;

    /**
     * None yet.
     *
     * @param max how many there may be
     * @param wait how long one may take
     * @param scheduler looks for late ones while this is started
     * @param figures hears how many were ended
     */
    UnfinishedHeads(int max, Duration wait, Scheduler scheduler, GateFigures figures) {
        this.figures = figures;
        this.max = max;
        this.waitNanos = wait.toNanos();
        this.scheduler = scheduler;
    }

    void add(BoundedConnection connection) {
        BoundedConnection oldest = null;
        synchronized (since) {
            since.put(connection, System.nanoTime());
            if (since.size() > max) {
                Iterator<BoundedConnection> oldestFirst = since.keySet().iterator();
                oldest = oldestFirst.next();
                oldestFirst.remove();
            }
        }
        if (oldest != null) {
            figures.refused(GateFigures.Bound.UNFINISHED_HEADS_MAX, 1);
            oldest.breakOff();
        }
    }

    void remove(BoundedConnection connection) {
        synchronized (since) {
            since.remove(connection);
        }
    }

    int size() {
        synchronized (since) {
            return since.size();
        }
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    @Override
    protected void doStop() {
        synchronized (since) {
            look.cancel();
        }
    }

    private void lookLater() {
        synchronized (since) {
            look = scheduler.schedule(this::endLate, Math.max(1, waitNanos / LOOKS), TimeUnit.NANOSECONDS);
        }
    }

    private void endLate() {
        List<BoundedConnection> late = takeLate();
        figures.refused(GateFigures.Bound.HEAD_WAIT, late.size());
        late.forEach(BoundedConnection::breakOff);
        if (isRunning()) {
            lookLater();
        }
    }

    private List<BoundedConnection> takeLate() {
        List<BoundedConnection> late = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (since) {
            Iterator<Map.Entry<BoundedConnection, Long>> oldestFirst =
                    since.entrySet().iterator();
            while (oldestFirst.hasNext()) {
                Map.Entry<BoundedConnection, Long> head = oldestFirst.next();
                if (now - head.getValue() < waitNanos) {
                    break;
                }
                late.add(head.getKey());
                oldestFirst.remove();
            }
        }
        return late;
    }
}

package dev.seckill.consumer.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What waits to be delivered: a lane for each order or sale, of which only the first is tried, so that what comes later of the
 * same order waits for it, and other orders do not. Thread-safe.
 */
final class Lanes {

    private final LongSupplier nanoTime;
    private final Map<String, Deque<Delivery>> lanes = new HashMap<>();
    /** The firsts of the lanes that no thread is at work on, the next one due in front. */
    private final PriorityQueue<Delivery> due;

    private long turns;
    private int waiting;
    private boolean closed;

    Lanes(LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.due = new PriorityQueue<>(Lanes::compare);
    }

    /** Puts it behind whatever its lane holds. */
    synchronized void add(Delivery delivery) {
        Deque<Delivery> lane = lanes.computeIfAbsent(delivery.key(), key -> new ArrayDeque<>(2));
        lane.add(delivery);
        waiting++;
        if (lane.size() == 1) {
            offer(delivery, nanoTime.getAsLong());
        }
    }

    /** Waits for one that is due, which the caller then has for itself; null once these lanes are closed. */
    synchronized Delivery take() throws InterruptedException {
        while (!closed) {
            Delivery first = due.peek();
            long waitNanos = first == null ? Long.MAX_VALUE : first.dueNanos - nanoTime.getAsLong();
            if (waitNanos <= 0) {
                due.remove();
                first.taken = true;
                return first;
            }
            TimeUnit.NANOSECONDS.timedWait(this, waitNanos);
        }
        return null;
    }

    /** One that was taken shall be tried again after the wait. */
    synchronized void again(Delivery delivery, Duration wait) {
        delivery.taken = false;
        offer(delivery, nanoTime.getAsLong() + wait.toNanos());
    }

    /** One that was taken is over: the next of its lane may be tried. */
    synchronized void over(Delivery delivery) {
        Deque<Delivery> lane = lanes.get(delivery.key());
        lane.remove(delivery); // the first
        waiting--;
        if (lane.isEmpty()) {
            lanes.remove(delivery.key());
        } else {
            offer(lane.element(), nanoTime.getAsLong());
        }
    }

    /** Forgets what belongs to partitions that are gone, but for what a thread is at work on. */
    synchronized void dropGone() {
        due.clear();
        for (Deque<Delivery> lane : lanes.values()) {
            int before = lane.size();
            lane.removeIf(delivery -> delivery.isGone() && !delivery.taken);
            waiting -= before - lane.size();
            if (!lane.isEmpty() && !lane.element().taken) {
                // One that becomes the first only now has waited for nothing of its own.
                due.add(lane.element());
            }
        }
        lanes.values().removeIf(Deque::isEmpty);
        notifyAll();
    }

    /** How many are not over. */
    synchronized int waiting() {
        return waiting;
    }

    /** When the first happened of those that are not over; null if there is none. */
    synchronized Instant oldest() {
        return lanes.values().stream()
                .map(lane -> lane.element().webhook())
                .filter(Objects::nonNull)
                .map(Webhook::at)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Gives no more out. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void offer(Delivery delivery, long atNanos) {
        delivery.dueNanos = atNanos;
        delivery.turn = turns++;
        due.add(delivery);
        notifyAll();
    }

    /** By differences: a stopwatch may pass the largest long. */
    private static int compare(Delivery one, Delivery other) {
        long nanos = one.dueNanos - other.dueNanos;
        return Long.signum(nanos == 0 ? one.turn - other.turn : nanos);
    }
}

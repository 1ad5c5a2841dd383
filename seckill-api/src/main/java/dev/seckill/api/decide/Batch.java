package dev.seckill.api.decide;

import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The purchases that are decided together, as long as their buyers wait. Filled again and again; used by one thread. */
final class Batch {

    private static final Decision TOO_LATE =
            Decision.refused(Outcome.OVERLOADED, "The purchase waited too long for its decision.");

    private final int max;
    private final Duration wait;
    private final List<Ticket> tickets;

    /**
     * An empty one.
     *
     * @param max purchases that it takes
     * @param wait longest time of a purchase from its arrival to its decision
     */
    Batch(int max, Duration wait) {
        this.max = max;
        this.wait = wait;
        this.tickets = new ArrayList<>(max);
    }

    /** Takes what waits; nothing if nothing comes in time. */
    void take(BlockingQueue<Ticket> queue, long idleMillis) throws InterruptedException {
        Ticket first = queue.poll(idleMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            tickets.add(first);
            queue.drainTo(tickets, max - 1);
        }
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }

    int size() {
        return tickets.size();
    }

    /** In the order in which they arrived. */
    List<Ticket> tickets() {
        return tickets;
    }

    List<Request> requests() {
        return tickets.stream().map(ticket -> ticket.request).toList();
    }

    /** Answers those that waited too long, and takes them out. */
    void refuseLate() {
        long now = System.nanoTime();
        tickets.removeIf(ticket -> {
            boolean late = isLate(ticket, now);
            if (late) {
                ticket.answer(TOO_LATE);
            }
            return late;
        });
    }

    /** Whether one of them has waited too long by now. */
    boolean isAnyLate() {
        long now = System.nanoTime();
        return tickets.stream().anyMatch(ticket -> isLate(ticket, now));
    }

    /** Whether the wait is over, or the buyer was answered without a decision. */
    private boolean isLate(Ticket ticket, long now) {
        return ticket.reply.isDone() || now - ticket.queuedNanos > wait.toNanos();
    }

    void answer(Decision decision) {
        tickets.forEach(ticket -> ticket.answer(decision));
    }

    void fail(RuntimeException reason) {
        tickets.forEach(ticket -> ticket.fail(reason));
    }

    void clear() {
        tickets.clear();
    }
}

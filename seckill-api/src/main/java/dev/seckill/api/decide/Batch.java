package dev.seckill.api.decide;

import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Request;
import dev.seckill.model.trace.SpanRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The purchases that are decided together, as long as their buyers wait. Filled again and again; used by one thread. */
final class Batch {

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
        this.tickets = new ArrayList<>();
    }

    /** Takes what waits, unless it holds something already. */
    void fill(Supplier<Ticket> waiting) {
        if (!tickets.isEmpty()) {
            return;
        }
        Ticket next = waiting.get();
        while (next != null) {
            tickets.add(next);
            next = tickets.size() < max ? waiting.get() : null;
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
            boolean late = ticket.isLate(now, wait);
            if (late) {
                ticket.answer(Bound.DECISION_WAIT.refusal());
            }
            return late;
        });
    }

    /** Whether one of them has waited too long by now. */
    boolean isAnyLate() {
        long now = System.nanoTime();
        return tickets.stream().anyMatch(ticket -> ticket.isLate(now, wait));
    }

    /** Tells the traces of those that are traced where the time went until the batch was decided. */
    void trace(long beganNanos, long decidedNanos, int conflicts) {
        for (int i = 0; i < tickets.size(); i++) { // without an iterator: hardly any batch has one
            Ticket ticket = tickets.get(i);
            if (ticket.trace != null) {
                ticket.trace
                        .begin(SpanRole.INTERNAL, "queue", ticket.queuedNanos)
                        .end(beganNanos);
                ticket.trace
                        .begin(SpanRole.CLIENT, "redis", beganNanos)
                        .with("db.system.name", "redis")
                        .with("seckill.batch.requests", tickets.size())
                        .with("seckill.conflicts", conflicts)
                        .end(decidedNanos);
            }
        }
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

package dev.seckill.api.decide;

import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.Request;
import dev.seckill.model.trace.TraceSpan;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A request on its way through the decision queue, with the reply that its buyer waits for. */
final class Ticket implements OrderDelivery.Listener {

    final Request request;
    final long queuedNanos;
    /** What it is a part of; null if it is not traced. */
    final TraceSpan trace;

    final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private Decision decision;

    Ticket(Request request, long queuedNanos, TraceSpan trace) {
        this.request = request;
        this.queuedNanos = queuedNanos;
        this.trace = trace;
    }

    /** Keeps what was decided until it is known how far the event got. */
    void decided(Decision decided) {
        this.decision = decided;
    }

    /** The event that was decided on, or found. */
    EventId event() {
        return decision.event();
    }

    /** Whether the wait is over, or the buyer was answered without a decision. */
    boolean isLate(long now, Duration wait) {
        return reply.isDone() || now - queuedNanos > wait.toNanos();
    }

    void answer(Decision answer) {
        reply.complete(new Reply(answer, true));
    }

    void fail(RuntimeException reason) {
        reply.completeExceptionally(reason);
    }

    @Override
    public TraceSpan trace() {
        return trace;
    }

    @Override
    public void logged() {
        reply.complete(new Reply(decision, true));
    }

    @Override
    public void pending() {
        reply.complete(new Reply(decision, false));
    }
}

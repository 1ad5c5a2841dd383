package dev.seckill.api.decide;

import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import dev.seckill.model.trace.TraceSpan;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One sale in use: what waits for its decision, up to a bound, and what was last seen of the sale. Whoever claims its turn
 * owns everything but the waiting line until the turn ends. Thread-safe.
 */
final class SaleQueue {

    private static final int DROPPED = Integer.MIN_VALUE;
    private static final CompletableFuture<Reply> SOLD_OUT =
            CompletableFuture.completedFuture(new Reply(Decision.soldOut(), true));

    final SaleId id;
    final LastLook look;
    /** Whether it is never dropped. */
    final boolean stays;

    private final Turns turns;
    private final int max;
    private final Queue<Ticket> tickets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean turnClaimed = new AtomicBoolean();
    private volatile boolean stranger;

    /** Decides the sale; made with its first turn. */
    SaleDecider decider;
    /** A batch that is to be decided in the next turn: announced, or tried before without success. Otherwise null. */
    Batch begun;

    /**
     * An empty one.
     *
     * @param turns of the thread that decides the sale
     * @param max requests that may wait
     */
    SaleQueue(SaleId id, Turns turns, LastLook look, int max, boolean stays) {
        this.id = id;
        this.turns = turns;
        this.look = look;
        this.max = max;
        this.stays = stays;
        this.stranger = !stays;
    }

    /** The reply that needs no look at the sale, as long as no key may have got an order; null if there is none. */
    CompletableFuture<Reply> replyAtOnce(Request request, long now) {
        look.asked(now);
        return request instanceof Purchase purchase && purchase.key() == null && look.isSoldOut(now) ? SOLD_OUT : null;
    }

    /**
     * As {@link Decisions#submit}.
     *
     * @param trace null if it is not traced
     * @return null if the sale was dropped meanwhile
     */
    CompletableFuture<Reply> submit(Request request, long now, TraceSpan trace) {
        look.asked(now);
        int there;
        do {
            there = waiting.get();
            if (there < 0) {
                return null;
            }
            if (there >= max) {
                return refused(Bound.QUEUE_MAX.refusal());
            }
        } while (!waiting.compareAndSet(there, there + 1));
        Ticket ticket = new Ticket(request, now, trace);
        tickets.add(ticket);
        wantTurn();
        return ticket.reply;
    }

    static CompletableFuture<Reply> refused(Decision decision) {
        return CompletableFuture.completedFuture(new Reply(decision, true));
    }

    /** Requests that wait. */
    int waiting() {
        return Math.max(0, waiting.get());
    }

    /** Whether it was never seen that there is such a sale. */
    boolean isStranger() {
        return stranger;
    }

    /** There is such a sale, or was. */
    void isSeen() {
        stranger = false;
    }

    /** Gets in line, unless it is there or has its turn. */
    void wantTurn() {
        if (claimTurn()) {
            turns.add(this);
        }
    }

    /** Whether whoever asks owns it now, until the turn ends. */
    boolean claimTurn() {
        return turnClaimed.compareAndSet(false, true);
    }

    /** Gets in line again if there is something to do; otherwise nobody owns it any more. */
    void endTurn() {
        if (hasWork()) {
            turns.add(this);
            return;
        }
        turnClaimed.set(false);
        if (hasWork()) {
            wantTurn();
        }
    }

    private boolean hasWork() {
        return waiting.get() > 0 || begun != null;
    }

    /** Takes the next request that waits; null if there is none. Called by its thread. */
    Ticket poll() {
        Ticket ticket = tickets.poll();
        if (ticket != null) {
            waiting.decrementAndGet();
        }
        return ticket;
    }

    /** Answers what waited too long. Called by its thread. */
    void refuseLate(Duration wait) {
        if (begun != null) {
            begun.refuseLate();
        }
        long now = System.nanoTime();
        for (Ticket first = tickets.peek(); first != null && first.isLate(now, wait); first = tickets.peek()) {
            poll().answer(Bound.DECISION_WAIT.refusal());
        }
    }

    /**
     * Takes no more requests, if none waits. Called in its turn, which does not end then.
     *
     * @return false if there is something to do
     */
    boolean drop() {
        return begun == null && waiting.compareAndSet(0, DROPPED);
    }

    /** Answers everything that waits, whatever was to be done with it. Called by its thread. */
    void answerAll(Consumer<Ticket> answer) {
        if (begun != null) {
            begun.tickets().forEach(answer);
            begun = null;
        }
        for (Ticket ticket = poll(); ticket != null; ticket = poll()) {
            answer.accept(ticket);
        }
    }
}

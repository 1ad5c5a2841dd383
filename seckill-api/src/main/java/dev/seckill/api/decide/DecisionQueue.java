package dev.seckill.api.decide;

import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Combines what is asked of one sale: request threads put it on a bounded queue and get a future, one {@link
 * DecisionThread} takes all that waits and decides it in one transaction. Contention on the counter is then per instance,
 * not per buyer.
 */
public final class DecisionQueue implements AutoCloseable {

    private static final Decision FULL =
            Decision.refused(Outcome.OVERLOADED, "Too many purchases wait for their decision.");
    private static final CompletableFuture<Reply> SOLD_OUT =
            CompletableFuture.completedFuture(new Reply(Decision.soldOut(), true));

    private final BlockingQueue<Ticket> queue;
    private final OrderDelivery delivery;
    private final LastLook look;
    private final DecisionThread thread;

    /**
     * The bounds of one sale's decisions in one instance.
     *
     * @param queueMax purchases that may wait for their decision
     * @param batchMax purchases decided in one transaction
     * @param conflictRetries further attempts after a lost race
     * @param conflictBackoff longest random pause before such an attempt
     * @param decisionWait longest time in the queue; past it a purchase is refused undecided
     * @param soldOutRefresh how old the knowledge that everything is sold may get
     * @param probe how often an idle thread looks at the sale
     * @param stopWait how long closing waits until everything in the queue is answered
     */
    public record Settings(
            int queueMax,
            int batchMax,
            int conflictRetries,
            Duration conflictBackoff,
            Duration decisionWait,
            Duration soldOutRefresh,
            Duration probe,
            Duration stopWait) {}

    /** Starts the decision thread. The counter belongs to this queue from now on and is closed with it. */
    public DecisionQueue(
            SaleId sale, StockCounter counter, OrderDelivery delivery, Settings settings, DecisionEvents events) {
        this.queue = new ArrayBlockingQueue<>(settings.queueMax());
        this.delivery = Objects.requireNonNull(delivery, "delivery");
        this.look = new LastLook(settings.soldOutRefresh(), settings.probe(), System::nanoTime);
        this.thread = new DecisionThread(sale, queue, counter, delivery, look, settings, events);
        thread.start();
    }

    /** As {@link Decisions#submit}. */
    public CompletableFuture<Reply> submit(Request request) {
        if (request instanceof Purchase purchase
                && purchase.isAnonymous()
                && look.view().soldOut()) {
            return SOLD_OUT;
        }
        String refusal = thread.isStopping() ? "The service is stopping." : delivery.refusal();
        if (refusal != null) {
            return refused(Decision.refused(Outcome.OVERLOADED, refusal));
        }
        Ticket ticket = new Ticket(request, System.nanoTime());
        return queue.offer(ticket) ? ticket.reply : refused(FULL);
    }

    /** As {@link Decisions#view}. */
    public SaleView view() {
        return look.view();
    }

    /** Requests that wait for their decision. */
    public int waiting() {
        return queue.size();
    }

    /** Also closes the counter. */
    @Override
    public void close() {
        try {
            thread.close();
        } finally {
            List<Ticket> rest = new ArrayList<>();
            queue.drainTo(rest);
            rest.forEach(ticket -> ticket.answer(Decision.refused(Outcome.OVERLOADED, "The service is stopping.")));
        }
    }

    private static CompletableFuture<Reply> refused(Decision decision) {
        return CompletableFuture.completedFuture(new Reply(decision, true));
    }
}

package dev.seckill.api.decide;

import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Look;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import dev.seckill.model.trace.TraceSpan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Combines what is asked of each sale: request threads put it on the sale's bounded queue and get a future, and the {@link
 * DecisionThread} to which the sale belongs decides all that waits of it in one transaction. Contention on a counter is then
 * per instance, not per buyer. A sale is in memory while it is asked for.
 */
public final class SaleDecisions implements Decisions {

    private final SaleId first;
    private final OrderDelivery delivery;
    private final Settings settings;
    private final SalesInUse sales;
    private final List<DecisionThread> threads;
    private volatile boolean stopping;

    /**
     * The bounds of an instance's decisions.
     *
     * @param deciders threads that decide, each with a connection of its own
     * @param salesMax sales in use at once
     * @param saleIdle for how long nobody has to ask for a sale until it is dropped from memory
     * @param queueMax requests of one sale that may wait for their decision
     * @param batchMax requests decided in one transaction
     * @param conflictRetries further attempts after a lost race
     * @param conflictBackoff longest random pause before such an attempt
     * @param decisionWait longest time in the queue; past it a request is refused undecided
     * @param soldOutRefresh how old the knowledge that everything is sold may get
     * @param probe how often an idle thread looks at a sale
     * @param stopWait how long closing waits until everything in the queues is answered
     */
    public record Settings(
            int deciders,
            int salesMax,
            Duration saleIdle,
            int queueMax,
            int batchMax,
            int conflictRetries,
            Duration conflictBackoff,
            Duration decisionWait,
            Duration soldOutRefresh,
            Duration probe,
            Duration stopWait) {

        /** The same with one thread. */
        public Settings withOneDecider() {
            return new Settings(
                    1,
                    salesMax,
                    saleIdle,
                    queueMax,
                    batchMax,
                    conflictRetries,
                    conflictBackoff,
                    decisionWait,
                    soldOutRefresh,
                    probe,
                    stopWait);
        }
    }

    /**
     * Starts the decision threads.
     *
     * @param first a sale that is in use from the start and is never dropped
     * @param stores makes a connection for each thread, which closes it
     */
    public SaleDecisions(
            SaleId first,
            Supplier<CounterStore> stores,
            OrderDelivery delivery,
            Settings settings,
            DecisionEvents events) {
        this.first = Objects.requireNonNull(first, "first");
        this.delivery = Objects.requireNonNull(delivery, "delivery");
        this.settings = settings;
        this.sales = new SalesInUse(settings.salesMax(), this::made);
        this.threads = IntStream.range(0, settings.deciders())
                .mapToObj(number -> new DecisionThread(
                        "decision-" + number,
                        stores.get(),
                        delivery,
                        sales,
                        sale -> numberFor(sale) == number,
                        settings,
                        events))
                .toList();
        threads.forEach(DecisionThread::start);
        sales.use(first).wantTurn();
    }

    private SaleQueue made(SaleId sale) {
        boolean stays = sale.equals(first);
        return new SaleQueue(
                sale,
                threads.get(numberFor(sale)).turns,
                new LastLook(settings.soldOutRefresh(), settings.probe(), !stays, System::nanoTime),
                settings.queueMax(),
                stays);
    }

    /** The hash is mixed because names often differ in their last digits alone. */
    private int numberFor(SaleId sale) {
        int hash = sale.hashCode() * 0x9E3779B9;
        return Math.floorMod(hash ^ hash >>> 16, settings.deciders());
    }

    @Override
    public CompletableFuture<Reply> submit(SaleId sale, Request request, TraceSpan trace) {
        long now = System.nanoTime();
        SaleQueue there = sales.get(sale);
        CompletableFuture<Reply> reply = there == null ? null : there.replyAtOnce(request, now);
        if (reply == null) {
            reply = refusal(request);
        }
        while (reply == null) { // once more if it was dropped in between
            SaleQueue queue = sales.use(sale);
            reply = queue == null ? SaleQueue.refused(Bound.SALES_MAX.refusal()) : queue.submit(request, now, trace);
        }
        return reply;
    }

    /** Whatever the sale: one may look at it also when nothing may be decided. */
    private CompletableFuture<Reply> refusal(Request request) {
        if (stopping) {
            return SaleQueue.refused(Bound.STOPPING.refusal());
        }
        String refusal = request instanceof Look ? null : delivery.refusal();
        return refusal == null ? null : SaleQueue.refused(Decision.refused(Outcome.OVERLOADED, refusal));
    }

    @Override
    public SaleView view(SaleId sale) {
        SaleQueue queue = sales.get(sale);
        return queue == null ? SaleView.NOT_LOOKED : queue.look.view();
    }

    @Override
    public int waiting() {
        return sales.all().stream().mapToInt(SaleQueue::waiting).sum();
    }

    @Override
    public int sales() {
        return sales.all().size();
    }

    @Override
    public List<SaleInUse> inUse() {
        return sales.all().stream()
                .filter(sale -> !sale.isStranger())
                .map(sale -> sale.look.figures(sale.id))
                .toList();
    }

    /** Also closes the connections. */
    @Override
    public void close() {
        stopping = true;
        threads.forEach(DecisionThread::stop);
        boolean inTime = haveEnded();
        if (!inTime) {
            threads.forEach(DecisionThread::interrupt);
            haveEnded();
        }
        sales.all().forEach(sale -> sale.answerAll(ticket -> ticket.answer(Bound.STOPPING.refusal())));
        if (!inTime) {
            throw new StopFailedException(
                    "decision - still busy after " + settings.stopWait().toMillis() + "ms, given up");
        }
    }

    /** Whether all threads have ended, within the stop wait. */
    private boolean haveEnded() {
        long end = System.nanoTime() + settings.stopWait().toNanos();
        boolean ended = true;
        for (DecisionThread thread : threads) {
            ended &= thread.awaitEnd(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        }
        return ended;
    }
}

package dev.seckill.api.decide;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.log.SparseLine;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides a sale in this instance: it takes the purchases that wait and has them decided by
 * {@link SaleDecider}. It also removes delivered orders from the outbox, in the same trips.
 */
final class DecisionThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DecisionThread.class);

    /** How long an idle thread waits for a purchase before it looks for orders to settle. */
    private static final long IDLE_MILLIS = 20;

    private static final int SETTLE_MAX = 4096;

    private final SaleId id;
    private final BlockingQueue<Ticket> queue;
    private final StockCounter counter;
    private final OrderDelivery delivery;
    private final LastLook look;
    private final DecisionQueue.Settings settings;
    private final SaleDecider sale;
    private final SparseLine failed = new SparseLine();
    private final Thread thread = new Thread(this::run, "decision");
    private volatile boolean stopping;

    DecisionThread(
            SaleId id,
            BlockingQueue<Ticket> queue,
            StockCounter counter,
            OrderDelivery delivery,
            LastLook look,
            DecisionQueue.Settings settings,
            DecisionEvents events) {
        this.id = id;
        this.queue = queue;
        this.counter = counter;
        this.delivery = delivery;
        this.look = look;
        this.settings = settings;
        this.sale = new SaleDecider(counter, delivery, look, settings, events);
    }

    void start() {
        thread.start();
    }

    boolean isStopping() {
        return stopping;
    }

    private void run() {
        Batch batch = new Batch(settings.batchMax(), settings.decisionWait());
        while (!stopping || !queue.isEmpty()) {
            List<EventId> logged = List.of();
            try {
                take(batch);
                logged = delivery.takeLogged(id, SETTLE_MAX);
                if (!batch.isEmpty() || !logged.isEmpty() || look.isDue()) {
                    sale.decide(batch, logged);
                }
            } catch (RuntimeException e) {
                // Every way of failing that is known is handled by the decider; whatever this is must not end the sale.
                failed.say(times -> log.error(
                        "decision - failed unexpectedly (times={}, purchases={})",
                        times,
                        batch.size(),
                        ShownFailure.of(e)));
                delivery.notSettled(logged);
                batch.fail(e);
            }
            batch.clear();
        }
        settleTheRest();
        counter.close();
    }

    private void take(Batch batch) {
        try {
            batch.take(queue, IDLE_MILLIS);
        } catch (InterruptedException e) {
            // Closing gave up waiting: answer what is there and end.
            stopping = true;
            queue.drainTo(batch.tickets());
            batch.fail(new IllegalStateException("decision - stopped before it was decided", e));
            batch.clear();
        }
    }

    private void settleTheRest() {
        List<EventId> logged = delivery.takeLogged(id, SETTLE_MAX);
        while (!logged.isEmpty()) {
            try {
                counter.decide(List.of(), logged);
                delivery.settled(logged);
            } catch (RuntimeException e) {
                log.warn(
                        "decision - left orders in the outbox that are logged; a relay settles them (orders={})",
                        logged.size(),
                        ShownFailure.of(e));
                return;
            }
            logged = delivery.takeLogged(id, SETTLE_MAX);
        }
    }

    /**
     * Waits until everything in the queue is answered, at most the stop wait.
     *
     * @throws StopFailedException if it was not by then
     */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(settings.stopWait().toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(settings.stopWait().toMillis());
                throw new StopFailedException(
                        "decision - still busy after " + settings.stopWait().toMillis() + "ms, given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

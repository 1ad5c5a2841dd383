package dev.seckill.api.decide;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.OutcomeUnknownException;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleView;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.log.SparseLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides a sale in this instance: it takes the purchases that wait, has the counter decide them,
 * and hands what was accepted to the delivery. It also removes delivered orders from the outbox, in the same trips.
 */
final class DecisionThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DecisionThread.class);

    /** How long an idle thread waits for a purchase before it looks for orders to settle. */
    private static final long IDLE_MILLIS = 20;

    private static final int SETTLE_MAX = 4096;
    private static final Decision TOO_LATE =
            Decision.refused(Outcome.OVERLOADED, "The purchase waited too long for its decision.");
    private static final Decision CONTENDED =
            Decision.refused(Outcome.OVERLOADED, "The sale is contended by other instances.");

    private final BlockingQueue<Ticket> queue;
    private final StockCounter counter;
    private final OrderDelivery delivery;
    private final DecisionQueue.Settings settings;
    private final DecisionEvents events;
    private final Thread thread = new Thread(this::run, "decision");
    private volatile boolean stopping;
    private volatile boolean soldOut;
    private volatile SaleView view;
    private volatile String trouble = "The sale has not been looked at yet.";
    /** What was told last; empty when purchases were decided since. */
    private String toldTrouble = "";

    private final SparseLine troubled = new SparseLine();
    private final SparseLine failed = new SparseLine();

    private long lookedNanos = System.nanoTime() - TimeUnit.DAYS.toNanos(1);

    DecisionThread(
            BlockingQueue<Ticket> queue,
            StockCounter counter,
            OrderDelivery delivery,
            DecisionQueue.Settings settings,
            DecisionEvents events) {
        this.queue = queue;
        this.counter = counter;
        this.delivery = delivery;
        this.settings = settings;
        this.events = events;
    }

    void start() {
        thread.start();
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isSoldOut() {
        return soldOut;
    }

    SaleView view() {
        return view;
    }

    String trouble() {
        return trouble;
    }

    private void run() {
        List<Ticket> batch = new ArrayList<>(settings.batchMax());
        while (!stopping || !queue.isEmpty()) {
            List<OrderId> logged = List.of();
            try {
                take(batch);
                logged = delivery.takeLogged(SETTLE_MAX);
                if (!batch.isEmpty() || !logged.isEmpty() || isLookDue()) {
                    decide(batch, logged);
                }
            } catch (RuntimeException e) {
                // Every way of failing that is known is handled below; whatever this is must not end the sale.
                failed.say(times -> log.error(
                        "decision - failed unexpectedly (times={}, purchases={})",
                        times,
                        batch.size(),
                        ShownFailure.of(e)));
                delivery.notSettled(logged);
                fail(batch, e);
            }
            batch.clear();
        }
        settleTheRest();
        counter.close();
    }

    private void take(List<Ticket> batch) {
        try {
            Ticket first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, settings.batchMax() - 1);
            }
        } catch (InterruptedException e) {
            // Closing gave up waiting: answer what is there and end.
            stopping = true;
            queue.drainTo(batch);
            fail(batch, new IllegalStateException("decision - stopped before it was decided", e));
            batch.clear();
        }
    }

    private void refuseLate(List<Ticket> batch) {
        long now = System.nanoTime();
        batch.removeIf(ticket -> {
            boolean late = isLate(ticket, now);
            if (late) {
                ticket.answer(TOO_LATE);
            }
            return late;
        });
    }

    private boolean isAnyLate(List<Ticket> batch) {
        long now = System.nanoTime();
        return batch.stream().anyMatch(ticket -> isLate(ticket, now));
    }

    /** Whether the wait is over, or the buyer was answered without a decision. */
    private boolean isLate(Ticket ticket, long now) {
        return ticket.reply.isDone()
                || now - ticket.queuedNanos > settings.decisionWait().toNanos();
    }

    private boolean isLookDue() {
        long every = (soldOut ? settings.soldOutRefresh() : settings.probe()).toNanos();
        return System.nanoTime() - lookedNanos >= every;
    }

    private void decide(List<Ticket> batch, List<OrderId> logged) {
        lookedNanos = System.nanoTime();
        try {
            int conflicts = 0;
            while (conflicts <= settings.conflictRetries()) {
                refuseLate(batch); // at each attempt: whoever was told 503 meanwhile must not be sold a unit
                List<Purchase> purchases =
                        batch.stream().map(ticket -> ticket.purchase).toList();
                Attempt attempt = counter.decide(purchases, logged, () -> isAnyLate(batch));
                if (attempt instanceof Attempt.Decided decided) {
                    delivery.settled(logged);
                    saw(decided);
                    hand(batch, decided.decisions(), conflicts);
                    return;
                }
                if (attempt instanceof Attempt.Contended) {
                    conflicts++;
                    pause();
                }
            }
            delivery.notSettled(logged);
            events.contended(batch.size(), settings.conflictRetries() + 1);
            batch.forEach(ticket -> ticket.answer(CONTENDED));
        } catch (StockUnavailableException | OutcomeUnknownException e) {
            delivery.notSettled(logged);
            soldOut = false;
            view = null;
            trouble = e instanceof StockUnavailableException known ? known.trouble() : "Redis cannot be used.";
            events.unavailable(e);
            tell(e);
            fail(batch, e);
        }
    }

    /** Each reason once, and again only after purchases were decided: there are thousands in an outage. */
    private void tell(RuntimeException trouble) {
        String reason = Reason.of(trouble);
        if (!reason.equals(toldTrouble)) {
            troubled.say(times -> {
                log.warn("decision - purchases cannot be decided (reason={}, times={})", reason, times);
                toldTrouble = reason;
            });
        }
    }

    private void saw(Attempt.Decided decided) {
        Long left = decided.left();
        soldOut = decided.open() && left != null && left <= 0;
        view = new SaleView(left);
        trouble = decided.trouble();
    }

    /** A random pause, so that two instances which met once do not meet again at once. */
    private void pause() {
        LockSupport.parkNanos(
                ThreadLocalRandom.current().nextLong(settings.conflictBackoff().toNanos() + 1));
    }

    private void hand(List<Ticket> batch, List<Decision> decisions, int conflicts) {
        int accepted = 0;
        List<Ticket> replayed = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Ticket ticket = batch.get(i);
            Decision decision = decisions.get(i);
            switch (decision.outcome()) {
                case ACCEPTED -> {
                    accepted++;
                    ticket.decided(decision);
                    delivery.deliver(decision.entry(), ticket);
                }
                case REPLAYED -> {
                    ticket.decided(decision);
                    if (!delivery.join(decision.entry().order().orderId(), ticket)) {
                        replayed.add(ticket);
                    }
                }
                default -> ticket.answer(decision);
            }
        }
        if (!batch.isEmpty()) {
            events.decided(batch.size(), accepted, conflicts);
            toldTrouble = "";
        }
        if (!replayed.isEmpty()) {
            answerReplays(replayed);
        }
    }

    /** An order of another instance, or of a past life of this one: it is logged once it has left the outbox. */
    private void answerReplays(List<Ticket> replayed) {
        try {
            List<OrderId> unsettled =
                    counter.unsettled(replayed.stream().map(Ticket::orderId).toList());
            for (Ticket ticket : replayed) {
                if (unsettled.contains(ticket.orderId())) {
                    ticket.pending();
                } else {
                    ticket.logged();
                }
            }
        } catch (StockUnavailableException e) {
            events.unavailable(e);
            replayed.forEach(Ticket::pending);
        }
    }

    private void settleTheRest() {
        List<OrderId> logged = delivery.takeLogged(SETTLE_MAX);
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
            logged = delivery.takeLogged(SETTLE_MAX);
        }
    }

    private static void fail(List<Ticket> batch, RuntimeException reason) {
        batch.forEach(ticket -> ticket.fail(reason));
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

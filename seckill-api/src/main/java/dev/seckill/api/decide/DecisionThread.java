package dev.seckill.api.decide;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.log.SparseLine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides some of the instance's sales, in turn, over one connection to each server of the store: what waits of a sale is one batch, decided by its
 * {@link SaleDecider}. It also removes delivered events from the outboxes, in the same trips, looks at sales that nobody has
 * asked for lately, and drops those that nobody asks for at all.
 */
final class DecisionThread {

    private static final Logger log = LoggerFactory.getLogger(DecisionThread.class);

    /** How long an idle thread waits for a request before it looks after its sales. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long NOT_READY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** The more sales there are, the more seldom it goes through all of them: with a thousand every 200 ms. */
    private static final long WALK_NANOS_PER_SALE = TimeUnit.MICROSECONDS.toNanos(200);

    private static final long WALK_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int SETTLE_MAX = 4096;

    final Turns turns = new Turns();

    private final CounterStore store;
    private final OrderDelivery delivery;
    private final SalesInUse sales;
    private final Predicate<SaleId> isMine;
    private final SaleDecisions.Settings settings;
    private final DecisionEvents events;
    private final SparseLine failed = new SparseLine();
    private final SparseLine troubled = new SparseLine();
    private final Thread thread;
    private Batch batch;
    private long connection;
    private long tripNanos;
    private long houseNanos;
    private long walkNanos;
    /** What was told last; empty when a sale had its turn since. */
    private String toldTrouble = "";

    /** Whether the sale before could not have its turn yet. */
    private boolean heldUp;

    private volatile boolean stopping;

    DecisionThread(
            String name,
            CounterStore store,
            OrderDelivery delivery,
            SalesInUse sales,
            Predicate<SaleId> isMine,
            SaleDecisions.Settings settings,
            DecisionEvents events) {
        this.store = store;
        this.delivery = delivery;
        this.sales = sales;
        this.isMine = isMine;
        this.settings = settings;
        this.events = events;
        this.batch = newBatch();
        this.tripNanos = System.nanoTime();
        this.houseNanos = tripNanos;
        this.walkNanos = tripNanos;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** It ends when everything that waits is answered. */
    void stop() {
        stopping = true;
    }

    /** It ends as soon as it can. */
    void interrupt() {
        thread.interrupt();
    }

    /** Waits until it has ended. Returns false if that takes longer. */
    boolean awaitEnd(long waitMillis) {
        try {
            thread.join(Math.max(1, waitMillis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        while (!stopping || !turns.isEmpty()) {
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                SaleQueue sale = turns.next(houseNanos + IDLE_NANOS - System.nanoTime());
                if (sale != null) {
                    takeTurn(sale);
                }
                if (System.nanoTime() - houseNanos >= IDLE_NANOS) {
                    lookAfterSales();
                    houseNanos = System.nanoTime();
                }
            } catch (InterruptedException e) {
                // Closing gave up waiting: answer what is there and end.
                stopping = true;
                IllegalStateException reason = new IllegalStateException("decision - stopped before it was decided", e);
                answerAll(sale -> true, ticket -> ticket.fail(reason));
            }
        }
        settleTheRest();
        store.close();
    }

    private void takeTurn(SaleQueue sale) throws InterruptedException {
        boolean ready;
        try {
            ready = store.isReady(sale.id);
        } catch (StockUnavailableException e) {
            turns.giveBack(sale);
            failAll(sale, e);
            return;
        } catch (RuntimeException e) {
            // Whatever this is must not end the thread.
            failed.say(times ->
                    log.error("decision - the connection failed unexpectedly (times={})", times, ShownFailure.of(e)));
            turns.giveBack(sale);
            failAll(sale, new StockUnavailableException("redis - failed unexpectedly: " + Reason.of(e), e));
            return;
        }
        if (!ready) {
            turns.add(sale); // others may be ready
            if (heldUp || turns.peek() == sale) {
                TimeUnit.NANOSECONDS.sleep(NOT_READY_NANOS);
            }
            heldUp = true;
            return;
        }
        heldUp = false;
        toldTrouble = "";
        if (connection != store.connection()) {
            connection = store.connection();
            own(other -> other.look.forget()); // what is known here of a sale may be news to this Redis
        }
        decide(sale);
        endTurn(sale);
    }

    private void decide(SaleQueue sale) {
        Batch taken = sale.begun == null ? batch : sale.begun;
        sale.begun = null;
        List<EventId> logged = List.of();
        boolean done = true;
        try {
            taken.fill(sale::poll);
            logged = delivery.takeLogged(sale.id, SETTLE_MAX);
            if (!taken.isEmpty() || !logged.isEmpty() || sale.look.isDue()) {
                announceNext();
                tripNanos = System.nanoTime();
                done = deciderOf(sale).decide(taken, logged);
            }
        } catch (RuntimeException e) {
            // Every way of failing that is known is handled by the decider; whatever this is must not end the sale.
            failed.say(times -> log.error(
                    "decision - failed unexpectedly (times={}, sale={}, purchases={})",
                    times,
                    sale.id,
                    taken.size(),
                    ShownFailure.of(e)));
            delivery.notSettled(logged);
            taken.fail(e);
        }
        if (done) {
            taken.clear();
            batch = taken;
        } else {
            sale.begun = taken;
            batch = taken == batch ? newBatch() : batch;
        }
    }

    /** So that its look may come along with the transaction of the sale that has its turn. It stays in line meanwhile. */
    private void announceNext() {
        SaleQueue next = turns.peek();
        if (next == null || next.decider == null) {
            return;
        }
        if (next.begun == null) {
            Batch waiting = newBatch();
            waiting.fill(next::poll);
            next.begun = waiting.isEmpty() ? null : waiting;
        }
        if (next.begun != null) {
            next.decider.isNext(next.begun);
        }
    }

    private SaleDecider deciderOf(SaleQueue sale) {
        if (sale.decider == null) {
            sale.decider = new SaleDecider(store.counter(sale.id), delivery, sale.look, settings, events, troubled);
        }
        return sale.decider;
    }

    /** A sale that nobody has seen goes as soon as nothing is to be done: anybody can name one. */
    private void endTurn(SaleQueue sale) {
        if (sale.look.hasSeen()) {
            sale.isSeen();
        }
        if (sale.isStranger() && !isBusy(sale) && sale.drop()) {
            forget(sale);
        } else {
            sale.endTurn();
        }
    }

    private void forget(SaleQueue sale) {
        sales.remove(sale);
        if (sale.decider != null) {
            sale.decider.close();
        }
    }

    /**
     * The store, or one of its servers, is away, for all its sales. They hear it together: each by itself would wait for as
     * long.
     */
    private void failAll(SaleQueue first, StockUnavailableException reason) {
        if (!toldTrouble.equals(reason.trouble())) {
            troubled.say(times -> log.warn(
                    "decision - sales cannot be decided (sale={}, reason={}, times={})",
                    first.id,
                    Reason.of(reason),
                    times));
            toldTrouble = reason.trouble();
        }
        events.unavailable(reason);
        Predicate<SaleQueue> fails = sale -> sale == first || areTogether(first, sale);
        own(sale -> {
            if (fails.test(sale)) {
                sale.look.begins();
                sale.look.sawNothing(reason);
            }
        });
        answerAll(fails, ticket -> ticket.fail(reason));
    }

    private boolean areTogether(SaleQueue one, SaleQueue other) {
        try {
            return store.areTogether(one.id, other.id);
        } catch (StockUnavailableException e) {
            return false; // it hears so in its own turn
        }
    }

    private void answerAll(Predicate<SaleQueue> which, Consumer<Ticket> answer) {
        own(sale -> {
            if (which.test(sale)) {
                sale.answerAll(answer);
            }
        });
        turns.take(which).forEach(this::endTurn);
    }

    private void lookAfterSales() {
        if (System.nanoTime() - walkNanos >= 0) {
            walkNanos = System.nanoTime() + Math.min(WALK_MAX_NANOS, sales.all().size() * WALK_NANOS_PER_SALE);
            walkThroughSales();
        }
        if (stopping) {
            return;
        }
        for (SaleId id : delivery.salesToSettle()) { // the relay settles those of sales that are not in use
            SaleQueue sale = isMine.test(id) ? sales.get(id) : null;
            if (sale != null) {
                sale.wantTurn();
            }
        }
        if (System.nanoTime() - tripNanos >= settings.probe().toNanos()) {
            tripNanos = System.nanoTime();
            store.probe();
            if (connection != store.connection()) {
                own(sale -> sale.look.forget()); // those that nobody asks for would be looked at too late
            }
        }
    }

    private void walkThroughSales() {
        own(sale -> sale.refuseLate(settings.decisionWait()));
        if (stopping) {
            return;
        }
        own(sale -> {
            if (isIdle(sale) && sale.claimTurn()) {
                if (sale.drop()) {
                    forget(sale);
                } else {
                    sale.endTurn();
                }
            } else if (sale.look.isDue()) {
                sale.wantTurn();
            }
        });
    }

    private boolean isIdle(SaleQueue sale) {
        return !sale.stays
                && !sale.look.holds()
                && sale.look.silenceNanos() > settings.saleIdle().toNanos()
                && !delivery.isBusyWith(sale.id)
                && !isBusy(sale);
    }

    private static boolean isBusy(SaleQueue sale) {
        return sale.decider != null && sale.decider.isBusy();
    }

    private void own(Consumer<SaleQueue> action) {
        for (SaleQueue sale : sales.all()) {
            if (isMine.test(sale.id)) {
                action.accept(sale);
            }
        }
    }

    private Batch newBatch() {
        return new Batch(settings.batchMax(), settings.decisionWait());
    }

    private void settleTheRest() {
        List<SaleId> rest = delivery.salesToSettle().stream().filter(isMine).toList();
        try {
            for (SaleId id : rest) {
                SaleQueue sale = sales.get(id);
                if (sale != null && store.isReady(id)) {
                    settle(sale);
                }
            }
        } catch (RuntimeException e) {
            log.warn(
                    "decision - left events in the outbox that are logged; a relay settles them (sales={})",
                    rest.size(),
                    ShownFailure.of(e));
        }
    }

    private void settle(SaleQueue sale) {
        for (List<EventId> logged = delivery.takeLogged(sale.id, SETTLE_MAX);
                !logged.isEmpty();
                logged = delivery.takeLogged(sale.id, SETTLE_MAX)) {
            deciderOf(sale).settle(logged);
        }
    }
}

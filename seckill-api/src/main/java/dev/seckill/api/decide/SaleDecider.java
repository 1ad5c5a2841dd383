package dev.seckill.api.decide;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutcomeUnknownException;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the counter decide batches of one sale: again after a lost race, but not for ever; and not while the counter cannot
 * be used, which is told once. Used by one thread.
 */
final class SaleDecider {

    private static final Logger log = LoggerFactory.getLogger(SaleDecider.class);

    /** Between two attempts while the order log is being read. */
    private static final long NOT_YET_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final StockCounter counter;
    private final OrderDelivery delivery;
    private final LastLook look;
    private final SaleDecisions.Settings settings;
    private final DecisionEvents events;
    private final Handover handover;
    private final SparseLine troubled;
    /** What was told last; empty when purchases were decided since. */
    private String toldTrouble = "";

    private int conflicts;
    private long restUntilNanos = System.nanoTime();

    /** @param troubled lines of all sales that the thread decides */
    SaleDecider(
            StockCounter counter,
            OrderDelivery delivery,
            LastLook look,
            SaleDecisions.Settings settings,
            DecisionEvents events,
            SparseLine troubled) {
        this.counter = counter;
        this.delivery = delivery;
        this.look = look;
        this.settings = settings;
        this.events = events;
        this.troubled = troubled;
        this.handover = new Handover(counter, delivery, events);
    }

    /** A batch that is to be decided after that of another sale. */
    void isNext(Batch batch) {
        counter.isNext(batch.requests());
    }

    /**
     * Tries to decide a batch, and answers all of it if that works.
     *
     * @param logged events to remove from the outbox in the same trips
     * @return false if it lost its race, or the order log is being read, and it is to be tried again, after other sales had
     *     their turn
     */
    boolean decide(Batch batch, List<EventId> logged) {
        rest();
        look.begins();
        try {
            Attempt attempt;
            long beganNanos;
            do {
                batch.refuseLate(); // at each attempt: whoever was told 503 meanwhile must not be sold a unit
                beganNanos = System.nanoTime();
                attempt = counter.decide(batch.requests(), logged, batch::isAnyLate);
            } while (attempt instanceof Attempt.TooLate);
            long endedNanos = System.nanoTime();
            if (!(attempt instanceof Attempt.NotYet)) {
                events.attempted(endedNanos - beganNanos);
            }
            if (attempt instanceof Attempt.Decided decided) {
                if (!batch.isEmpty()) {
                    events.waited(beganNanos - batch.tickets().get(0).queuedNanos);
                }
                int conflictsBefore = conflicts;
                hand(batch, logged, decided);
                batch.trace(beganNanos, endedNanos, conflictsBefore); // no order waits for it
                return true;
            }
            delivery.notSettled(logged);
            if (attempt instanceof Attempt.NotYet) {
                restUntilNanos = System.nanoTime() + NOT_YET_NANOS;
                return false;
            }
            return isGivenUp(batch);
        } catch (StockUnavailableException | OutcomeUnknownException e) {
            delivery.notSettled(logged);
            conflicts = 0;
            look.sawNothing(e);
            events.unavailable(e);
            tell(e);
            batch.fail(e);
            return true;
        }
    }

    private void hand(Batch batch, List<EventId> logged, Attempt.Decided decided) {
        delivery.settled(logged);
        look.saw(decided);
        if (!batch.isEmpty()) {
            toldTrouble = "";
        }
        handover.hand(batch, decided, conflicts);
        conflicts = 0;
    }

    private boolean isGivenUp(Batch batch) {
        conflicts++;
        if (conflicts <= settings.conflictRetries()) {
            restUntilNanos = System.nanoTime() + pauseNanos();
            return false;
        }
        events.contended(batch.size(), conflicts);
        batch.answer(Bound.CONFLICT_RETRIES.refusal());
        conflicts = 0;
        return true;
    }

    /** A random pause, so that two instances which met once do not meet again at once. */
    private long pauseNanos() {
        return ThreadLocalRandom.current().nextLong(settings.conflictBackoff().toNanos() + 1);
    }

    /** What is left of the pause: other sales may have had their turn meanwhile. */
    private void rest() {
        LockSupport.parkNanos(restUntilNanos - System.nanoTime());
    }

    /** Removes events from the outbox, at the end; what that look finds new in the journal is delivered all the same. */
    void settle(List<EventId> logged) {
        try {
            Attempt attempt = counter.decide(List.of(), logged);
            if (attempt instanceof Attempt.NotYet) {
                throw new IllegalStateException("the order log is being read");
            }
            delivery.settled(logged);
            if (attempt instanceof Attempt.Decided decided) {
                decided.others().forEach(entry -> delivery.deliver(entry, null));
            }
        } catch (RuntimeException e) {
            delivery.notSettled(logged);
            throw e;
        }
    }

    /** Whether it must not be closed yet. */
    boolean isBusy() {
        return counter.isBusy();
    }

    /** Closes the counter. */
    void close() {
        counter.close();
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
}

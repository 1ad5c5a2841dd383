package dev.seckill.api.decide;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.OutcomeUnknownException;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the counter decide batches of one sale: again after a lost race, but not for ever; and not while the counter cannot
 * be used, which is told once. Used by one thread.
 */
final class SaleDecider {

    private static final Logger log = LoggerFactory.getLogger(SaleDecider.class);
    private static final Decision CONTENDED =
            Decision.refused(Outcome.OVERLOADED, "The sale is contended by other instances.");

    private final StockCounter counter;
    private final OrderDelivery delivery;
    private final LastLook look;
    private final DecisionQueue.Settings settings;
    private final DecisionEvents events;
    private final Handover handover;
    private final SparseLine troubled = new SparseLine();
    /** What was told last; empty when purchases were decided since. */
    private String toldTrouble = "";

    SaleDecider(
            StockCounter counter,
            OrderDelivery delivery,
            LastLook look,
            DecisionQueue.Settings settings,
            DecisionEvents events) {
        this.counter = counter;
        this.delivery = delivery;
        this.look = look;
        this.settings = settings;
        this.events = events;
        this.handover = new Handover(counter, delivery, events);
    }

    /**
     * Decides and answers all of a batch.
     *
     * @param logged orders to remove from the outbox in the same trips
     */
    void decide(Batch batch, List<EventId> logged) {
        look.begins();
        try {
            int conflicts = 0;
            while (conflicts <= settings.conflictRetries()) {
                batch.refuseLate(); // at each attempt: whoever was told 503 meanwhile must not be sold a unit
                Attempt attempt = counter.decide(batch.requests(), logged, batch::isAnyLate);
                if (attempt instanceof Attempt.Decided decided) {
                    delivery.settled(logged);
                    look.saw(decided);
                    if (!batch.isEmpty()) {
                        toldTrouble = "";
                    }
                    handover.hand(batch, decided, conflicts);
                    return;
                }
                if (attempt instanceof Attempt.Contended) {
                    conflicts++;
                    pause();
                }
            }
            delivery.notSettled(logged);
            events.contended(batch.size(), settings.conflictRetries() + 1);
            batch.answer(CONTENDED);
        } catch (StockUnavailableException | OutcomeUnknownException e) {
            delivery.notSettled(logged);
            look.sawNothing(e);
            events.unavailable(e);
            tell(e);
            batch.fail(e);
        }
    }

    /** A random pause, so that two instances which met once do not meet again at once. */
    private void pause() {
        LockSupport.parkNanos(
                ThreadLocalRandom.current().nextLong(settings.conflictBackoff().toNanos() + 1));
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

package dev.seckill.api.decide;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Hands a decided batch on: what was accepted to the delivery, the rest to its buyers. Used by one thread. */
final class Handover {

    private final StockCounter counter;
    private final OrderDelivery delivery;
    private final DecisionEvents events;

    Handover(StockCounter counter, OrderDelivery delivery, DecisionEvents events) {
        this.counter = counter;
        this.delivery = delivery;
        this.events = events;
    }

    /**
     * Hands everything of a batch on.
     *
     * @param decided its decisions, and what else is new in the journal
     * @param conflicts lost races before it was decided
     */
    void hand(Batch batch, Attempt.Decided decided, int conflicts) {
        Iterator<OutboxEntry> others = decided.others().iterator();
        OutboxEntry other = next(others);
        int accepted = 0;
        List<Ticket> replayed = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Ticket ticket = batch.tickets().get(i);
            Decision decision = decided.decisions().get(i);
            if (!isToldOnceLogged(decision)) {
                ticket.answer(decision);
                continue;
            }
            for (; comesBefore(other, decision); other = next(others)) {
                delivery.deliver(other, null);
            }
            ticket.decided(decision);
            if (isNew(decision)) {
                accepted += decision.outcome() == Outcome.ACCEPTED ? 1 : 0;
                delivery.deliver(decision.entry(), ticket);
            } else if (!delivery.join(decision.event(), ticket)) {
                replayed.add(ticket);
            }
        }
        for (; other != null; other = next(others)) {
            delivery.deliver(other, null);
        }
        if (!batch.isEmpty()) {
            events.decided(batch.size(), accepted, conflicts);
        }
        if (!replayed.isEmpty()) {
            answerReplays(replayed);
        }
    }

    private static OutboxEntry next(Iterator<OutboxEntry> entries) {
        return entries.hasNext() ? entries.next() : null;
    }

    /** Whether it tells of an event, which the log has to have first. */
    private static boolean isToldOnceLogged(Decision decision) {
        return switch (decision.outcome()) {
            case ACCEPTED, REPLAYED, CHANGED, UNCHANGED, REFUSED, LATE -> decision.event() != null;
            default -> false;
        };
    }

    /** Whether this batch made the event. */
    private static boolean isNew(Decision decision) {
        return switch (decision.outcome()) {
            case ACCEPTED, CHANGED -> true;
            case LATE -> decision.entry() != null;
            default -> false;
        };
    }

    /** In the journal, so that the log gets the events in its order; or it is the very event that the decision tells of. */
    private static boolean comesBefore(OutboxEntry other, Decision decision) {
        if (other == null) {
            return false;
        }
        if (isNew(decision)) {
            return other.event().no() < decision.entry().event().no();
        }
        EventId told = decision.event();
        return told.epoch() == other.id().epoch() && other.event().no() <= told.no();
    }

    /** An event of another instance, or of a past life of this one: it is logged once it has left the outbox. */
    private void answerReplays(List<Ticket> replayed) {
        try {
            List<EventId> unsettled =
                    counter.unsettled(replayed.stream().map(Ticket::event).toList());
            for (Ticket ticket : replayed) {
                if (unsettled.contains(ticket.event())) {
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
}

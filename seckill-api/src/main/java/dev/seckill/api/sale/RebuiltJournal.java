package dev.seckill.api.sale;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How the journal of a sale goes on after recover: it says which numbers were given up and what is left without them, and
 * puts right what does not add up.
 *
 * @param no the highest number given before
 * @param lastLeft what was left after the newest event
 * @param units the units of the events that stand together; below 0 if a release was lost whose units were sold again
 * @param voided numbers that were given and belong to no event, ascending
 * @param voidedSeqs the same of the places of orders
 * @param takenBack held orders that are released, because otherwise more would be sold than was offered
 */
public record RebuiltJournal(
        long no,
        long lastLeft,
        long units,
        List<NumberRange> voided,
        List<NumberRange> voidedSeqs,
        List<HeldOrder> takenBack) {

    /** Who is named where recover puts the units right. */
    static final String BY_RECOVER = "recover";

    public RebuiltJournal {
        voided = List.copyOf(voided);
        voidedSeqs = List.copyOf(voidedSeqs);
        takenBack = List.copyOf(takenBack);
    }

    /** One that takes no order back. */
    public RebuiltJournal(long no, long lastLeft, long units, List<NumberRange> voided, List<NumberRange> voidedSeqs) {
        this(no, lastLeft, units, voided, voidedSeqs, List.of());
    }

    /** This one with orders to be taken back. */
    RebuiltJournal takingBack(List<HeldOrder> orders) {
        return new RebuiltJournal(no, lastLeft, units, voided, voidedSeqs, orders);
    }

    /** What is left by the units of the events that stand, and of the orders taken back; at least 0. */
    public long left() {
        return Math.max(
                0, units + takenBack.stream().mapToLong(HeldOrder::quantity).sum());
    }

    /**
     * What tells of the orders that are taken back: those whose time is over have run out.
     *
     * @param epoch when the sale was rebuilt, in milliseconds since 1970
     */
    public List<SaleEvent.Released> releases(SaleId id, long epoch) {
        Instant at = Instant.ofEpochMilli(epoch);
        List<SaleEvent.Released> releases = new ArrayList<>();
        long leftThen = lastLeft;
        for (HeldOrder order : takenBack) {
            leftThen += order.quantity();
            releases.add(new SaleEvent.Released(
                    id,
                    no + releases.size() + 1,
                    order.id(),
                    order.buyer(),
                    order.quantity(),
                    leftThen,
                    at,
                    BY_RECOVER,
                    at.isBefore(order.heldUntil()) ? Reason.CANCELLED : Reason.EXPIRED));
        }
        return releases;
    }

    /**
     * The events to be written: of orders that are taken back; at least one that says that the sale was rebuilt; and one more if
     * that many units are not left.
     *
     * @param sale what the sale is from now on
     * @param epoch when it was rebuilt, in milliseconds since 1970
     */
    public List<OutboxEntry> events(SaleId id, RebuiltSale sale, long epoch) {
        OutboxEntry.Offer offer = new OutboxEntry.Offer(sale.allotment(), epoch);
        Instant at = Instant.ofEpochMilli(epoch);
        List<OutboxEntry> events = new ArrayList<>();
        releases(id, epoch).forEach(release -> events.add(OutboxEntry.of(release, null, offer)));
        int most = SaleEvent.Recovered.RANGES_MAX;
        for (int from = 0; from == 0 || from < Math.max(voided.size(), voidedSeqs.size()); from += most) {
            events.add(OutboxEntry.of(
                    new SaleEvent.Recovered(
                            id,
                            no + events.size() + 1,
                            left(),
                            at,
                            epoch,
                            part(voided, from, most),
                            part(voidedSeqs, from, most)),
                    null,
                    offer));
        }
        long more = sale.left() - left();
        if (more != 0) {
            events.add(OutboxEntry.of(
                    new SaleEvent.Restocked(id, no + events.size() + 1, more, sale.left(), at, BY_RECOVER),
                    null,
                    offer));
        }
        return events;
    }

    private static List<NumberRange> part(List<NumberRange> ranges, int from, int most) {
        return from >= ranges.size() ? List.of() : ranges.subList(from, Math.min(ranges.size(), from + most));
    }
}

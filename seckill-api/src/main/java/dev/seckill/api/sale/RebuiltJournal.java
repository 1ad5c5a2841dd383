package dev.seckill.api.sale;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How the journal of a sale goes on after recover: it says which numbers were given up and what is left without them, and
 * puts right what does not add up.
 *
 * @param no the highest number given before
 * @param left what is left by the units of the events that stand, at least 0
 * @param voided numbers that were given and belong to no event, ascending
 * @param voidedSeqs the same of the places of orders
 */
public record RebuiltJournal(long no, long left, List<NumberRange> voided, List<NumberRange> voidedSeqs) {

    /** Who is named where recover puts the units right. */
    static final String BY_RECOVER = "recover";

    public RebuiltJournal {
        voided = List.copyOf(voided);
        voidedSeqs = List.copyOf(voidedSeqs);
    }

    /**
     * The events to be written: at least one that says that the sale was rebuilt, and one more if that many units are not left.
     *
     * @param sale what the sale is from now on
     * @param epoch when it was rebuilt, in milliseconds since 1970
     */
    public List<OutboxEntry> events(SaleId id, RebuiltSale sale, long epoch) {
        OutboxEntry.Offer offer = new OutboxEntry.Offer(sale.allotment(), epoch);
        Instant at = Instant.ofEpochMilli(epoch);
        List<OutboxEntry> events = new ArrayList<>();
        int most = SaleEvent.Recovered.RANGES_MAX;
        for (int from = 0; from == 0 || from < Math.max(voided.size(), voidedSeqs.size()); from += most) {
            events.add(OutboxEntry.of(
                    new SaleEvent.Recovered(
                            id,
                            no + events.size() + 1,
                            left,
                            at,
                            epoch,
                            part(voided, from, most),
                            part(voidedSeqs, from, most)),
                    null,
                    offer));
        }
        long units = sale.left() - left;
        if (units != 0) {
            events.add(OutboxEntry.of(
                    new SaleEvent.Restocked(id, no + events.size() + 1, units, sale.left(), at, BY_RECOVER),
                    null,
                    offer));
        }
        return events;
    }

    private static List<NumberRange> part(List<NumberRange> ranges, int from, int most) {
        return from >= ranges.size() ? List.of() : ranges.subList(from, Math.min(ranges.size(), from + most));
    }
}

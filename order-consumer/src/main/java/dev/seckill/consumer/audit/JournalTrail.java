package dev.seckill.consumer.audit;

import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.NumberRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The journal of one sale, followed from its first entry to its last: whether the numbers are dense, and what is left adds up.
 * However many entries there are, it remembers only what is missing. Not thread-safe.
 */
final class JournalTrail {

    /** Past it, gaps are only counted. */
    private static final int GAPS_MAX = 10_000;

    private final List<NumberRange> gaps = new ArrayList<>();
    private final List<NumberRange> givenUp = new ArrayList<>();
    /** The first number behind which gaps are no longer kept; 0 if all are. */
    private long keptTo;

    private long moreMissing;
    /** What {@link #missing} told last; null if it may have changed. */
    private List<NumberRange> missing;

    private final Finding wrong = new Finding();
    private final Finding revived = new Finding();
    private final Finding disagreeing = new Finding();
    private final RuleTrail rules = new RuleTrail();
    private final OrderTrail orders = new OrderTrail();
    private long events;
    private long lastNo;
    private long left;
    private long units;
    /** Units that were put on sale. */
    private long restocked;
    /** Units that the last recover found beside them: so many more are with orders. */
    private long found;

    /** The next entry; each number is higher than the one before. */
    void take(JournalEntry entry) {
        events++;
        if (entry.no() < 1) {
            wrong.add(entry.no() + ": no number of a journal");
            return;
        }
        missing = null;
        units += entry.units();
        boolean follows = entry.no() == lastNo + 1;
        if (!follows) {
            gap(new NumberRange(lastNo + 1, entry.no() - 1));
        }
        if (entry.left() < 0) {
            wrong.add(entry.no() + ": left " + entry.left() + " is below zero");
        }
        if (entry.kind().equals(Kind.RECOVERED.name())) {
            recovered(entry);
        } else if (follows && entry.left() != left + entry.units()) {
            wrong.add(entry.no() + ": left " + entry.left() + ", but " + left + " before it and " + entry.units()
                    + " units make " + (left + entry.units()));
        }
        keepTo(entry);
        if (!entry.ordersAgree()) {
            disagreeing.add(entry.no() + (entry.orderId() == null ? "" : ": " + entry.orderId()));
        }
        lastNo = entry.no();
        left = entry.left();
    }

    private void keepTo(JournalEntry entry) {
        if (entry.rules() != null) {
            rules.changed(entry.rules());
        } else if (entry.kind().equals(Kind.ACCEPTED.name())) {
            rules.accepted(entry);
        } else if (entry.kind().equals(Kind.RELEASED.name())) {
            rules.released(entry);
        } else if (entry.kind().equals(Kind.RESTOCKED.name())) {
            restocked += entry.units();
        }
        orders.take(entry);
    }

    private void gap(NumberRange gap) {
        rules.gap();
        orders.gap();
        if (gaps.size() < GAPS_MAX) {
            gaps.add(gap);
        } else {
            keptTo = keptTo == 0 ? gap.first() - 1 : keptTo;
            moreMissing += gap.size();
        }
    }

    /** What was decided and lost is in the units of the entries before it no more, so all that are there count together. */
    private void recovered(JournalEntry entry) {
        for (NumberRange there : Ranges.without(Ranges.without(entry.givenUp(), gaps), givenUp)) {
            if (keptTo == 0 || there.last() <= keptTo) {
                revived.add(there.toString());
            }
        }
        givenUp.addAll(entry.givenUp());
        missing = null;
        boolean allIsKnown = missing().isEmpty() && moreMissing == 0;
        rules.recovered(allIsKnown);
        orders.recovered(allIsKnown);
        if (allIsKnown && entry.left() != Math.max(0, units)) {
            wrong.add(entry.no() + ": left " + entry.left() + ", but all units up to it make " + units);
        }
        found = entry.left() - units;
    }

    /** An order that has a number under which there is none, or another one. */
    void stray(String orderId) {
        disagreeing.add(orderId);
    }

    /** No entry comes any more. Orders that are held until that time at the most should be released by now. */
    void end(Instant releasedBy) {
        rules.end();
        orders.end(releasedBy);
        JournalUnits all = units();
        boolean allIsKnown = missing().isEmpty() && moreMissing == 0;
        if (allIsKnown && wrong.count() == 0 && all.left() + all.held() + all.confirmed() != all.allotment()) {
            wrong.add("allotment " + all.allotment() + ", but " + all.left() + " left, " + all.held() + " held and "
                    + all.confirmed() + " confirmed");
        }
    }

    /** Where the units of the sale are. */
    JournalUnits units() {
        return orders.units(restocked + found, left);
    }

    /** What the orders did after their acceptance. */
    OrderTrail orders() {
        return orders;
    }

    /** What the orders did against the rules that the journal had laid down. */
    RuleTrail rules() {
        return rules;
    }

    /** Numbers up to the last that nothing is known of, as far as they are kept. */
    List<NumberRange> missing() {
        if (missing == null) {
            missing = Ranges.without(gaps, givenUp);
        }
        return missing;
    }

    /** Numbers of gaps that are not kept. */
    long moreMissing() {
        return moreMissing;
    }

    /** Whether the entry with this number is not there, or may be so. */
    boolean lacks(long no) {
        return no > lastNo || keptTo > 0 && no > keptTo || Ranges.have(missing(), no);
    }

    /** What is left that does not follow from the entries before. */
    Finding wrong() {
        return wrong;
    }

    /** Numbers that were given up, and are there. */
    Finding revived() {
        return revived;
    }

    /** Entries and orders that do not belong together. */
    Finding disagreeing() {
        return disagreeing;
    }

    long events() {
        return events;
    }

    long lastNo() {
        return lastNo;
    }

    long givenUp() {
        return Ranges.size(givenUp);
    }
}

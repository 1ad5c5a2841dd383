package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SalePhase;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What must hold between everything that happened to a sale and what the store says of it now.
 *
 * @param entries every event in the log and the outbox
 * @param state the sale as the store has it
 * @param buyers what it remembers of buyers
 * @param offered units offered, by whoever played the history
 * @param untold units that somebody put on the counter, and that no event tells of yet
 * @param givenUp numbers of the journal that recover has given up
 */
record SaleIdentities(
        SaleId sale,
        Collection<OutboxEntry> entries,
        SaleState state,
        Map<String, String> buyers,
        long offered,
        long untold,
        Set<Long> givenUp) {

    /** The first that does not hold, or null. */
    String violation() {
        return firstOf(units(), numbers(), left(), ofBuyers(), keys(), rules());
    }

    private static String firstOf(String... violations) {
        for (String violation : violations) {
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    private List<OutboxEntry> orders() {
        return entries.stream().filter(entry -> entry.order() != null).toList();
    }

    private List<SaleEvent> journal() {
        return entries.stream()
                .map(OutboxEntry::event)
                .sorted(Comparator.comparingLong(SaleEvent::no))
                .toList();
    }

    private String units() {
        long sold =
                orders().stream().mapToLong(entry -> entry.order().quantity()).sum();
        if (sold > offered) {
            return "oversold: " + sold + " of " + offered + " units";
        }
        if (state.left() + sold != offered) {
            return "units are not conserved: left " + state.left() + " + sold " + sold + " != " + offered;
        }
        if (state.offered() != offered) {
            return "offered " + state.offered() + ", but it should be " + offered;
        }
        return state.decided() == orders().size()
                ? null
                : "decided " + state.decided() + " != " + orders().size() + " orders";
    }

    /** Each number of the journal belongs to one event, or recover has given it up. */
    private String numbers() {
        Set<Long> seqs = new HashSet<>();
        for (OutboxEntry entry : orders()) {
            if (!seqs.add(entry.order().seq())) {
                return "place given twice: " + entry.order().seq();
            }
        }
        Set<Long> nos = new HashSet<>();
        for (OutboxEntry entry : entries) {
            if (!nos.add(entry.event().no())) {
                return "number of the journal given twice: " + entry.event().no();
            }
        }
        for (long no = 1; no <= state.lastNo(); no++) {
            if (nos.contains(no) == givenUp.contains(no)) {
                return "number " + no + " of the journal is " + (nos.remove(no) ? "there and given up" : "missing");
            }
            nos.remove(no);
        }
        return nos.isEmpty() ? null : "numbers past the last, " + state.lastNo() + ": " + nos;
    }

    /**
     * What is left adds up from event to event, where recover has given up none between them. Where it says which it gave up, the
     * units of all that stand add up, unless some were lost since.
     */
    private String left() {
        Set<Long> open = new HashSet<>();
        SaleEvent before = null;
        long sum = 0;
        for (SaleEvent event : journal()) {
            sum += event.units();
            long from = before == null ? 0 : before.left();
            long next = before == null ? 1 : before.no() + 1;
            LongStream.range(next, event.no()).forEach(open::add);
            boolean adds = event.no() > next || event.left() == from + event.units();
            if (event instanceof SaleEvent.Recovered recovered) {
                recovered.voided().forEach(range -> open.removeIf(range::has));
                adds = !open.isEmpty() || event.left() == Math.max(0, sum);
            }
            if (!adds) {
                return "left does not add up: " + before + ", then " + event;
            }
            before = event;
        }
        if (before != null && before.left() != state.journalLeft()) {
            return "left after the last event, but remembered " + state.journalLeft() + ": " + before;
        }
        return state.changedByHand() == untold
                ? null
                : "somebody changed " + untold + " by hand, the sale thinks " + state.changedByHand();
    }

    private String ofBuyers() {
        Map<String, String> units = new HashMap<>();
        for (OutboxEntry entry : orders()) {
            if (entry.order().buyer() != null) {
                units.merge(
                        StoredFields.of(entry.order().buyer()),
                        Integer.toString(entry.order().quantity()),
                        (had, more) -> Integer.toString(Integer.parseInt(had) + Integer.parseInt(more)));
            }
        }
        return units.equals(buyers) ? null : "buyers have " + units + ", the sale remembers " + buyers;
    }

    /** Each key has one event of its kind. */
    private String keys() {
        Map<String, EventId> keys = new HashMap<>();
        for (OutboxEntry entry : entries) {
            IdempotencyKey key = entry.key();
            if (key != null) {
                String field = entry.order() == null ? StoredFields.ofChange(key) : StoredFields.ofPurchase(key);
                EventId other = keys.putIfAbsent(field, entry.id());
                if (other != null && !other.equals(entry.id())) {
                    return "key has two events: " + field;
                }
            }
        }
        return null;
    }

    /** Every order was within the rules that the journal had laid down by then, and they are those of the store now. */
    private String rules() {
        SaleDefinition definition =
                SaleState.parse(null, Map.of(), 0).definition().of(sale);
        SalePhase phase = SalePhase.OPEN;
        Map<BuyerId, Long> had = new HashMap<>();
        Set<Long> unknown = new HashSet<>(); // missing numbers that may have been changes
        boolean laidDown = false;
        boolean gaveUp =
                false; // recover leaves what it finds where no event tells, and somebody may have set that by hand
        long next = 1;
        for (SaleEvent event : journal()) {
            LongStream.range(next, event.no()).forEach(unknown::add);
            next = event.no() + 1;
            if (event instanceof SaleEvent.SaleChanged changed) {
                definition = changed.definition();
                phase = changed.state();
                laidDown = true;
                unknown.clear();
            } else if (event instanceof SaleEvent.Recovered recovered) {
                gaveUp |= !recovered.voided().isEmpty();
                recovered.voided().forEach(range -> unknown.removeIf(range::has));
            } else if (event instanceof SaleEvent.Accepted accepted) {
                BuyerId buyer = accepted.order().buyer();
                long units = accepted.order().quantity();
                long all = buyer == null ? 0 : had.merge(buyer, units, Long::sum);
                boolean holds = phase == SalePhase.OPEN
                        && units <= definition.perOrder()
                        && (definition.perBuyer() == 0 || all <= definition.perBuyer())
                        && accepted.order().item().equals(definition.item());
                if (unknown.isEmpty() && (laidDown || !gaveUp) && !holds) {
                    return "an order against the rules: " + event + ", " + phase + " " + definition + ", buyer has "
                            + all;
                }
            }
        }
        boolean is = state.phase().name().equals(phase.name())
                && state.definition().of(sale).equals(definition);
        return is || gaveUp && !laidDown
                ? null
                : "the journal says " + phase + " " + definition + ", the store " + state;
    }
}

package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SalePhase;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What must hold between everything that happened to a sale and what the store says of it now.
 *
 * @param entries every event in the log and the outbox
 * @param state the sale as the store has it
 * @param buyers what it remembers of buyers
 * @param orders what it remembers of orders
 * @param held the orders that are held
 * @param offered units offered, by whoever played the history
 * @param untold units that somebody put on the counter, and that no event tells of yet
 * @param givenUp numbers of the journal that recover has given up
 */
record SaleIdentities(
        SaleId sale,
        Collection<OutboxEntry> entries,
        SaleState state,
        Map<String, String> buyers,
        Map<OrderId, OrderRecord> orders,
        List<HeldOrder> held,
        long offered,
        long untold,
        Set<Long> givenUp) {

    /** The first that does not hold, or null. */
    String violation() {
        OrderWays ways = new OrderWays();
        return firstOf(ways(ways), units(ways), numbers(), left(), ofBuyers(ways), ofOrders(ways), keys(), rules());
    }

    private static String firstOf(String... violations) {
        for (String violation : violations) {
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    private List<OutboxEntry> accepted() {
        return entries.stream().filter(entry -> entry.order() != null).toList();
    }

    private List<SaleEvent> journal() {
        return entries.stream()
                .map(OutboxEntry::event)
                .sorted(Comparator.comparingLong(SaleEvent::no))
                .toList();
    }

    /** The ways of all orders, or why one is no way. */
    private String ways(OrderWays ways) {
        for (SaleEvent event : journal()) {
            String violation = event instanceof SaleEvent.OfOrder ofOrder ? ways.add(ofOrder, givenUp) : null;
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    private String units(OrderWays ways) {
        long held = ways.units(OrderState.HELD);
        long sold = ways.units(OrderState.CONFIRMED);
        if (held + sold > offered) {
            return "oversold: held " + held + " + sold " + sold + " of " + offered + " units";
        }
        if (state.left() + held + sold != offered) {
            return "units are not conserved: left " + state.left() + " + held " + held + " + sold " + sold + " != "
                    + offered;
        }
        if (state.held() != held || state.heldOrders() != ways.count(OrderState.HELD)) {
            return "held " + held + " in " + ways.count(OrderState.HELD) + " orders, but the sale says " + state.held()
                    + " in " + state.heldOrders();
        }
        if (state.offered() != offered) {
            return "offered " + state.offered() + ", but it should be " + offered;
        }
        return state.decided() == accepted().size()
                ? null
                : "decided " + state.decided() + " != " + accepted().size() + " orders";
    }

    /** Each number of the journal belongs to one event, or recover has given it up. */
    private String numbers() {
        Set<Long> seqs = new HashSet<>();
        for (OutboxEntry entry : accepted()) {
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

    private String ofBuyers(OrderWays ways) {
        Map<String, String> units = new HashMap<>();
        ways.unitsOfBuyers().forEach((field, has) -> {
            if (has > 0 || buyers.containsKey(field)) { // whoever gave all back may be forgotten
                units.put(field, Long.toString(has));
            }
        });
        return units.equals(buyers) ? null : "buyers have " + units + ", the sale remembers " + buyers;
    }

    /** What it remembers of each order is what the journal says. */
    private String ofOrders(OrderWays ways) {
        Map<OrderId, OrderRecord> told = new HashMap<>();
        journal().stream()
                .filter(SaleEvent.OfOrder.class::isInstance)
                .map(SaleEvent.OfOrder.class::cast)
                .filter(event -> ways.of(event.orderId()) != null)
                .filter(event -> ways.of(event.orderId()).accepted.isOpen())
                .forEach(event -> told.compute(
                        event.orderId(),
                        (id, had) -> event instanceof SaleEvent.Accepted accepted
                                ? OrderRecord.of(accepted, 0)
                                : had.after(event, 0)));
        for (Map.Entry<OrderId, OrderRecord> order : told.entrySet()) {
            OrderRecord remembered = orders.get(order.getKey());
            if (remembered == null || !ways.of(order.getKey()).lost && !isSame(remembered, order.getValue())) {
                return "order " + order + " is remembered as " + remembered;
            }
        }
        Set<HeldOrder> stillHeld = new HashSet<>();
        told.forEach((id, order) -> {
            if (order.heldUntil() != null) {
                stillHeld.add(HeldOrder.of(id, order));
            }
        });
        if (!stillHeld.equals(Set.copyOf(held))) {
            return "held are " + stillHeld + ", but the sale holds " + held;
        }
        return orders.size() == told.size() ? null : "it remembers " + orders.size() + " orders of " + told.size();
    }

    /** But for the life of the sale in which it was written. */
    private static boolean isSame(OrderRecord one, OrderRecord other) {
        return withoutEpoch(one).equals(withoutEpoch(other));
    }

    private static OrderRecord withoutEpoch(OrderRecord order) {
        return new OrderRecord(
                order.state(),
                order.no(),
                0,
                order.at(),
                order.quantity(),
                order.decidedAt(),
                order.heldUntil(),
                order.isNew(),
                order.cancellable(),
                order.expired(),
                order.late(),
                order.buyer());
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
        Map<OrderId, Instant> acceptedAt = new HashMap<>();
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
                acceptedAt.put(accepted.orderId(), accepted.at());
                BuyerId buyer = accepted.order().buyer();
                long units = accepted.order().quantity();
                long all = buyer == null ? 0 : had.merge(buyer, units, Long::sum);
                boolean holds = phase == SalePhase.OPEN
                        && accepted.cancellable() == definition.holds().cancellable()
                        && Objects.equals(
                                accepted.heldUntil(), definition.holds().heldUntil(accepted.at()))
                        && units <= definition.perOrder()
                        && (definition.perBuyer() == 0 || all <= definition.perBuyer())
                        && accepted.order().item().equals(definition.item());
                if (unknown.isEmpty() && (laidDown || !gaveUp) && !holds) {
                    return "an order against the rules: " + event + ", " + phase + " " + definition + ", buyer has "
                            + all;
                }
            } else if (event instanceof SaleEvent.Released released) {
                had.computeIfPresent(released.buyer(), (buyer, all) -> all - released.units());
            } else if (event instanceof SaleEvent.Extended extended && unknown.isEmpty() && laidDown) {
                Instant accepted = acceptedAt.get(extended.orderId());
                if (accepted != null
                        && extended.heldUntil()
                                .isAfter(accepted.plus(definition.holds().holdMax()))) {
                    return "held for longer than the sale allows: " + event + ", " + definition;
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

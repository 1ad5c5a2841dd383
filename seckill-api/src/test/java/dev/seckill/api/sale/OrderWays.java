package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What became of each order by a journal that is read from its beginning. An order whose acceptance was lost counts for nothing,
 * and so does what came of it. Of an order that may have lost something else with the store, nobody can tell when it had its
 * units; but they still go back only once.
 */
final class OrderWays {

    private final Map<OrderId, Way> ways = new LinkedHashMap<>();

    /** One order on its way. */
    static final class Way {
        final SaleEvent.Accepted accepted;
        OrderState state;
        Instant heldUntil;
        private boolean late;
        boolean lost;
        private long no;

        private Way(SaleEvent.Accepted accepted) {
            this.accepted = accepted;
            this.no = accepted.no();
            this.heldUntil = accepted.heldUntil();
            this.state = heldUntil == null ? OrderState.CONFIRMED : OrderState.HELD;
        }

        long units() {
            return accepted.order().quantity();
        }
    }

    /**
     * Reads the next event; returns why the order may not come that way, or null.
     *
     * @param lost numbers of events that are lost
     */
    String add(SaleEvent.OfOrder event, Set<Long> lost) {
        if (event instanceof SaleEvent.Accepted accepted) {
            return ways.put(accepted.orderId(), new Way(accepted)) == null ? null : "accepted twice: " + event;
        }
        Way way = ways.get(event.orderId());
        if (way == null) {
            return null;
        }
        way.lost |= lost.stream().anyMatch(no -> no > way.no && no < event.no());
        way.no = event.no();
        String was = way.state + ", held until " + way.heldUntil;
        return step(way, event) ? null : "an order that is " + was + " cannot become: " + event;
    }

    private static boolean step(Way way, SaleEvent.OfOrder event) {
        boolean wasHeld = way.state == OrderState.HELD;
        boolean inTime = wasHeld && event.at().isBefore(way.heldUntil);
        if (event instanceof SaleEvent.Confirmed) {
            way.state = OrderState.CONFIRMED;
            return wasHeld && (inTime || way.lost);
        }
        if (event instanceof SaleEvent.Extended extended) {
            boolean longer = extended.heldUntil().isAfter(way.heldUntil);
            way.heldUntil = extended.heldUntil();
            return longer && wasHeld && (inTime || way.lost);
        }
        if (event instanceof SaleEvent.Released released) {
            boolean mayExpire = wasHeld && !inTime;
            boolean mayBeCancelled = inTime || way.state == OrderState.CONFIRMED && way.accepted.cancellable();
            boolean may = released.reason() == Reason.EXPIRED ? mayExpire : mayBeCancelled;
            boolean first = way.state != OrderState.RELEASED;
            way.state = OrderState.RELEASED;
            boolean isTakenBack = released.by().equals(RebuiltJournal.BY_RECOVER);
            return first && (may || way.lost || isTakenBack) && isWhole(released, way);
        }
        boolean first = !way.late;
        way.late = true;
        return first && (way.state == OrderState.RELEASED || way.lost);
    }

    private static boolean isWhole(SaleEvent.Released released, Way way) {
        return released.units() == way.units()
                && Objects.equals(released.buyer(), way.accepted.order().buyer());
    }

    /** An order whose acceptance was read, or null. */
    Way of(OrderId id) {
        return ways.get(id);
    }

    /** Orders in that state. */
    long count(OrderState state) {
        return ways.values().stream().filter(way -> way.state == state).count();
    }

    /** Units that orders in that state have or had. */
    long units(OrderState state) {
        return ways.values().stream()
                .filter(way -> way.state == state)
                .mapToLong(Way::units)
                .sum();
    }

    /** Units that each buyer has, by the field in which the sale remembers them; also of those who gave all back. */
    Map<String, Long> unitsOfBuyers() {
        Map<String, Long> units = new LinkedHashMap<>();
        for (Way way : ways.values()) {
            if (way.accepted.order().buyer() != null) {
                units.merge(
                        StoredFields.of(way.accepted.order().buyer()),
                        way.state == OrderState.RELEASED ? 0 : way.units(),
                        Long::sum);
            }
        }
        return units;
    }
}

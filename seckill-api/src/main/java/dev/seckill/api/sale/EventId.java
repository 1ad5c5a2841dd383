package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;

/**
 * Names an event of one sale, as its field in the outbox does: an order by its id, any other by its number in the journal.
 *
 * @param order the order that the event is, or null
 * @param no the event's number in the journal, or 0 if it is an order
 */
public record EventId(OrderId order, long no) implements Comparable<EventId> {

    private static final String NUMBERED = "no-";

    /** @throws IllegalArgumentException if it names both or none */
    public EventId {
        if (no < 0 || (order == null) == (no == 0)) {
            throw new IllegalArgumentException("names an order or a number (order=" + order + ", no=" + no + ")");
        }
    }

    public static EventId of(OrderId order) {
        return new EventId(order, 0);
    }

    static EventId of(SaleEvent event) {
        return event instanceof SaleEvent.Accepted accepted
                ? of(accepted.order().orderId())
                : new EventId(null, event.no());
    }

    /** @throws IllegalArgumentException if the text is the field of no event */
    public static EventId parse(String text) {
        return text.startsWith(NUMBERED)
                ? new EventId(null, SaleState.count("no", text.substring(NUMBERED.length())))
                : of(OrderId.parse(text));
    }

    /** Orders come last, by the time they were made. */
    @Override
    public int compareTo(EventId other) {
        if (order != null && other.order != null) {
            return order.compareTo(other.order);
        }
        return order == null && other.order == null ? Long.compare(no, other.no) : order == null ? -1 : 1;
    }

    /** The field of the outbox. */
    @Override
    public String toString() {
        return order == null ? NUMBERED + no : order.toString();
    }
}

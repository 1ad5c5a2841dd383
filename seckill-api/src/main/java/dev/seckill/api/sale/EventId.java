package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names an event over all sales and all lives of a sale: an order by its id, any other by its number in the journal and by
 * the life of the sale in which that number was given. A sale whose data were lost may give a number again.
 *
 * @param order the order that the event is, or null
 * @param no the event's number in the journal, or 0 if it is an order
 * @param epoch the rebuild after which the number was given, in milliseconds since 1970; 0 if there was none, or if the
 *     event is an order
 */
public record EventId(SaleId sale, OrderId order, long no, long epoch) implements Comparable<EventId> {

    private static final Pattern NUMBERED = Pattern.compile("no-([^@]+)(?:@(.+))?");

    /** @throws IllegalArgumentException if it names both or none, or an order of a life */
    public EventId {
        Objects.requireNonNull(sale, "sale");
        if (no < 0 || epoch < 0 || (order == null) == (no == 0) || order != null && epoch != 0) {
            throw new IllegalArgumentException(
                    "names an order or a number (order=" + order + ", no=" + no + ", epoch=" + epoch + ")");
        }
    }

    /** An order. */
    public static EventId of(SaleId sale, OrderId order) {
        return new EventId(sale, order, 0, 0);
    }

    /** An event that is no order. */
    public static EventId numbered(SaleId sale, long no, long epoch) {
        return new EventId(sale, null, no, epoch);
    }

    static EventId of(SaleEvent event, long epoch) {
        return event instanceof SaleEvent.Accepted accepted
                ? of(event.sale(), accepted.order().orderId())
                : numbered(event.sale(), event.no(), epoch);
    }

    /**
     * Reads the field of a sale's outbox.
     *
     * @throws IllegalArgumentException if the text is the field of no event
     */
    public static EventId parse(SaleId sale, String field) {
        Matcher numbered = NUMBERED.matcher(field);
        if (!numbered.matches()) {
            return of(sale, OrderId.parse(field));
        }
        long no = SaleState.count("no", numbered.group(1));
        if (numbered.group(2) == null) {
            return numbered(sale, no, 0);
        }
        long epoch = SaleState.count("epoch", numbered.group(2));
        if (epoch == 0) {
            throw new IllegalArgumentException("an event of the first life has no epoch: " + field);
        }
        return numbered(sale, no, epoch);
    }

    /** By sale. Within one, orders come last, by the time they were made. */
    @Override
    public int compareTo(EventId other) {
        if (!sale.equals(other.sale)) {
            return sale.value().compareTo(other.sale.value());
        }
        if (order != null && other.order != null) {
            return order.compareTo(other.order);
        }
        if (order != null || other.order != null) {
            return order == null ? -1 : 1;
        }
        return epoch == other.epoch ? Long.compare(no, other.no) : Long.compare(epoch, other.epoch);
    }

    /** The field of the sale's outbox: {@code no-5}, {@code no-5@epoch} after a rebuild, or the order's id. */
    @Override
    public String toString() {
        return order != null ? order.toString() : epoch == 0 ? "no-" + no : "no-" + no + "@" + epoch;
    }
}

package dev.seckill.api.sale;

import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Instant;

/**
 * What {@link OrderTrail} keeps of an event about an order, as text {@code kind no epoch at figure}.
 *
 * @param at when it was decided
 * @param figure of a release its units, of an extension the time until which the order is held, in milliseconds since 1970
 */
record TrailStep(Kind kind, long no, long epoch, Instant at, long figure) {

    private static final int FIELDS = 5;

    enum Kind {
        EXTENDED,
        CONFIRMED,
        CANCELLED,
        EXPIRED,
        LATE
    }

    static TrailStep of(SaleEvent.OfOrder event, long epoch) {
        return new TrailStep(kindOf(event), event.no(), epoch, event.at(), figureOf(event));
    }

    private static Kind kindOf(SaleEvent.OfOrder event) {
        if (event instanceof SaleEvent.Extended) {
            return Kind.EXTENDED;
        }
        if (event instanceof SaleEvent.Confirmed) {
            return Kind.CONFIRMED;
        }
        if (event instanceof SaleEvent.Late) {
            return Kind.LATE;
        }
        if (event instanceof SaleEvent.Released released) {
            return released.reason() == Reason.EXPIRED ? Kind.EXPIRED : Kind.CANCELLED;
        }
        throw new IllegalArgumentException("no later event of an order: " + event.kind());
    }

    private static long figureOf(SaleEvent.OfOrder event) {
        if (event instanceof SaleEvent.Extended longer) {
            return longer.heldUntil().toEpochMilli();
        }
        return event.units();
    }

    /** The one with the higher number. */
    static TrailStep later(TrailStep one, TrailStep other) {
        return one == null || other.no() > one.no() ? other : one;
    }

    /** Until when the order is held by an extension. */
    Instant heldUntil() {
        return Instant.ofEpochMilli(figure);
    }

    /** @throws IllegalArgumentException if it is no such text */
    static TrailStep parse(String text) {
        String[] parts = text.split(" ");
        if (parts.length != FIELDS) {
            throw new IllegalArgumentException("no step of an order (parts=" + parts.length + ")");
        }
        return new TrailStep(
                Kind.valueOf(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Instant.ofEpochMilli(Long.parseLong(parts[3])),
                Long.parseLong(parts[4]));
    }

    @Override
    public String toString() {
        return kind + " " + no + " " + epoch + " " + at.toEpochMilli() + " " + figure;
    }
}

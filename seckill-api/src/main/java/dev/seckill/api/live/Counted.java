package dev.seckill.api.live;

import dev.seckill.api.sale.Outcome;
import java.util.List;
import java.util.Locale;

/**
 * What is counted of a sale's purchases. Once all of them are answered, those received are the sum of the others. The order is
 * that of the live figures.
 */
public enum Counted {
    /** One came in. */
    RECEIVED,
    ACCEPTED,
    REPLAYED,
    SOLD_OUT,
    NOT_ENOUGH,
    LIMIT_REACHED,
    NOT_OPEN,
    KEY_REUSED,
    OVERLOADED,
    UNAUTHORIZED,
    TOO_MANY_REQUESTS,
    INVALID,
    /** It could not be decided. */
    FAILED;

    /** All ways in which a purchase may end. */
    static List<Counted> outcomes() {
        return List.of(values()).subList(ACCEPTED.ordinal(), values().length);
    }

    /** The name in the figures. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How a decision is counted; one about a sale that is gone is a failure of those that were counted before. */
    static Counted of(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> ACCEPTED;
            case REPLAYED -> REPLAYED;
            case SOLD_OUT -> SOLD_OUT;
            case NOT_ENOUGH -> NOT_ENOUGH;
            case LIMIT_REACHED -> LIMIT_REACHED;
            case NOT_OPEN -> NOT_OPEN;
            case KEY_REUSED -> KEY_REUSED;
            case OVERLOADED -> OVERLOADED;
            default -> FAILED;
        };
    }

    /** Whether only a sale that exists can decide so. */
    boolean provesTheSale() {
        return ordinal() >= ACCEPTED.ordinal() && ordinal() <= KEY_REUSED.ordinal();
    }
}

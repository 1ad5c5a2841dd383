package dev.seckill.model.event;

import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** What holds for the values of every event. */
final class EventRules {

    static final int BY_LENGTH_MAX = 64;

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private EventRules() {}

    static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + value);
        }
    }

    /** Checks what every event has but an order; returns the time, cut to the millisecond. */
    static Instant check(SaleId sale, long no, long left, Instant at) {
        Objects.requireNonNull(sale, "sale");
        require(no >= 1, "no must be at least 1, but was: ", no);
        require(left >= 0, "left must not be negative, but was: ", left);
        return time("at", at);
    }

    /** Checks the number of what came before an event about the same order. */
    static void checkAfter(long after, long no) {
        require(after >= 0 && after < no, "after must be 0 to " + (no - 1) + ", but was: ", after);
    }

    static Instant time(String name, Instant time) {
        Instant cut = Objects.requireNonNull(time, name).truncatedTo(ChronoUnit.MILLIS);
        require(
                !cut.isBefore(Instant.EPOCH) && !cut.isAfter(LAST),
                name + " must be from 1970 to 9999, but was: ",
                cut);
        return cut;
    }

    static void requireText(String name, String text, int most) {
        if (text == null
                || text.isBlank()
                || !ForeignText.isWithin(text, most)
                || text.chars().anyMatch(Character::isISOControl)
                || !ForeignText.isWellFormed(text)) {
            throw new IllegalArgumentException(
                    name + " must be 1 to " + most + " whole characters, but was: " + ForeignText.shown(text));
        }
    }
}

package dev.seckill.api.sale;

import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the order log tells of the numbers of a sale's journal.
 *
 * @param births when the event with the number 1 was decided; more than one if somebody made events up
 * @param givenUp numbers that were given up when the sale was rebuilt
 */
public record LoggedNumbers(Set<Instant> births, Set<NumberRange> givenUp) {

    /** Nothing is logged. */
    public static final LoggedNumbers NONE = new LoggedNumbers(Set.of(), Set.of());

    public LoggedNumbers {
        births = Set.copyOf(births);
        givenUp = Set.copyOf(givenUp);
    }

    /** What one event says. */
    public static LoggedNumbers of(SaleEvent event) {
        boolean isFirst = event.no() == 1;
        boolean givesUp = event instanceof SaleEvent.Recovered recovered
                && !recovered.voided().isEmpty();
        if (!isFirst && !givesUp) {
            return NONE;
        }
        return new LoggedNumbers(
                isFirst ? Set.of(event.at()) : Set.of(),
                givesUp ? Set.copyOf(((SaleEvent.Recovered) event).voided()) : Set.of());
    }

    /** What both say. */
    public LoggedNumbers and(LoggedNumbers other) {
        if (births.containsAll(other.births) && givenUp.containsAll(other.givenUp)) {
            return this;
        }
        Set<Instant> allBirths = new HashSet<>(births);
        allBirths.addAll(other.births);
        Set<NumberRange> all = new HashSet<>(givenUp);
        all.addAll(other.givenUp);
        return new LoggedNumbers(allBirths, all);
    }

    /** When the sale began; empty if that is not logged, or cannot be told. */
    public Optional<Instant> birth() {
        return births.size() == 1 ? Optional.of(births.iterator().next()) : Optional.empty();
    }

    /** Whether the number was given up: an event that has it is none of the journal. */
    public boolean isGivenUp(long no) {
        return givenUp.stream().anyMatch(range -> range.has(no));
    }
}

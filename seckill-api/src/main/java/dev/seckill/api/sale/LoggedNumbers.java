package dev.seckill.api.sale;

import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the order log tells of the numbers of a sale's journal.
 *
 * @param early the events that may be the first one that was not given up
 * @param givenUp numbers that were given up when the sale was rebuilt
 */
public record LoggedNumbers(Set<Decided> early, Set<NumberRange> givenUp) {

    /** Up to this number an event may be the first one; one that tells of numbers that were given up may be it wherever it is. */
    static final int EARLY_MAX = 16;

    /**
     * An event.
     *
     * @param no its number
     * @param at when it was decided
     */
    public record Decided(long no, Instant at) {}

    /** Nothing is logged. */
    public static final LoggedNumbers NONE = new LoggedNumbers(Set.of(), Set.of());

    public LoggedNumbers {
        early = Set.copyOf(early);
        givenUp = Set.copyOf(givenUp);
    }

    /** What one event says. */
    public static LoggedNumbers of(SaleEvent event) {
        boolean givesUp = event instanceof SaleEvent.Recovered recovered
                && !recovered.voided().isEmpty();
        boolean isEarly = event.no() != SaleEvent.UNNUMBERED && event.no() <= EARLY_MAX;
        if (!isEarly && !givesUp) {
            return NONE;
        }
        return new LoggedNumbers(
                Set.of(new Decided(event.no(), event.at())),
                givesUp ? Set.copyOf(((SaleEvent.Recovered) event).voided()) : Set.of());
    }

    /** What both say. */
    public LoggedNumbers and(LoggedNumbers other) {
        if (early.containsAll(other.early) && givenUp.containsAll(other.givenUp)) {
            return this;
        }
        Set<Decided> allEarly = new HashSet<>(early);
        allEarly.addAll(other.early);
        Set<NumberRange> all = new HashSet<>(givenUp);
        all.addAll(other.givenUp);
        return new LoggedNumbers(allEarly, all);
    }

    /**
     * When the sale began: when the first event that was not given up was decided.
     *
     * @return empty if that is not logged, or cannot be told
     */
    public Optional<Instant> birth() {
        long first = NumberRange.firstBeside(givenUp);
        Set<Instant> births = early.stream()
                .filter(event -> event.no() == first)
                .map(Decided::at)
                .collect(Collectors.toSet());
        return births.size() == 1 ? Optional.of(births.iterator().next()) : Optional.empty();
    }

    /** Whether the number was given up: an event that has it is none of the journal. */
    public boolean isGivenUp(long no) {
        return givenUp.stream().anyMatch(range -> range.has(no));
    }
}

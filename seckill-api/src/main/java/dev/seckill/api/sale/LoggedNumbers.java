package dev.seckill.api.sale;

import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the order log tells of the numbers of a sale's journal.
 *
 * @param early the events that may be the first one that was not given up
 * @param givenUp numbers that were given up when the sale was rebuilt
 */
public record LoggedNumbers(Set<Decided> early, GivenUp givenUp) {

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
    public static final LoggedNumbers NONE = new LoggedNumbers(Set.of(), GivenUp.NONE);

    public LoggedNumbers {
        early = Set.copyOf(early);
    }

    /** What one event says. */
    public static LoggedNumbers of(SaleEvent event) {
        GivenUp givenUp = GivenUp.of(List.of(event));
        boolean isEarly = event.no() != SaleEvent.UNNUMBERED && event.no() <= EARLY_MAX;
        return isEarly || !givenUp.isEmpty()
                ? new LoggedNumbers(Set.of(new Decided(event.no(), event.at())), givenUp)
                : NONE;
    }

    /** What both say. */
    public LoggedNumbers and(LoggedNumbers other) {
        GivenUp both = givenUp.and(other.givenUp);
        if (both == givenUp && early.containsAll(other.early)) {
            return this;
        }
        Set<Decided> allEarly = new HashSet<>(early);
        allEarly.addAll(other.early);
        return new LoggedNumbers(allEarly, both);
    }

    /**
     * When the sale began: when the first event that was not given up was decided.
     *
     * @return empty if that is not logged, or cannot be told
     */
    public Optional<Instant> birth() {
        long first = givenUp.firstBeside();
        Set<Instant> births = early.stream()
                .filter(event -> event.no() == first)
                .map(Decided::at)
                .collect(Collectors.toSet());
        return births.size() == 1 ? Optional.of(births.iterator().next()) : Optional.empty();
    }
}

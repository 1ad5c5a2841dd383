package dev.seckill.loadtest.chaos;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** How long the sale stood after each fault, for a person at a terminal: the longest of a fault's rounds. */
final class StandstillTable {

    private static final String ROW = "  %-20s%9s%9s%9s%9s%9s%11s  %s%n";

    private StandstillTable() {}

    /** Ends with a line break; empty if no round got so far. */
    static String print(List<RoundResult> rounds) {
        StringBuilder rows = new StringBuilder();
        for (Fault fault : Fault.values()) {
            longest(fault, rounds).ifPresent(longest -> rows.append(row(fault, longest)));
        }
        return rows.isEmpty()
                ? ""
                : "How long the sale stood, from the fault to the next decided purchase (longest round)\n\n"
                        + String.format(
                                Locale.ROOT,
                                ROW,
                                "fault",
                                "stood",
                                "held",
                                "servers",
                                "API",
                                "p99",
                                "target",
                                "(stood without servers)")
                        + rows;
    }

    private static Optional<Standstill> longest(Fault fault, List<RoundResult> rounds) {
        return rounds.stream()
                .filter(result -> result.round().fault() == fault)
                .map(RoundResult::standstill)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(Standstill::withoutServersMillis));
    }

    private static String row(Fault fault, Standstill stood) {
        Optional<Duration> target = fault.standstillTarget();
        return String.format(
                Locale.ROOT,
                ROW,
                fault.word(),
                seconds(stood.stoodMillis()),
                seconds(stood.heldMillis()),
                seconds(stood.serversMillis()),
                seconds(stood.apiMillis()),
                seconds(stood.p99Millis()),
                target.map(most -> "≤ " + most.toSeconds() + " s").orElse(""),
                target.map(most -> stood.withoutServersMillis() <= most.toMillis() ? "met" : "MISSED")
                        .orElse(""));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}

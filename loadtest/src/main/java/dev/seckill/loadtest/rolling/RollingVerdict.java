package dev.seckill.loadtest.rolling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of the restart itself; what buyers were told is judged by the witness.
 *
 * @param restarts every program
 * @param drainSeconds how long an API served on
 * @param connections that buyers kept open at a time
 * @param connectionsMade how many they made in all
 * @param slow purchases whose body came late
 * @param pages open pages
 * @param streamsEnded streams of theirs that came to an end and were opened anew
 * @param reasons what failed; empty when it passed
 */
public record RollingVerdict(
        List<RollingRestart.Restart> restarts,
        long drainSeconds,
        int connections,
        long connectionsMade,
        int slow,
        int pages,
        long streamsEnded,
        List<String> reasons) {

    /** Copies the lists. */
    public RollingVerdict {
        restarts = List.copyOf(restarts);
        reasons = List.copyOf(reasons);
    }

    static RollingVerdict of(
            List<RollingRestart.Part> parts, RollingRestart restart, SteadyBuyers buyers, OpenPages pages, int opened) {
        List<String> reasons = new ArrayList<>();
        if (restart.failure() != null) {
            reasons.add(restart.failure());
        }
        if (restart.done().size() < parts.size()) {
            reasons.add("restarted: " + restart.done().size() + ", but there are " + parts.size() + " programs");
        }
        restart.done().stream()
                .filter(each -> each.exitCode() != 0)
                .forEach(each -> reasons.add(each.name() + " ended with exit code " + each.exitCode()));
        if (pages.broken() > 0) {
            reasons.add("live streams that broke off or were refused: " + pages.broken() + " " + pages.reasons());
        }
        if (pages.bytes() == 0) {
            reasons.add("the live pages were told nothing");
        }
        return new RollingVerdict(
                restart.done(),
                RollingSystem.DRAIN.toSeconds(),
                SteadyBuyers.CONNECTIONS,
                buyers.connectionsMade(),
                buyers.slow(),
                opened,
                pages.ended(),
                reasons);
    }

    /** Whether it passed. */
    public boolean isPass() {
        return reasons.isEmpty();
    }

    /** For a person at a terminal; ends with a line break. */
    public String text() {
        StringBuilder text = new StringBuilder("\nRolling restart\n\n");
        for (RollingRestart.Restart each : restarts) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-12s%8.1f s until it had stopped (exit code %d), %.1f s until it was back%n",
                    each.name(),
                    each.stopMillis() / 1000.0,
                    each.exitCode(),
                    each.startMillis() / 1000.0));
        }
        text.append(String.format(
                Locale.ROOT,
                """

                  drain       %,9d   s in which an API serves on, until its balancer has noticed
                  connections %,9d   kept open by buyers, %,d made in all
                  slow        %,9d   purchases whose body came %d s after its head
                  live pages  %,9d   and %,d streams that ended and were opened anew
                """,
                drainSeconds,
                connections,
                connectionsMade,
                slow,
                SteadyBuyers.BODY_LATE.toSeconds(),
                pages,
                streamsEnded));
        reasons.forEach(reason -> text.append("  - ").append(reason).append('\n'));
        return text.toString();
    }
}

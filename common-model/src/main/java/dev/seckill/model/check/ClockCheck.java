package dev.seckill.model.check;

import java.time.Duration;

/** Whether two clocks agree. */
public final class ClockCheck {

    private static final Duration AMBER = Duration.ofSeconds(1);
    /** As much as tokens of buyers may be off by default. */
    private static final Duration RED = Duration.ofSeconds(30);

    private static final String REMEDY = "have both machines set their clocks from the same time servers (NTP)";

    private ClockCheck() {}

    /**
     * Judges a reading. The trip that it took is no difference of the clocks.
     *
     * @param whose the other clock, as in "Redis at host:port"
     * @param ahead how far it is ahead of this machine's; below zero, how far behind
     * @param trip how long the question took
     */
    public static CheckPoint point(String subject, String whose, Duration ahead, Duration trip) {
        long millis = ahead.toMillis();
        String found = whose + " is " + Math.abs(millis) + " ms " + (millis < 0 ? "behind" : "ahead of")
                + " this machine, give or take " + (trip.toMillis() / 2 + 1) + " ms";
        Duration sure = ahead.abs().minus(trip.dividedBy(2));
        if (sure.compareTo(RED) > 0) {
            return CheckPoint.red(subject, found, REMEDY);
        }
        return sure.compareTo(AMBER) > 0 ? CheckPoint.amber(subject, found, REMEDY) : CheckPoint.green(subject, found);
    }
}

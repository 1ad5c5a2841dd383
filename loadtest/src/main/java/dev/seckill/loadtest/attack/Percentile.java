package dev.seckill.loadtest.attack;

import java.time.Duration;
import java.util.List;

/** Of measured times. */
final class Percentile {

    private Percentile() {}

    /** The time that 99 in 100 did not exceed, in milliseconds; NaN of none. */
    static double p99Millis(List<Duration> times) {
        if (times.isEmpty()) {
            return Double.NaN;
        }
        List<Duration> sorted = times.stream().sorted().toList();
        int rank = (int) Math.ceil(sorted.size() * 0.99);
        return sorted.get(rank - 1).toNanos() / 1e6;
    }
}

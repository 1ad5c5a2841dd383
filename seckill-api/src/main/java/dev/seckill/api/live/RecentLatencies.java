package dev.seckill.api.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Of all that a recorder has counted, what came in the last ten seconds or so. Used by one thread. */
final class RecentLatencies {

    private static final int SECONDS = 10;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Deque<Latencies> seconds = new ArrayDeque<>();
    private Latencies before = Latencies.NONE;
    private long sinceNanos;

    /** @param now of a stopwatch */
    RecentLatencies(long now) {
        this.sinceNanos = now;
    }

    /**
     * The recent ones.
     *
     * @param all counted so far
     * @param now of the stopwatch
     */
    Latencies of(Latencies all, long now) {
        if (now - sinceNanos >= SECOND_NANOS) {
            long passed = Math.min(SECONDS, (now - sinceNanos) / SECOND_NANOS);
            for (long second = 1; second < passed; second++) {
                seconds.addLast(Latencies.NONE);
            }
            seconds.addLast(all.minus(before));
            while (seconds.size() > SECONDS) {
                seconds.removeFirst();
            }
            before = all;
            sinceNanos = now;
        }
        Latencies recent = all.minus(before);
        for (Latencies second : seconds) {
            recent = recent.plus(second);
        }
        return recent;
    }
}

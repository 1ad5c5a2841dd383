package dev.seckill.api.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many purchases a second are answered, over about the last two seconds. Used by one thread. */
final class SaleRates {

    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double TENTHS = 10;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, SaleFigures figures) {}

    /** Adds what is counted by now, and returns the rates of those outcomes that there were; in tenths. */
    Map<Counted, Double> of(SaleFigures now, long nanos) {
        if (!samples.isEmpty()
                && now.count(Counted.RECEIVED) < samples.getLast().figures.count(Counted.RECEIVED)) {
            samples.clear(); // some were lost, and coming back they would be no news
        }
        samples.addLast(new Sample(nanos, now));
        while (samples.size() > 2 && nanos - secondNanos() >= SPAN_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        double seconds = (nanos - first.nanos) / SECOND_NANOS;
        Map<Counted, Double> rates = new EnumMap<>(Counted.class);
        for (Counted what : Counted.values()) {
            long more = now.count(what) - first.figures.count(what);
            if (what != Counted.RECEIVED && more > 0) {
                rates.put(what, Math.round(TENTHS * more / seconds) / TENTHS);
            }
        }
        return rates;
    }

    /** When the second oldest was taken. */
    private long secondNanos() {
        return samples.stream().skip(1).findFirst().orElseThrow().nanos;
    }
}

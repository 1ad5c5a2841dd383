package dev.seckill.model.trace;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of spans: once nothing waits, those that ended = exported + dropped + failed. Thread-safe. */
public final class SpanCounts {

    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

    /** What may become of a span. */
    public enum Outcome {
        /** The collector has it. */
        EXPORTED,
        /** There was no room for it, or no time at the end. */
        DROPPED,
        /** The collector did not take it in time. */
        FAILED;

        /** For a metric. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Starts at zero. */
    SpanCounts() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    void add(Outcome outcome, int spans) {
        counts.get(outcome).add(spans);
    }

    /** How many so far. */
    public long of(Outcome outcome) {
        return counts.get(outcome).sum();
    }
}

package dev.seckill.api.metrics;

import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Requests of all kinds that were refused as overloaded, by what was full or late. Thread-safe. */
final class RefusedRequests {

    private final Map<Bound, Counter> counters = new EnumMap<>(Bound.class);

    /** Starts at zero. */
    RefusedRequests(MeterRegistry registry) {
        for (Bound bound : Bound.values()) {
            counters.put(
                    bound,
                    Meters.counter(
                            registry,
                            "seckill.requests.refused",
                            "Requests of all kinds that were refused as overloaded, by what was full or late.",
                            "bound",
                            bound.label()));
        }
    }

    /** A request was decided so. */
    void answered(Decision decision) {
        if (decision.outcome() == Outcome.OVERLOADED) {
            counters.get(Bound.of(decision)).increment();
        }
    }

    /** The same where nothing more is known of it. */
    void answered(Outcome outcome) {
        if (outcome == Outcome.OVERLOADED) {
            counters.get(Bound.OTHER).increment();
        }
    }
}

package dev.seckill.consumer.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How the meters of this program are made. */
final class Meters {

    /** The same for all stages of both programs, so that they can be held against each other. */
    private static final Duration[] BOUNDS = durations(
            "PT0.0005S",
            "PT0.001S",
            "PT0.0025S",
            "PT0.005S",
            "PT0.01S",
            "PT0.025S",
            "PT0.05S",
            "PT0.1S",
            "PT0.25S",
            "PT0.5S",
            "PT1S",
            "PT2.5S",
            "PT5S",
            "PT10S");

    /** For what takes as long as an outage. */
    private static final Duration[] LONG_BOUNDS = durations(
            "PT0.01S",
            "PT0.025S",
            "PT0.05S",
            "PT0.1S",
            "PT0.25S",
            "PT0.5S",
            "PT1S",
            "PT2.5S",
            "PT5S",
            "PT10S",
            "PT30S",
            "PT1M",
            "PT5M",
            "PT1H");

    private static final double[] SIZES =
            DoubleStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000).toArray();

    private Meters() {}

    private static Duration[] durations(String... texts) {
        return Stream.of(texts).map(Duration::parse).toArray(Duration[]::new);
    }

    static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** A histogram of times. */
    static Timer times(MeterRegistry registry, String name, String description) {
        return times(registry, name, description, BOUNDS);
    }

    /** The same of what may take an hour. */
    static Timer longTimes(MeterRegistry registry, String name, String description) {
        return times(registry, name, description, LONG_BOUNDS);
    }

    private static Timer times(MeterRegistry registry, String name, String description, Duration[] bounds) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    /** A histogram of sizes. */
    static DistributionSummary sizes(MeterRegistry registry, String name, String description) {
        return DistributionSummary.builder(name)
                .description(description)
                .serviceLevelObjectives(SIZES)
                .register(registry);
    }

    /** Asks whenever somebody looks. */
    static void gauge(MeterRegistry registry, String name, String description, Supplier<Number> value, String... tags) {
        Gauge.builder(name, value).description(description).tags(tags).register(registry);
    }
}

package dev.seckill.consumer.status;

import dev.seckill.model.trace.SpanCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the program is like as a whole. Whatever is asked must know without asking others. */
public final class ProgramMetrics {

    private final MeterRegistry registry;

    ProgramMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the program's version. */
    public void version(String version) {
        Meters.gauge(registry, "consumer.build.info", "Always 1", () -> 1, "version", version);
    }

    /** Shows whether orders can be stored, and what that needs. */
    public void backends(Health health, BooleanSupplier mySql) {
        Meters.gauge(
                registry,
                "consumer.ready",
                "1 while orders can be stored, as far as is known without asking, otherwise 0",
                number(() -> health.readyProblems().isEmpty() && mySql.getAsBoolean()));
        Meters.gauge(
                registry,
                "consumer.kafka.up",
                "1 while the group hears of this member, otherwise 0",
                number(health::isInGroup));
        Meters.gauge(
                registry,
                "consumer.mysql.up",
                "1 if MySQL answered when it was last asked, otherwise 0",
                number(mySql));
    }

    /** Shows how many messages are parked; they are NaN while nobody knows. */
    public void parked(Supplier<OptionalLong> count) {
        Meters.gauge(registry, "consumer.parked.messages", "Messages that are parked now", () -> {
            OptionalLong known = count.get();
            return known.isPresent() ? known.getAsLong() : Double.NaN;
        });
    }

    /**
     * Shows the connections of the server.
     *
     * @param open connections
     * @param refused how many were refused or ended so far, by the bound that they met
     */
    public void server(Supplier<Number> open, Map<String, Supplier<Number>> refused) {
        Meters.gauge(registry, "consumer.http.connections", "Open connections", open);
        refused.forEach((bound, count) -> FunctionCounter.builder(
                        "consumer.http.refused",
                        registry,
                        same -> count.get().doubleValue()) // the meter holds no other object
                .description("Connections that were closed or refused at a bound")
                .tags("bound", bound)
                .register(registry));
    }

    /** Shows when the server's certificate expires, which is null without one. */
    public void certificate(Supplier<Instant> expires) {
        Meters.gauge(
                registry,
                "consumer.tls.certificate.expiry.timestamp.seconds",
                "When the server's certificate expires, since 1970; NaN without one",
                () -> seconds(expires.get()));
    }

    /** Shows when the first of the certificates expires by which a server is trusted; null for none. */
    public void trust(String to, Instant expires) {
        double end = seconds(expires);
        Meters.gauge(
                registry,
                "consumer.tls.client.expiry.timestamp.seconds",
                "When the first certificate in the files for connections expires, since 1970; NaN without any",
                () -> end,
                "to",
                to);
    }

    private static double seconds(Instant end) {
        return end == null ? Double.NaN : end.getEpochSecond();
    }

    /** Shows what became of the spans of traces, as long as somebody else holds the counts. */
    public void traces(SpanCounts spans) {
        for (SpanCounts.Outcome outcome : SpanCounts.Outcome.values()) {
            FunctionCounter.builder("consumer.trace.spans", spans, counts -> counts.of(outcome))
                    .description("Spans of traces that ended here, by what became of them")
                    .tags("outcome", outcome.label())
                    .register(registry);
        }
    }

    private static Supplier<Number> number(BooleanSupplier isSo) {
        return () -> isSo.getAsBoolean() ? 1 : 0;
    }
}

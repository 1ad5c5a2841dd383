package dev.seckill.api.metrics;

import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.trace.SpanCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What an instance is like as a whole. Whatever is asked must know without asking others. */
public final class InstanceMetrics {

    private final MeterRegistry registry;

    InstanceMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the program's version. */
    public void version(String version) {
        Meters.gauge(registry, "seckill.build.info", "Always 1.", () -> 1, "version", version);
    }

    /** Shows whether buyers may be sent here. */
    public void ready(BooleanSupplier ready) {
        Meters.gauge(registry, "seckill.ready", "1 while /health/ready says 200, otherwise 0.", number(ready));
    }

    /** Shows whether the default sale could be looked at, and whether the order log can be written to. */
    public void backends(BooleanSupplier redis, BooleanSupplier kafka) {
        Meters.gauge(
                registry,
                "seckill.redis.up",
                "1 if the last look at the default sale reached Redis, otherwise 0.",
                number(redis));
        Meters.gauge(
                registry,
                "seckill.kafka.up",
                "1 while the order log can be reached and is not silent, otherwise 0.",
                number(kafka));
    }

    /** Shows the settings that something may come near to, by their names. */
    public void bounds(Map<String, Number> bounds) {
        bounds.forEach((name, value) -> Meters.gauge(
                registry, "seckill.bound", "A bound as it is set, by its setting.", () -> value, "bound", name));
    }

    /** Shows how far the log's reader is behind. */
    public void reader(Supplier<Number> lagRecords) {
        Meters.gauge(
                registry,
                "seckill.log.reader.lag.records",
                "Records of the order log that the reading under way has not come to; 0 when none is under way.",
                lagRecords);
    }

    /**
     * Shows the connections of a server.
     *
     * @param name of the server
     * @param open connections
     * @param unfinished those of them of which a part of a head has come
     * @param refused how many were refused or ended so far, by the bound that they met
     */
    public void server(
            String name, Supplier<Number> open, Supplier<Number> unfinished, Map<String, Supplier<Number>> refused) {
        Meters.gauge(registry, "seckill.http.connections", "Open connections.", open, "server", name);
        Meters.gauge(
                registry,
                "seckill.http.unfinished.heads",
                "Connections of which a part of a request's head has come.",
                unfinished,
                "server",
                name);
        refused.forEach((bound, count) -> FunctionCounter.builder(
                        "seckill.http.refused",
                        registry,
                        same -> count.get().doubleValue()) // the meter holds no other object
                .description("Connections that were closed or refused at a bound.")
                .tags("server", name, "bound", bound)
                .register(registry));
    }

    /** Shows when a server's certificate expires, which is null without one. */
    public void certificate(String server, Supplier<Instant> expires) {
        Meters.gauge(
                registry,
                "seckill.tls.certificate.expiry.timestamp.seconds",
                "When the server's certificate expires, since 1970; NaN without one.",
                () -> seconds(expires.get()),
                "server",
                server);
    }

    /**
     * Shows when the first of the certificates expires that this instance has for its connections to a server.
     *
     * @param tls null for none
     */
    public void connection(String to, ClientTls tls) {
        double end = seconds(tls == null ? null : tls.expires());
        Meters.gauge(
                registry,
                "seckill.tls.client.expiry.timestamp.seconds",
                "When the first certificate in the files for connections expires, since 1970; NaN without any.",
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
            FunctionCounter.builder("seckill.trace.spans", spans, counts -> counts.of(outcome))
                    .description("Spans of traces that ended here, by what became of them.")
                    .tags("outcome", outcome.label())
                    .register(registry);
        }
    }

    private static Supplier<Number> number(BooleanSupplier isSo) {
        return () -> isSo.getAsBoolean() ? 1 : 0;
    }
}

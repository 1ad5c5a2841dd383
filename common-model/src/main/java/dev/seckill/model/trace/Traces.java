package dev.seckill.model.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;

/**
 * The traces that a program takes part in. Which requests are traced is decided before anything is made, so a span that is
 * begun is always kept. Thread-safe.
 */
public final class Traces implements AutoCloseable {

    /** Traces nothing; no tracer is made. */
    public static final Traces OFF = new Traces(null, new SpanCounts());

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final SpanCounts counts;

    /** Hears that the collector did not take spans. Called on the thread that sends; must not throw. */
    @FunctionalInterface
    public interface Refusal {

        void told(int spans, Throwable reason);
    }

    private Traces(SdkTracerProvider provider, SpanCounts counts) {
        this.provider = provider;
        this.tracer = provider == null ? null : provider.get("dev.seckill");
        this.counts = counts;
    }

    /**
     * Begins to send spans, without asking whether somebody takes them.
     *
     * @param export null: nothing is traced
     * @param program names the program in each span
     */
    public static Traces open(TraceExport export, String program, String version, Refusal refusal) {
        if (export == null) {
            return OFF;
        }
        SdkLines.silence();
        return of(exporter(export), export.queueMax(), export.sendWait(), program, version, refusal);
    }

    /**
     * The same for practice: all is done with spans but that they are sent.
     *
     * @param export null: nothing is traced
     */
    public static Traces unsent(TraceExport export, String program) {
        if (export == null) {
            return OFF;
        }
        SdkLines.silence();
        return of(new UnsentSpans(), export.queueMax(), export.sendWait(), program, program, (spans, reason) -> {});
    }

    private static SpanExporter exporter(TraceExport export) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(export.endpoint().toString())
                .setTimeout(export.sendWait())
                .setConnectTimeout(export.sendWait())
                .setRetryPolicy(null) // a batch has one attempt, so that its bound is the wait
                .setMeterProvider(MeterProvider.noop());
        if (export.tls() != null) {
            exporter.setSslContext(export.tls().context(), export.tls().trustManager());
        }
        return exporter.build();
    }

    static Traces of(
            SpanExporter exporter, int queueMax, Duration wait, String program, String version, Refusal refusal) {
        SpanCounts counts = new SpanCounts();
        Attributes self = Attributes.of(
                AttributeKey.stringKey("service.name"), program, AttributeKey.stringKey("service.version"), version);
        Resource resource = Resource.getDefault().merge(Resource.create(self));
        return new Traces(
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .setSampler(Sampler.alwaysOn())
                        .addSpanProcessor(new SpanQueue(exporter, queueMax, wait, counts, refusal))
                        .build(),
                counts);
    }

    /** Whether anything is traced. */
    public boolean isOn() {
        return tracer != null;
    }

    /**
     * Begins what this program does for somebody; only to be asked while {@link #isOn}.
     *
     * @param caller who causes it; null: a trace begins here
     * @param startNanos when, of {@link System#nanoTime}
     */
    public TraceSpan begin(SpanRole role, String name, TraceParent caller, long startNanos) {
        return TraceSpan.first(tracer, role, name, contextOf(caller), startNanos);
    }

    private static Context contextOf(TraceParent caller) {
        if (caller == null) {
            return Context.root();
        }
        TraceFlags flags = caller.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        caller.traceId(), caller.spanId(), flags, TraceState.getDefault())));
    }

    /** What became of spans. */
    public SpanCounts counts() {
        return counts;
    }

    /** Sends what waits, within its bound. */
    @Override
    public void close() {
        if (provider != null) {
            provider.close();
        }
    }
}

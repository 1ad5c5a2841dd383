package dev.seckill.model.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A part of a trace, under way. Times are those of {@link System#nanoTime}, as the programs measure them anyway. Ending it
 * waits for nothing. Thread-safe.
 */
public final class TraceSpan {

    private final Tracer tracer;
    private final Span span;
    /** What is to be added to a time of the stopwatch to get the one of the clock: the same for all spans of a trace here. */
    private final long clockMinusStopwatch;

    private TraceSpan(Tracer tracer, Span span, long clockMinusStopwatch) {
        this.tracer = tracer;
        this.span = span;
        this.clockMinusStopwatch = clockMinusStopwatch;
    }

    /** The first of a trace in this program. */
    static TraceSpan first(Tracer tracer, SpanRole role, String name, Context parent, long startNanos) {
        Instant now = Instant.now();
        long clock = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
        return new TraceSpan(tracer, start(tracer, role, name, parent, clock + startNanos), clock);
    }

    private static Span start(Tracer tracer, SpanRole role, String name, Context parent, long start) {
        SpanBuilder builder = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.valueOf(role.name()))
                .setParent(parent)
                .setStartTimestamp(start, TimeUnit.NANOSECONDS);
        return builder.startSpan();
    }

    /** Begins a part of this one. */
    public TraceSpan begin(SpanRole role, String name, long startNanos) {
        Context parent = Context.root().with(span);
        return new TraceSpan(
                tracer, start(tracer, role, name, parent, clockMinusStopwatch + startNanos), clockMinusStopwatch);
    }

    /** Notes something about it; to be done before it ends. */
    public TraceSpan with(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    /** Notes a number. */
    public TraceSpan with(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    /** Notes that it failed. */
    public TraceSpan failed(String reason) {
        span.setStatus(StatusCode.ERROR, reason);
        return this;
    }

    /** Ends it; once. */
    public void end(long nanos) {
        span.end(clockMinusStopwatch + nanos, TimeUnit.NANOSECONDS);
    }

    /** What those are told whom it causes to do something. */
    public TraceParent context() {
        SpanContext context = span.getSpanContext();
        return new TraceParent(context.getTraceId(), context.getSpanId(), context.isSampled());
    }

    /** Names the trace. */
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }
}

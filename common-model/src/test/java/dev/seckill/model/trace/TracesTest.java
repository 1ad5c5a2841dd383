package dev.seckill.model.trace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.trace.SpanCounts.Outcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TracesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final TraceParent CALLER =
            new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    private final Collector collector = new Collector();

    private Traces open(int queueMax, Duration wait) {
        return Traces.of(
                collector,
                queueMax,
                wait,
                "program",
                "1.0",
                (spans, reason) -> refusals.add(spans + ": " + reason.getMessage()));
    }

    private static long count(Traces traces, Outcome outcome) {
        return traces.counts().of(outcome);
    }

    private static void end(Traces traces, int spans) {
        for (int i = 0; i < spans; i++) {
            traces.begin(SpanRole.SERVER, "request " + i, null, System.nanoTime())
                    .end(System.nanoTime());
        }
    }

    @Test
    void withoutAnEndpointNothingIsTraced() {
        Traces traces = Traces.open(null, "program", "1.0", (spans, reason) -> {});

        assertThat(traces).isSameAs(Traces.OFF);
        assertThat(traces.isOn()).isFalse();
        assertThat(count(traces, Outcome.EXPORTED)).isZero();
        traces.close();
    }

    @Test
    void ofPractice_areAllCountedAndGoNowhere() {
        URI nobody = URI.create("http://127.0.0.1:9/v1/traces");
        Traces traces = Traces.unsent(new TraceExport(nobody, null, 100, LONG), "program");
        end(traces, 3);
        traces.close();

        assertThat(count(traces, Outcome.EXPORTED)).isEqualTo(3);
        assertThat(count(traces, Outcome.FAILED)).isZero();
        assertThat(Traces.unsent(null, "program")).isSameAs(Traces.OFF);
    }

    @Test
    void aSpanTellsWhoCausedItWhatItWasAndHowLongItTook() {
        long start = System.nanoTime();
        try (Traces traces = open(100, LONG)) {
            TraceSpan request = traces.begin(SpanRole.SERVER, "purchase", CALLER, start);
            TraceSpan part = request.begin(SpanRole.PRODUCER, "publish", start + 1000);
            part.with("seckill.order", "one")
                    .with("seckill.batch.requests", 7)
                    .failed("no room")
                    .end(start + 3500);
            request.end(start + 5000);
            assertThat(part.context().traceId()).isEqualTo(CALLER.traceId()).isEqualTo(request.traceId());
            assertThat(part.context().sampled()).isTrue();
        }

        SpanData part = collector.span("publish");
        SpanData request = collector.span("purchase");
        assertThat(request.getParentSpanId()).isEqualTo(CALLER.spanId());
        assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(part.getTraceId()).isEqualTo(CALLER.traceId());
        assertThat(part.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(part.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(part.getAttributes().get(AttributeKey.stringKey("seckill.order")))
                .isEqualTo("one");
        assertThat(part.getAttributes().get(AttributeKey.longKey("seckill.batch.requests")))
                .isEqualTo(7);
        assertThat(part.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(part.getStatus().getDescription()).isEqualTo("no room");
        assertThat(part.getStartEpochNanos() - request.getStartEpochNanos()).isEqualTo(1000);
        assertThat(part.getEndEpochNanos() - part.getStartEpochNanos()).isEqualTo(2500);
        assertThat(request.getResource().getAttribute(AttributeKey.stringKey("service.name")))
                .isEqualTo("program");
    }

    @Test
    void whatNobodyCausedBeginsATraceOfItsOwn() {
        try (Traces traces = open(100, LONG)) {
            end(traces, 2);
        }

        assertThat(collector.span("request 0").getParentSpanContext().isValid()).isFalse();
        assertThat(collector.span("request 0").getTraceId())
                .isNotEqualTo(collector.span("request 1").getTraceId());
    }

    @Test
    void whatWaitsAtTheEndIsSent() {
        Traces traces = open(2000, LONG);
        end(traces, 1500);

        traces.close();

        assertThat(collector.spans).hasSize(1500);
        assertThat(count(traces, Outcome.EXPORTED)).isEqualTo(1500);
        assertThat(collector.largest).isLessThanOrEqualTo(SpanQueue.BATCH_MAX);
    }

    @Test
    void aCollectorThatHangsHoldsUpNobody_andWhatHasNoRoomIsDropped() throws InterruptedException {
        collector.answer = new CompletableResultCode(); // never comes
        Traces traces = open(10, SHORT);
        end(traces, 1);
        collector.asked.await();

        end(traces, 25);

        assertThat(count(traces, Outcome.DROPPED)).isBetween(5L, 15L);
        traces.close();
        assertThat(count(traces, Outcome.EXPORTED)).isZero();
        assertThat(count(traces, Outcome.FAILED) + count(traces, Outcome.DROPPED))
                .isEqualTo(26);
        assertThat(refusals).isNotEmpty().first().asString().isEqualTo("1: not taken within PT0.1S");
    }

    @Test
    void whatTheCollectorDoesNotTakeIsLostAndCounted() {
        collector.answer = CompletableResultCode.ofExceptionalFailure(new IllegalStateException("away"));
        Traces traces = open(10, LONG);
        end(traces, 1);

        traces.close();

        assertThat(count(traces, Outcome.FAILED)).isEqualTo(1);
        assertThat(refusals).containsExactly("1: away");
    }

    @Test
    void anExporterThatThrowsEndsNothing() throws InterruptedException {
        collector.thrown = new IllegalStateException("broken");
        Traces traces = open(10, LONG);
        end(traces, 1);
        collector.asked.await();
        collector.thrown = null;
        end(traces, 1);

        traces.close();

        assertThat(count(traces, Outcome.FAILED)).isBetween(1L, 2L);
        assertThat(refusals).first().asString().isEqualTo("1: broken");
    }

    @Test
    void whatEndsAfterTheEndIsDropped() {
        Traces traces = open(10, LONG);
        traces.close();

        end(traces, 1);

        assertThat(collector.spans).isEmpty();
    }

    /** Takes spans, or does not. */
    private static final class Collector implements SpanExporter {

        private final List<SpanData> spans = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch asked = new CountDownLatch(1);
        private volatile CompletableResultCode answer = CompletableResultCode.ofSuccess();
        private volatile RuntimeException thrown;
        private volatile int largest;

        private SpanData span(String name) {
            return spans.stream()
                    .filter(span -> span.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            RuntimeException failure = thrown;
            asked.countDown();
            if (failure != null) {
                throw failure;
            }
            largest = Math.max(largest, batch.size());
            spans.addAll(batch);
            return answer;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess().join(1, SECONDS);
        }
    }
}

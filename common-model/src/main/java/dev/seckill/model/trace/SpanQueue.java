package dev.seckill.model.trace;

import dev.seckill.model.trace.SpanCounts.Outcome;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The ended spans that wait, and the thread that sends them in batches. Whoever ends a span waits for nothing: without room
 * it is dropped, and a batch that the collector does not take in time is lost; both are counted. Thread-safe.
 */
final class SpanQueue implements SpanProcessor {

    static final int BATCH_MAX = 512;

    /** How long the first span of a batch waits for others. */
    private static final Duration LINGER = Duration.ofMillis(200);

    /** The exporter has the same bound, and shall be the one to say that it was met. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final BlockingQueue<ReadableSpan> waiting;
    private final SpanExporter exporter;
    private final Duration wait;
    private final SpanCounts counts;
    private final Traces.Refusal refusal;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "traces");

    /**
     * Starts.
     *
     * @param max spans that may wait
     * @param wait how long a batch may take, and how long a stop waits for those that are left
     */
    SpanQueue(SpanExporter exporter, int max, Duration wait, SpanCounts counts, Traces.Refusal refusal) {
        this.waiting = new ArrayBlockingQueue<>(max);
        this.exporter = exporter;
        this.wait = wait;
        this.counts = counts;
        this.refusal = refusal;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (stopping.getCount() == 0 || !waiting.offer(span)) {
            counts.add(Outcome.DROPPED, 1);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // Only what has ended is of interest.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    private void run() {
        try {
            while (stopping.getCount() > 0 || !waiting.isEmpty()) {
                ReadableSpan first = waiting.poll(LINGER.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    send(batch(first));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private List<SpanData> batch(ReadableSpan first) {
        try {
            if (waiting.size() < BATCH_MAX - 1) {
                stopping.await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // so that sending fails, which is counted
        }
        List<ReadableSpan> spans = new ArrayList<>();
        spans.add(first);
        waiting.drainTo(spans, BATCH_MAX - 1);
        return spans.stream().map(ReadableSpan::toSpanData).toList();
    }

    private void send(List<SpanData> batch) {
        CompletableResultCode sent;
        try {
            sent = exporter.export(batch).join(wait.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            sent = CompletableResultCode.ofExceptionalFailure(e);
        }
        if (sent.isSuccess()) {
            counts.add(Outcome.EXPORTED, batch.size());
            return;
        }
        counts.add(Outcome.FAILED, batch.size());
        Throwable reason = sent.getFailureThrowable();
        refusal.told(batch.size(), reason == null ? new IllegalStateException("not taken within " + wait) : reason);
    }

    /** Sends what waits, within the wait; the rest is dropped. */
    @Override
    public CompletableResultCode shutdown() {
        stopping.countDown();
        try {
            thread.join(wait.toMillis());
            thread.interrupt();
            thread.join(GRACE.toMillis()); // it counts what it gives up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ReadableSpan> left = new ArrayList<>();
        counts.add(Outcome.DROPPED, waiting.drainTo(left));
        return exporter.shutdown();
    }
}

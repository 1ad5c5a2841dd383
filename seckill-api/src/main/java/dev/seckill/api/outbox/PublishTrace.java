package dev.seckill.api.outbox;

import dev.seckill.model.trace.SpanRole;
import dev.seckill.model.trace.TraceParent;
import dev.seckill.model.trace.TraceSpan;

/**
 * What the trace of a request shows of its event on the way to the order log: how the first sending ended, and what became
 * of it with the relay. A refusal is no failure, because the event is in the outbox and somebody delivers it. Thread-safe.
 */
final class PublishTrace {

    private static final String LOGGED = "seckill.logged";

    private final TraceSpan request;
    /** The first sending; then one for all that the relay does, because nobody can tell how often it will have to. */
    private TraceSpan current;

    private int resent;

    /** It is sent for the first time. */
    PublishTrace(TraceSpan request, long startNanos) {
        this.request = request;
        this.current = request.begin(SpanRole.PRODUCER, "publish", startNanos);
    }

    /** What those are told who read the log. */
    synchronized TraceParent context() {
        return current.context();
    }

    String traceId() {
        return request.traceId();
    }

    /** The log did not take it; it stays in the outbox. */
    synchronized void refused(String reason, long nanos) {
        if (resent == 0) {
            current.with(LOGGED, "false").with("seckill.refusal", reason).end(nanos);
        }
    }

    /** The relay sends it again. */
    synchronized void resends(long nanos) {
        beginsAgain(nanos);
        resent++;
    }

    private void beginsAgain(long nanos) {
        if (resent == 0) {
            current = request.begin(SpanRole.PRODUCER, "republish", nanos);
        }
    }

    /** The log has it. */
    synchronized void logged(long nanos) {
        if (resent > 0) {
            current.with("seckill.resent", resent);
        }
        current.with(LOGGED, "true").end(nanos);
    }

    /** It was refused, and will not be sent any more, because the sale was rebuilt without it. */
    synchronized void forgotten(long nanos) {
        beginsAgain(nanos);
        current.with("seckill.resent", resent)
                .with(LOGGED, "false")
                .failed("the sale was rebuilt without it")
                .end(nanos);
    }
}

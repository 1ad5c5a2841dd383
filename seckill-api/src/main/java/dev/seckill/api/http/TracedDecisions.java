package dev.seckill.api.http;

import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.http.jetty.Arrival;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Look;
import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.trace.SpanRole;
import dev.seckill.model.trace.TraceParent;
import dev.seckill.model.trace.TraceSpan;
import dev.seckill.model.trace.Traces;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has requests decided, and traces those that are picked: from the arrival of the request until it is known what to answer.
 * Looks are not traced: pages ask for them all the time.
 */
public final class TracedDecisions implements Deciding {

    private static final Logger log = LoggerFactory.getLogger(TracedDecisions.class);

    /** What a request that is traced has, for whoever logs something about it. */
    private static final String TRACE_ID = "dev.seckill.trace";

    private final Decisions decisions;
    private final Traces traces;
    private final TracePick pick;
    private final SparseLine undecided = new SparseLine();

    /**
     * @param traces must be on
     * @param pick the same for all requests of the instance
     */
    public TracedDecisions(Decisions decisions, Traces traces, TracePick pick) {
        this.decisions = decisions;
        this.traces = traces;
        this.pick = pick;
    }

    @Override
    public CompletableFuture<Reply> decide(HttpServletRequest origin, SaleId sale, Request request) {
        TraceSpan trace = request instanceof Look ? null : begin(origin, sale, request);
        if (trace == null) {
            return decisions.submit(sale, request);
        }
        CompletableFuture<Reply> reply = decisions.submit(sale, request, trace);
        reply.whenComplete((answered, failure) -> {
            if (failure == null) {
                end(sale, trace, answered);
            } else {
                end(sale, trace, failure);
            }
        });
        return reply; // itself, because whoever asked may end the wait for it
    }

    /** Null if it is not traced. */
    private TraceSpan begin(HttpServletRequest origin, SaleId sale, Request request) {
        TraceParent caller = TraceParent.parse(origin.getHeader(TraceParent.HEADER));
        if (!pick.picks(caller != null && caller.sampled())) {
            return null;
        }
        String name = request.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        TraceSpan trace = traces.begin(SpanRole.SERVER, name, caller, Arrival.nanos(origin));
        origin.setAttribute(TRACE_ID, trace.traceId());
        return trace.with("http.request.method", origin.getMethod())
                .with("url.path", origin.getRequestURI())
                .with("seckill.sale", sale.value());
    }

    /** For the details of a log line about a request; empty if it is not traced. */
    static String shown(HttpServletRequest origin) {
        Object trace = origin.getAttribute(TRACE_ID);
        return trace == null ? "" : ", trace=" + trace;
    }

    private static void end(SaleId sale, TraceSpan trace, Reply reply) {
        Decision decision = reply.decision();
        String outcome = decision.outcome().name().toLowerCase(Locale.ROOT);
        trace.with("seckill.outcome", outcome).with("seckill.logged", Boolean.toString(reply.logged()));
        if (decision.entry() != null && decision.entry().event() instanceof SaleEvent.OfOrder ofOrder) {
            trace.with("seckill.order", ofOrder.orderId().toString());
            log.debug(
                    "request - traced (sale={}, order={}, outcome={}, trace={})",
                    sale,
                    ofOrder.orderId(),
                    outcome,
                    trace.traceId());
        } else {
            log.debug("request - traced (sale={}, outcome={}, trace={})", sale, outcome, trace.traceId());
        }
        trace.end(System.nanoTime());
    }

    private void end(SaleId sale, TraceSpan trace, Throwable failure) {
        trace.failed(Reason.of(failure)).end(System.nanoTime());
        undecided.say(times -> log.warn(
                "request - a traced one was not decided (times={}, sale={}, trace={}, reason={})",
                times,
                sale,
                trace.traceId(),
                Reason.of(failure)));
    }
}

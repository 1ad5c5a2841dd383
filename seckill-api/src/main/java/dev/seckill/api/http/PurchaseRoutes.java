package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.admission.Verdict;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.http.jetty.Arrival;
import dev.seckill.api.live.CountedSales;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Enumeration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The model case: one POST buys one unit of the default sale. The reply is what is left, as {@code [99]}, or the text
 * {@code sold out!}, both with status 200; 202 for an order that the log has not acknowledged in time.
 */
public final class PurchaseRoutes implements HttpRoutes {

    private static final byte[] SOLD_OUT = "sold out!".getBytes(US_ASCII);

    private final SaleId sale;
    private final Deciding decisions;
    private final ApiMetrics metrics;
    private final Admission admission;
    private final CountedSales counted;
    private final int bodyMax;
    private final String retryAfterSeconds;
    private final long answerWaitMillis;

    /**
     * Routes of one sale.
     *
     * @param sale which
     * @param decisions has a purchase decided
     * @param counted counts the purchases
     */
    public PurchaseRoutes(
            SaleId sale,
            Deciding decisions,
            ApiConfig.Http settings,
            ApiMetrics metrics,
            Admission admission,
            CountedSales counted) {
        this.sale = sale;
        this.decisions = decisions;
        this.metrics = metrics;
        this.admission = admission;
        this.counted = counted;
        this.bodyMax = settings.bodyMax();
        this.answerWaitMillis = settings.answerWait().toMillis();
        this.retryAfterSeconds = Long.toString(settings.retryAfter().toSeconds());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/seckill", this::buy);
        routes.post("/mock/mock", this::buy);
    }

    private void buy(Context ctx) {
        RequestCounts counts = counted.purchase(sale, Arrival.nanos(ctx.req()));
        counts.received();
        if (admission.ofAddress(new ServletCaller(ctx.req())) instanceof Verdict.Refused refused) {
            RefusedReply.answer(ctx, admission.counted(refused, counts));
            return;
        }
        Purchase purchase;
        try {
            purchase = purchaseOf(ctx);
        } catch (BadRequestResponse e) {
            counts.refusedAsInvalid();
            throw e;
        }
        if (RequestBody.isAnnounced(ctx.req())) {
            ctx.future(() -> RequestBody.discard(ctx.req(), bodyMax, answerWaitMillis)
                    .whenComplete((read, failure) -> {
                        if (failure != null) {
                            counts.refusedAsInvalid();
                            ctx.header("Connection", "close"); // the rest of the body may still come
                        }
                    })
                    .thenCompose(read -> answerTo(ctx, counts, decisions.decide(ctx.req(), sale, purchase))));
            return;
        }
        CompletableFuture<Reply> reply = decisions.decide(ctx.req(), sale, purchase);
        if (reply.isDone() && !reply.isCompletedExceptionally()) {
            answer(ctx, counts, reply.join());
        } else {
            ctx.future(() -> answerTo(ctx, counts, reply));
        }
    }

    /** The server itself has no time limit: it would answer beside the thread that answers here. */
    private CompletableFuture<Void> answerTo(Context ctx, RequestCounts counts, CompletableFuture<Reply> reply) {
        return reply.orTimeout(answerWaitMillis, TimeUnit.MILLISECONDS)
                .handle((answered, failure) -> answerOrFail(ctx, counts, answered, failure));
    }

    private Void answerOrFail(Context ctx, RequestCounts counts, Reply reply, Throwable failure) {
        if (failure == null) {
            answer(ctx, counts, reply);
        } else {
            counts.failedToAnswer();
            unavailable(ctx, "The purchase could not be decided. Whoever sent a key may ask again with it.");
        }
        return null;
    }

    private static Purchase purchaseOf(Context ctx) {
        Enumeration<String> keys = ctx.req().getHeaders("Idempotency-Key");
        if (!keys.hasMoreElements()) {
            return Purchase.ANONYMOUS;
        }
        String key = keys.nextElement();
        while (keys.hasMoreElements()) {
            if (!key.equals(keys.nextElement())) {
                throw new BadRequestResponse("Header Idempotency-Key: there are two, and they differ");
            }
        }
        try {
            return new Purchase(new IdempotencyKey(key), null);
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse("Header Idempotency-Key: " + e.getMessage());
        }
    }

    private void answer(Context ctx, RequestCounts counts, Reply reply) {
        Outcome outcome = reply.decision().outcome();
        counts.answered(reply.decision());
        switch (outcome) {
            case ACCEPTED, REPLAYED -> {
                Order order = reply.decision().entry().order();
                ctx.header("Order-Id", order.orderId().toString());
                if (outcome == Outcome.REPLAYED) {
                    ctx.header("Idempotency-Replayed", "true");
                }
                if (!reply.logged()) {
                    metrics.answeredUnlogged();
                }
                ShortReply.write(
                        ctx,
                        reply.logged() ? HttpStatus.OK : HttpStatus.ACCEPTED,
                        "application/json",
                        ("[" + order.left() + "]").getBytes(US_ASCII));
            }
            case SOLD_OUT -> ShortReply.write(ctx, HttpStatus.OK, "text/plain", SOLD_OUT);
            case LIMIT_REACHED ->
                new ProblemReply(HttpStatus.FORBIDDEN, reply.decision().detail()).answer(ctx);
            case KEY_REUSED ->
                new ProblemReply(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                reply.decision().detail())
                        .answer(ctx);
            case NOT_OPEN, UNKNOWN_SALE, OVERLOADED ->
                unavailable(ctx, reply.decision().detail());
            case NOT_ENOUGH, CHANGED, UNCHANGED, REFUSED, UNKNOWN_ORDER, LATE, SEEN ->
                throw new IllegalStateException("not the outcome of a purchase of one unit: " + outcome);
        }
    }

    private void unavailable(Context ctx, String detail) {
        ctx.header("Retry-After", retryAfterSeconds);
        new ProblemReply(HttpStatus.SERVICE_UNAVAILABLE, detail).answer(ctx);
    }
}

package dev.seckill.api.http;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What the routes of the sales API do alike: they read the body, have the request decided and answer, the body and the
 * decision each within the answer wait, and hold no thread meanwhile.
 */
final class SaleRequests {

    /** What became of it is not known. */
    static final ProblemReply UNDECIDED = ProblemType.UNAVAILABLE.reply(
            "The request could not be decided in time. Whoever sent a key may ask again with it.");

    private static final byte[] NOTHING = {};

    /** Bytes of all bodies that come at once, beyond the first {@link BodyRoom#EACH_BYTES} of each. */
    private static final int BODIES_BYTES_MAX = 4 * 1024 * 1024;

    private final Deciding deciding;
    private final Decisions decisions;
    private final int bodyMax;
    private final BodyRoom bodies;
    private final long answerWaitMillis;
    private final String retryAfterSeconds;

    /**
     * For the routes of one server.
     *
     * @param deciding has decided what requests ask
     * @param decisions has everything else decided, and knows what was last seen of a sale
     */
    SaleRequests(Deciding deciding, Decisions decisions, ApiConfig.Http settings) {
        this.deciding = deciding;
        this.decisions = decisions;
        this.bodyMax = settings.bodyMax();
        this.bodies = new BodyRoom(Math.max(BODIES_BYTES_MAX, bodyMax)); // for one at least
        this.answerWaitMillis = settings.answerWait().toMillis();
        this.retryAfterSeconds = Long.toString(settings.retryAfter().toSeconds());
    }

    /**
     * What a request asks, as far as its head tells.
     *
     * @param sale of which sale
     * @param checked completes when its head is checked
     * @param request then makes the rest of its body, or throws {@link InvalidRequest} or {@link NotAdmitted}
     */
    record Asked(SaleId sale, CompletableFuture<?> checked, Function<byte[], Request> request) {

        /** One whose head is checked. */
        Asked(SaleId sale, Function<byte[], Request> request) {
            this(sale, CompletableFuture.completedFuture(null), request);
        }
    }

    /** Answers what was decided. */
    @FunctionalInterface
    interface Answer {

        void give(Context ctx, SaleId sale, Reply reply);
    }

    /**
     * Serves one request, and counts it.
     *
     * @param head reads the head; may throw {@link InvalidRequest}, {@link Unauthorized} or {@link NotAdmitted}
     */
    void serve(Context ctx, RequestCounts counts, Function<Context, Asked> head, Answer answer) {
        counts.received();
        Asked asked;
        try {
            asked = head.apply(ctx);
        } catch (InvalidRequest e) {
            counts.refusedAsInvalid();
            throw e;
        } catch (Unauthorized e) {
            counts.refusedAsUnauthorized();
            throw e;
        }
        SaleId sale = asked.sale();
        ctx.future(() -> ask(
                        ctx,
                        counts,
                        sale,
                        body -> asked.checked()
                                .thenApply(checked -> asked.request().apply(body)))
                .handle((reply, failure) -> {
                    if (failure == null) {
                        answer.give(ctx, sale, reply);
                    } else if (failure.getCause() instanceof Undecided) {
                        problem(ctx, UNDECIDED);
                    } else {
                        throw new CompletionException(failure.getCause());
                    }
                    return null;
                }));
    }

    /**
     * Reads the body and has what it asks decided, and counts what came of it, but not that it came. The request must be
     * made asynchronous.
     *
     * @param request makes it of the body, as {@link Asked#request}
     * @return completes with the reply; exceptionally with an {@link Undecided}, or with why nothing was asked
     */
    CompletableFuture<Reply> ask(
            Context ctx, RequestCounts counts, SaleId sale, Function<byte[], CompletableFuture<Request>> request) {
        BodyRoom.Part room = bodies.part();
        return body(ctx, room)
                .thenCompose(request)
                .whenComplete((made, failure) -> {
                    if (failure != null) {
                        count(ctx, counts, failure.getCause());
                    }
                })
                .thenCompose(made -> inTime(deciding.decide(ctx.req(), sale, made))
                        .handle((reply, failure) -> {
                            if (failure != null) {
                                counts.failedToAnswer();
                                throw new Undecided();
                            }
                            counts.answered(reply.decision());
                            return reply;
                        }))
                .whenComplete((answered, failure) -> room.giveBack());
    }

    /** What became of a request is not known, or nothing can become of it now. */
    static final class Undecided extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Undecided() {
            super("not decided", null, false, false);
        }
    }

    /** Why nothing was asked of the sale; {@link NotAdmitted} is counted already. */
    private void count(Context ctx, RequestCounts counts, Throwable why) {
        if (why instanceof NoRoom) {
            counts.answered(Outcome.OVERLOADED);
            ctx.header("Retry-After", retryAfterSeconds);
        } else if (!(why instanceof NotAdmitted)) {
            counts.refusedAsInvalid();
        }
    }

    private CompletableFuture<byte[]> body(Context ctx, BodyRoom.Part room) {
        if (!RequestBody.isAnnounced(ctx.req())) {
            return CompletableFuture.completedFuture(NOTHING);
        }
        return RequestBody.read(ctx.req(), bodyMax, answerWaitMillis, room).whenComplete((read, failure) -> {
            if (failure != null) {
                ctx.header("Connection", "close"); // the rest of the body may still come
            }
        });
    }

    /** Has a request decided; completes exceptionally if that does not happen in time. */
    CompletableFuture<Reply> decide(SaleId sale, Request request) {
        return inTime(decisions.submit(sale, request));
    }

    private CompletableFuture<Reply> inTime(CompletableFuture<Reply> reply) {
        return reply.orTimeout(answerWaitMillis, TimeUnit.MILLISECONDS);
    }

    /** Answers a decision that gave nothing. */
    void refuse(Context ctx, SaleId sale, Decision decision) {
        problem(ctx, refusal(sale, decision));
    }

    /** What such an answer says. */
    ProblemReply refusal(SaleId sale, Decision decision) {
        return SaleProblem.of(decision, decisions.view(sale));
    }

    /** After which it may help to come again, for the header. */
    String retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** Answers with a problem, and says when to come again if that may help. */
    void problem(Context ctx, ProblemReply problem) {
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            ctx.header("Retry-After", retryAfterSeconds);
        }
        problem.answer(ctx);
    }
}

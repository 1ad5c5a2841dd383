package dev.seckill.api.http;

import dev.seckill.api.admission.Verdict;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** What a client reads who may not ask. */
final class RefusedReply {

    private RefusedReply() {}

    /** Answers the request, which nothing else must have answered. */
    static void answer(Context ctx, Verdict.Refused refused) {
        if (refused.retryAfterSeconds() > 0) {
            ctx.header("Retry-After", Long.toString(refused.retryAfterSeconds()));
        }
        if (refused.challenge() != null) {
            ctx.header("WWW-Authenticate", refused.challenge());
        }
        ProblemReply reply =
                ProblemType.of(refused.type()).reply(HttpStatus.forStatus(refused.status()), refused.detail());
        (refused.field() == null ? reply : reply.with("field", refused.field())).answer(ctx);
    }
}

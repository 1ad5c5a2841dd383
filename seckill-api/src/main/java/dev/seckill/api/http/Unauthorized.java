package dev.seckill.api.http;

import io.javalin.http.Context;

/** A request that brings no token that is good for it. */
final class Unauthorized extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String REALM = "Bearer realm=\"seckill-api\"";

    private final String challenge;

    private Unauthorized(String challenge, String detail) {
        super(detail, null, false, false); // a stranger can make as many as there is room for
        this.challenge = challenge;
    }

    /** There is none. */
    static Unauthorized missing() {
        return new Unauthorized(REALM, "This needs the header Authorization: Bearer TOKEN.");
    }

    /** There is one that is not good. */
    static Unauthorized refused(String detail) {
        return new Unauthorized(REALM + ", error=\"invalid_token\"", detail);
    }

    void answer(Context ctx) {
        ctx.header("WWW-Authenticate", challenge);
        ProblemType.UNAUTHORIZED.reply(getMessage()).answer(ctx);
    }
}

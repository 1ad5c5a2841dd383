package dev.seckill.api.http;

import io.javalin.http.Context;

/** A cookie that no script reads and no other site's form brings along. */
final class PageCookie {

    private PageCookie() {}

    /**
     * Sets it.
     *
     * @param value of characters that a cookie may have
     * @param path for whose addresses it is
     */
    static void set(Context ctx, String name, String value, String path, int seconds) {
        // A client that only says so does no harm but to itself.
        boolean isSecure = ctx.req().isSecure() || "https".equalsIgnoreCase(ctx.header("X-Forwarded-Proto"));
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        name + "=" + value + "; Path=" + path + "; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                                + (isSecure ? "; Secure" : ""));
    }
}

package dev.seckill.api.http;

import io.javalin.http.Context;
import java.net.URI;

/** Whether a form was sent from a page of this server, as browsers say, and not from another site's. */
final class FormOrigin {

    private FormOrigin() {}

    /** False also where a browser says nothing at all. */
    static boolean isOwn(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site"); // not sent over plain HTTP
        return site != null ? site.equals("same-origin") : isOwn(ctx.header("Origin"), ctx.header("Host"));
    }

    private static boolean isOwn(String origin, String host) {
        if (origin == null || host == null) {
            return false;
        }
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}

package dev.seckill.api.http;

import dev.seckill.api.http.jetty.OpenReply;
import dev.seckill.api.pages.PageBody;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A page or a file of it as it is sent. */
final class PageReply {

    private static final String NOTHING_ALLOWED = "accelerometer=(), camera=(), display-capture=(), geolocation=(),"
            + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    /** Fits the buffer of a response beside its head. */
    private static final int SHORT_BYTES_MAX = 24 * 1024;

    private PageReply() {}

    /**
     * A page, with what a browser is told of it.
     *
     * @return completes when it is written; no thread waits for that
     */
    static CompletableFuture<Void> write(Context ctx, HttpStatus status, PageBody page, PageRules rules) {
        ctx.header("Content-Security-Policy", rules.policy());
        ctx.header("Referrer-Policy", rules.referrer());
        ctx.header("Permissions-Policy", NOTHING_ALLOWED);
        ctx.header("Cross-Origin-Resource-Policy", rules.isAlone() ? "same-origin" : "cross-origin");
        if (rules.isAlone()) {
            ctx.header("Cross-Origin-Opener-Policy", "same-origin");
            ctx.header("X-Frame-Options", "DENY");
        }
        return body(ctx, status, "text/html; charset=utf-8", page);
    }

    /**
     * Whether the browser has this very content already, which is then said. It may keep it, but has to ask each time: it
     * changes with the program.
     */
    static boolean isKnown(Context ctx, PageBody body) {
        String tag = '"' + body.hash() + '"';
        ctx.header("Cache-Control", "no-cache");
        ctx.header("ETag", tag);
        boolean isKnown = tag.equals(ctx.header("If-None-Match"));
        if (isKnown) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        }
        return isKnown;
    }

    /**
     * Compressed for those who can read that.
     *
     * @return completes when it is written; no thread waits for that. The request must be asynchronous.
     */
    static CompletableFuture<Void> body(Context ctx, HttpStatus status, String contentType, PageBody page) {
        ctx.res().addHeader("Vary", "Accept-Encoding, Accept-Language");
        boolean isCompressed = page.gzip() != null && acceptsGzip(ctx.header("Accept-Encoding"));
        if (isCompressed) {
            ctx.header("Content-Encoding", "gzip");
        }
        byte[] bytes = isCompressed ? page.gzip() : page.plain();
        ctx.res().setContentLength(bytes.length); // which a HEAD is told too
        if (bytes.length <= SHORT_BYTES_MAX) {
            ShortReply.write(ctx, status, contentType, bytes);
            return CompletableFuture.completedFuture(null);
        }
        ctx.status(status).contentType(contentType);
        CompletableFuture<Void> written = new CompletableFuture<>();
        new OpenReply(ctx.req()).send(bytes, browserIsGone -> written.complete(null));
        return written;
    }

    /** Named, and not with a weight of 0; what is not named is not sent. */
    static boolean acceptsGzip(String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("q\\s*=\\s*0(\\.0*)?");
            }
        }
        return false;
    }
}

package dev.seckill.api.http;

import dev.seckill.api.pages.PageBody;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;

/** A page as it is sent, with what a browser is told to forbid it. */
final class PageReply {

    /** Runs and loads nothing but this server's files. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";

    private static final String NOTHING_ALLOWED = "accelerometer=(), camera=(), display-capture=(), geolocation=(),"
            + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private PageReply() {}

    /** A page that sends nothing by itself. */
    static void write(Context ctx, HttpStatus status, PageBody page) {
        ctx.header("Referrer-Policy", "no-referrer");
        writeAlone(ctx, status, page);
    }

    /** A page with a form: with no-referrer, a browser would not say where the form comes from either. */
    static void writeForm(Context ctx, HttpStatus status, PageBody page) {
        ctx.header("Referrer-Policy", "same-origin");
        writeAlone(ctx, status, page);
    }

    private static void writeAlone(Context ctx, HttpStatus status, PageBody page) {
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("X-Frame-Options", "DENY");
        writeRest(ctx, status, page, "'none'");
    }

    /** A page that may stand in a frame of pages with these origins. */
    static void writeFrame(Context ctx, HttpStatus status, PageBody page, List<String> origins) {
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "cross-origin");
        writeRest(ctx, status, page, String.join(" ", origins));
    }

    private static void writeRest(Context ctx, HttpStatus status, PageBody page, String frames) {
        ctx.header("Content-Security-Policy", POLICY + frames);
        ctx.header("Permissions-Policy", NOTHING_ALLOWED);
        ctx.status(status).contentType("text/html; charset=utf-8");
        body(ctx, page);
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

    /** Compressed for those who can read that. */
    static void body(Context ctx, PageBody page) {
        ctx.header("Vary", "Accept-Encoding, Accept-Language");
        boolean isCompressed = page.gzip() != null && acceptsGzip(ctx.header("Accept-Encoding"));
        if (isCompressed) {
            ctx.header("Content-Encoding", "gzip");
        }
        byte[] bytes = isCompressed ? page.gzip() : page.plain();
        ctx.res().setContentLength(bytes.length); // which a HEAD is told too
        ctx.result(bytes);
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

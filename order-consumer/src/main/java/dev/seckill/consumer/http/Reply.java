package dev.seckill.consumer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;

/** A reply whose length is known before it is sent, so that a HEAD is told it too. */
final class Reply {

    static final String JSON = "application/json";

    private Reply() {}

    static void write(Context ctx, int status, String contentType, String body) {
        write(ctx, status, contentType, body.getBytes(UTF_8));
    }

    static void write(Context ctx, int status, String contentType, byte[] bytes) {
        ctx.status(status).contentType(contentType);
        ctx.res().setContentLength(bytes.length);
        ctx.result(bytes);
    }
}

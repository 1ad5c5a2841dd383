package dev.seckill.api;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A reply so short that it fits the response's own buffer. Writing it there never waits for the buyer's connection: the
 * server sends it with its own threads once the request is complete. So the decision thread and Kafka's may answer buyers
 * themselves, without a hop to a further thread. {@code Context.result} would send it from the thread that calls.
 */
public final class ShortReply {

    private ShortReply() {}

    /** @param body far below the response buffer of {@link HttpApi}, 4 KiB */
    public static void write(Context ctx, HttpStatus status, String contentType, byte[] body) {
        ctx.status(status).contentType(contentType);
        try {
            ctx.res().getOutputStream().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("the reply was not taken", e);
        }
    }
}

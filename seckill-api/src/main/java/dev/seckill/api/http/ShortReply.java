package dev.seckill.api.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reply so short that it fits the response's own buffer, so that writing it never waits for the buyer's connection. It
 * leaves when the request is complete: the completing thread writes what the socket takes at once, and the server's own
 * threads the rest. So the decision thread and Kafka's may answer buyers themselves, without a hop to a further thread.
 * {@code Context.result} would close the stream, and that waits for the buyer.
 */
public final class ShortReply {

    private static final Logger log = LoggerFactory.getLogger(ShortReply.class);

    private ShortReply() {}

    /** @param body below Jetty's buffer of a response, 32 KiB; it may repeat the head of a request, at most 8 KiB */
    public static void write(Context ctx, HttpStatus status, String contentType, byte[] body) {
        ctx.status(status).contentType(contentType);
        try {
            ctx.res().getOutputStream().write(body);
        } catch (IOException buyerIsGone) {
            // Nobody is left to be told, and a second attempt to reply could wait for the connection.
            log.debug("http - a reply was not taken", buyerIsGone);
        }
    }
}

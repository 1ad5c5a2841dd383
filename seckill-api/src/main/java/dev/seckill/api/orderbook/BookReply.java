package dev.seckill.api.orderbook;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the consumer answers, its body part by part. Not thread-safe. */
public final class BookReply implements AutoCloseable {

    private final HttpResponse<BodyParts> reply;

    BookReply(HttpResponse<BodyParts> reply) {
        this.reply = reply;
    }

    public int status() {
        return reply.statusCode();
    }

    /** As it says, or empty. */
    public String contentType() {
        return reply.headers().firstValue("Content-Type").orElse("");
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return reply.headers().firstValue(name);
    }

    /** Of the body, in bytes, if it says so. */
    public OptionalLong length() {
        return reply.headers().firstValueAsLong("Content-Length");
    }

    /**
     * The next part of the body; null at its end.
     *
     * @throws OrderBookUnavailableException if it does not come in time, or the body breaks off
     */
    public List<ByteBuffer> next() throws OrderBookUnavailableException {
        return reply.body().next();
    }

    /**
     * The whole body, which has to be short.
     *
     * @throws OrderBookUnavailableException if it has more bytes than that, or does not come
     */
    public byte[] body(int most) throws OrderBookUnavailableException {
        BoundedBytes body = new BoundedBytes(most);
        for (List<ByteBuffer> part = next(); part != null; part = next()) {
            body.add(part);
        }
        return body.all();
    }

    /** Asks for no more of the body; ends the connection where more would come. */
    @Override
    public void close() {
        reply.body().cancel();
    }
}

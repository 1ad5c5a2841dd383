package dev.seckill.api.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * A request's body, read to its end: a request is decided only once all of it is there, also where its body says nothing
 * and is kept nowhere. No thread waits for it, however slowly it comes.
 */
final class RequestBody implements ReadListener, Invocable {

    private static final int BUFFER_BYTES = 1024;
    private static final byte[] NOTHING = {};

    private final ServletInputStream body;
    private final boolean isLengthKnown;
    private final int max;
    private final BodyRoom.Part room;
    private final CompletableFuture<byte[]> end = new CompletableFuture<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long read;
    /** Null if nothing is kept, or all of it was passed on. */
    private ByteArrayOutputStream kept;

    /** @param room for all of it; null if nothing of it is kept */
    private RequestBody(ServletInputStream body, boolean isLengthKnown, int max, BodyRoom.Part room) {
        this.body = body;
        this.isLengthKnown = isLengthKnown;
        this.max = max;
        this.room = room;
        this.kept = room == null ? null : new ByteArrayOutputStream();
    }

    /** Whether a request brings a body, as its headers say. */
    static boolean isAnnounced(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /**
     * Reads on until the end and keeps nothing. The request must have been made asynchronous.
     *
     * @param max in bytes
     * @param waitMillis for all of it
     * @return done at the end of the body, by a thread of the server; fails with the reply that says so if the body is too
     *     long, breaks off or does not come in time
     */
    static CompletableFuture<Void> discard(HttpServletRequest request, int max, long waitMillis) {
        return read(request, max, waitMillis, null).thenAccept(nothing -> {});
    }

    /**
     * The same, but all of the body is kept.
     *
     * @param room for it; fails with {@link NoRoom} where that ends; null: nothing is kept
     */
    static CompletableFuture<byte[]> read(HttpServletRequest request, int max, long waitMillis, BodyRoom.Part room) {
        if (request.getContentLengthLong() > max) {
            return CompletableFuture.failedFuture(tooLong(max));
        }
        try {
            RequestBody reader =
                    new RequestBody(request.getInputStream(), request.getContentLengthLong() >= 0, max, room);
            reader.body.setReadListener(reader);
            return reader.end
                    .orTimeout(waitMillis, TimeUnit.MILLISECONDS)
                    .exceptionallyCompose(failure ->
                            CompletableFuture.failedFuture(failure instanceof TimeoutException ? tooLate() : failure));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(brokenOff());
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (body.isReady() && !body.isFinished()) {
            int length = Math.max(0, body.read(buffer));
            read += length;
            if (read > max) {
                end.completeExceptionally(tooLong(max));
                return;
            }
            if (kept != null) {
                if (!room.take(length)) {
                    end.completeExceptionally(new NoRoom("Too many long bodies come at once."));
                    return;
                }
                kept.write(buffer, 0, length);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end.complete(kept == null ? NOTHING : kept.toByteArray());
        kept = null; // the server knows this reader until the request is answered
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(brokenOff());
    }

    /** The thread that selects may call this, and no other has to be woken up, as long as the length is known. */
    @Override
    public InvocationType getInvocationType() {
        return isLengthKnown ? InvocationType.NON_BLOCKING : InvocationType.BLOCKING;
    }

    private static ContentTooLargeResponse tooLong(int max) {
        return new ContentTooLargeResponse("The body is longer than " + max + " bytes.");
    }

    private static HttpResponseException tooLate() {
        return new HttpResponseException(HttpStatus.REQUEST_TIMEOUT.getCode(), "The body did not come in time.");
    }

    private static BadRequestResponse brokenOff() {
        return new BadRequestResponse("The body could not be read.");
    }
}

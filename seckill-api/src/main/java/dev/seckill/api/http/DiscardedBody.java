package dev.seckill.api.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * A request's body that is read to its end and kept nowhere: it says nothing in the model case, but a purchase is made
 * only once all of its request is there. No thread waits for it, however slowly it comes.
 */
final class DiscardedBody implements ReadListener, Invocable {

    private static final int BUFFER_BYTES = 1024;

    private final ServletInputStream body;
    private final boolean isLengthKnown;
    private final int max;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long read;

    private DiscardedBody(ServletInputStream body, boolean isLengthKnown, int max) {
        this.body = body;
        this.isLengthKnown = isLengthKnown;
        this.max = max;
    }

    /** Whether a request brings a body, as its headers say. */
    static boolean isAnnounced(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /**
     * Reads on until the end. The request must have been made asynchronous.
     *
     * @param max in bytes
     * @param waitMillis for all of it
     * @return done at the end of the body, by a thread of the server; fails with the reply that says so if the body is too
     *     long, breaks off or does not come in time
     */
    static CompletableFuture<Void> of(HttpServletRequest request, int max, long waitMillis) {
        if (request.getContentLengthLong() > max) {
            return CompletableFuture.failedFuture(tooLong(max));
        }
        try {
            DiscardedBody reader =
                    new DiscardedBody(request.getInputStream(), request.getContentLengthLong() >= 0, max);
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
            read += Math.max(0, body.read(buffer));
            if (read > max) {
                end.completeExceptionally(tooLong(max));
                return;
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end.complete(null);
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

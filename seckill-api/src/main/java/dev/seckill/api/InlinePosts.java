package dev.seckill.api;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handles a POST in the thread that has read it, which also selects: a purchase is only queued, and no thread waits for
 * its body, so waking up another thread would cost more than it. Left to the pool is what may wait: a request that is no
 * purchase, also one that says so in a header, which Javalin goes by; and a body without a length, since Jetty reads on
 * through a chunk's extension for as long as more of it comes.
 */
final class InlinePosts extends Handler.Wrapper {

    /**
     * One in so many of a connection has to wait until others had their turn: a client that asks on without pause would
     * keep the thread to itself, as the server goes on with a connection for as long as each request is answered at once.
     */
    private static final int AT_ONCE = 32;

    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (mayWait(request)) {
            getServer().getThreadPool().execute(() -> handleLater(request, response, callback));
            return true;
        }
        if (isTurnOfOthers(request)) {
            ResumingConnector.afterOthers(request, () -> handleLater(request, response, callback));
            return true;
        }
        return super.handle(request, response, callback);
    }

    private static boolean mayWait(Request request) {
        return !HttpMethod.POST.is(request.getMethod())
                || request.getHeaders().contains(METHOD_OVERRIDE)
                || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** Jetty has counted this very request, whose head it has read. */
    private static boolean isTurnOfOthers(Request request) {
        return request.getConnectionMetaData().getConnection().getMessagesIn() % AT_ONCE == 0;
    }

    private void handleLater(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Throwable e) {
            Response.writeError(request, response, callback, e);
        }
    }
}

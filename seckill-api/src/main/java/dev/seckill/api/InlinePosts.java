package dev.seckill.api;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handles a POST in the thread that has read it, which also selects: a purchase is only queued, and no thread waits for
 * its body, so waking up another thread would cost more than it. What is no POST is no purchase, may wait, and is left
 * to the pool.
 */
final class InlinePosts extends Handler.Wrapper {

    /**
     * One in so many of a connection has to wait until others had their turn: a client that asks on without pause would
     * keep the thread to itself, as the server goes on with a connection for as long as each request is answered at once.
     */
    private static final int AT_ONCE = 32;

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!HttpMethod.POST.is(request.getMethod())) {
            getServer().getThreadPool().execute(() -> handleLater(request, response, callback));
            return true;
        }
        if (isTurnOfOthers(request)) {
            ResumingConnector.afterOthers(request, () -> handleLater(request, response, callback));
            return true;
        }
        return super.handle(request, response, callback);
    }

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

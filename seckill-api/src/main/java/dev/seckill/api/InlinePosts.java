package dev.seckill.api;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handles a POST without a body in the thread that has read it, which also selects: a purchase is only queued, so
 * waking up another thread would cost more than it. What may wait is left to the pool: a body may come slowly, and
 * whatever is no POST is no purchase. So as many buyers with slow bodies as there are threads hold up nobody else who is
 * connected.
 */
final class InlinePosts extends Handler.Wrapper {

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (HttpMethod.POST.is(request.getMethod()) && !hasBody(request.getHeaders())) {
            return super.handle(request, response, callback);
        }
        getServer().getThreadPool().execute(() -> handleInPool(request, response, callback));
        return true;
    }

    private static boolean hasBody(HttpFields headers) {
        return headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0 || headers.contains(HttpHeader.TRANSFER_ENCODING);
    }

    private void handleInPool(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }
}

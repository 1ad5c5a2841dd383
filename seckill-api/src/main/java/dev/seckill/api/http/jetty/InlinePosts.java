package dev.seckill.api.http.jetty;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handles a POST in the thread that has read it, which also selects: a purchase is only queued, and no thread waits for
 * its body, so waking up another thread would cost more than it. Left to the pool is what may wait: a request that is no
 * purchase; and a body without a length, since Jetty reads on through a chunk's extension for as long as more of it
 * comes. What a request is says its first line alone: the header by which Javalin would go is not passed on.
 */
public final class InlinePosts extends Handler.Wrapper {

    /**
     * One in so many of a connection has to wait until others had their turn: a client that asks on without pause would
     * keep the thread to itself, as the server goes on with a connection for as long as each request is answered at once.
     */
    private static final int AT_ONCE = 32;

    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";
    private static final HttpField NO_SNIFF = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request asked, Response response, Callback callback) throws Exception {
        addTo(response);
        if (!isPath(Request.getPathInContext(asked))) {
            Response.writeError(asked, response, callback, HttpStatus.BAD_REQUEST_400, "The target is no path.");
            return true;
        }
        Request request = asked.getHeaders().contains(METHOD_OVERRIDE) ? new WithoutMethodOverride(asked) : asked;
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

    /** What each reply says, whoever writes it. */
    public static void addTo(Response response) {
        response.getHeaders().put(NO_SNIFF).put(NO_STORE);
    }

    private static boolean isPath(String path) {
        return path != null && (path.startsWith("/") || path.equals("*"));
    }

    private static boolean mayWait(Request request) {
        return !HttpMethod.POST.is(request.getMethod()) || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
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

    private static final class WithoutMethodOverride extends Request.Wrapper {

        private final HttpFields headers;

        WithoutMethodOverride(Request request) {
            super(request);
            headers = HttpFields.build(request.getHeaders())
                    .remove(METHOD_OVERRIDE)
                    .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}

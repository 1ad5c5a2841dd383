package dev.seckill.consumer.http.jetty;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Ends each connection with its first reply, and has each reply say what it may be used for, whoever writes it. */
public final class OneRequest extends Handler.Wrapper {

    private static final HttpField CLOSE =
            new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField NO_SNIFF = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        addTo(response);
        String path = Request.getPathInContext(request);
        if (path == null || !path.startsWith("/")) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400, "The target is no path.");
            return true;
        }
        try {
            return super.handle(request, response, callback);
        } finally {
            if (request.getConnectionMetaData().getConnection() instanceof BoundedConnection connection) {
                connection.replies();
            }
        }
    }

    /** Puts these fields into the head of a reply. */
    public static void addTo(Response response) {
        response.getHeaders().put(CLOSE).put(NO_STORE).put(NO_SNIFF);
    }
}

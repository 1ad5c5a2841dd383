package dev.seckill.api.http.jetty;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets each reply be the last of its connection from a moment on, so that clients connect anew, and to another instance. A
 * reply that had begun before, such as a stream, ends its connection with its own end.
 */
public final class LastReplies extends Handler.Wrapper {

    private static final HttpField CLOSE =
            new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());

    private final BooleanSupplier begun;

    /** @param begun whether that moment has come; asked for each request */
    public LastReplies(BooleanSupplier begun) {
        this.begun = begun;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (begun.getAsBoolean()) {
            response.getHeaders().put(CLOSE);
        } else if (!HttpMethod.POST.is(request.getMethod())) { // purchases are short, and many
            Request.addCompletionListener(request, failure -> endIfBegun(request));
        }
        return super.handle(request, response, callback);
    }

    private void endIfBegun(Request request) {
        if (begun.getAsBoolean()) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }
}

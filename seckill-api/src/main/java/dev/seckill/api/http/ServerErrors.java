package dev.seckill.api.http;

import dev.seckill.api.http.jetty.InlinePosts;
import io.javalin.http.HttpStatus;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the server itself refuses, such as a head that is too long or no HTTP at all, as the {@link ProblemReply} that
 * the routes
 * would answer with. The connection ends with it, and the reply says so.
 */
final class ServerErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException refusal) {
            response.setStatus(refusal.getCode());
        }
        InlinePosts.addTo(response);
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        byte[] body = body(response.getHeaders(), response.getStatus());
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static byte[] body(HttpFields.Mutable fields, int code) {
        HttpStatus status = HttpStatus.forStatus(code);
        byte[] body = new ProblemReply(status, "The server refused the request: " + status.getMessage() + ".").json();
        fields.put(HttpHeader.CONTENT_TYPE, ProblemReply.CONTENT_TYPE);
        fields.put(HttpHeader.CONTENT_LENGTH, body.length);
        return body;
    }
}

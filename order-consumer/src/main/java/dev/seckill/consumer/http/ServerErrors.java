package dev.seckill.consumer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.consumer.http.jetty.OneRequest;
import io.javalin.http.HttpStatus;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server itself refuses, such as a head that is too long or no HTTP at all, as a {@link Problem}. */
final class ServerErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException refusal) {
            response.setStatus(refusal.getCode());
        }
        HttpStatus status = HttpStatus.forStatus(response.getStatus());
        byte[] body = new Problem(status, "The server refused the request: " + status.getMessage() + ".")
                .json()
                .getBytes(UTF_8);
        OneRequest.addTo(response);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}

package dev.seckill.api.http.jetty;

import dev.seckill.api.live.Peer;
import jakarta.servlet.ServletRequest;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A reply of which more is sent from time to time. It is written past the servlet's stream, which would keep a buffer for each
 * and may wait for the connection.
 */
public final class OpenReply implements Peer {

    private final ServletRequest request;
    private final Response response;

    /** A reply whose head is laid down and whose request was made asynchronous. */
    public OpenReply(ServletRequest request) {
        this.request = request;
        this.response = ServletContextRequest.getServletContextRequest(request).getServletContextResponse();
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> done) {
        response.write(false, ByteBuffer.wrap(message), Callback.from(() -> done.accept(null), done));
    }

    @Override
    public void breakOff() {
        BrokenOff.reply(request);
    }
}

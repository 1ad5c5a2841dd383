package dev.seckill.consumer.http.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * A connection, which carries one request: its head comes in, somebody works on the reply, and the reply goes out. While a
 * client keeps us waiting, the connection may be ended by {@link OpenConnections}, in any thread.
 */
final class BoundedConnection extends HttpConnection {

    /** Each becomes some objects, however short it is. */
    private static final int LINES_MAX = 64;

    /** In so many turns of the selecting thread, it has seen what a new connection had sent. */
    private static final long TURNS_MIN = 3;

    private static final String TOO_LATE_BODY = "{\"type\":\"about:blank\",\"title\":\"Request Timeout\","
            + "\"status\":408,\"detail\":\"The head of the request did not come in time.\"}\n";
    private static final byte[] TOO_LATE = ("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
                    + "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                    + "Content-Type: application/problem+json\r\nContent-Length: " + TOO_LATE_BODY.length()
                    + "\r\n\r\n" + TOO_LATE_BODY)
            .getBytes(US_ASCII);

    private final OpenConnections open;
    private final AtomicReference<State> state = new AtomicReference<>(State.HEAD);
    /** How often something came, and how often that was read. */
    private final AtomicInteger sent = new AtomicInteger();

    private volatile boolean handsShaken;
    private volatile int read;
    private volatile long sinceNanos;
    private volatile long openedAtTurn = Long.MAX_VALUE;

    /** Where the connection stands. */
    private enum State {
        /** The head comes in. */
        HEAD,
        /** Somebody works on the reply. */
        WORK,
        /** The reply is made and goes out. */
        REPLY,
        /** It is over, and so is whatever comes of it still. */
        ENDED
    }

    BoundedConnection(
            HttpConfiguration http, Connector connector, EndPoint endPoint, OpenConnections open, long nowNanos) {
        super(http, connector, endPoint);
        this.open = open;
        this.sinceNanos = nowNanos;
        if (endPoint instanceof SslConnection.SslEndPoint secure) {
            secure.getSslConnection().addHandshakeListener(new SslHandshakeListener() {
                @Override
                public void handshakeSucceeded(Event event) {
                    handsShaken = true;
                }
            });
        } else {
            handsShaken = true;
        }
    }

    @Override
    public void onOpen() {
        open.add(this);
        super.onOpen();
        openedAtTurn = open.turns();
    }

    @Override
    public void onFillable() {
        int before = sent.get();
        super.onFillable();
        read = before;
    }

    /** Something came that is not read yet; for the thread that selects. */
    void hasSent() {
        sent.incrementAndGet();
    }

    @Override
    public void onClose(Throwable cause) {
        open.remove(this);
        super.onClose(cause);
    }

    @Override
    protected RequestHandler newRequestHandler() {
        return new CountedLines();
    }

    /** The reply is made: from now on we wait for the client to take it. */
    void replies() {
        sinceNanos = System.nanoTime();
        state.compareAndSet(State.WORK, State.REPLY);
    }

    /** How long the client has kept us waiting; what is worked on waits for us. */
    long waitedNanos(long nowNanos) {
        return state.get() == State.WORK ? 0 : nowNanos - sinceNanos;
    }

    /** Whether the client keeps us waiting, and is not only waiting until it is looked at. */
    private boolean isIdle() {
        return open.turns() - openedAtTurn >= TURNS_MIN && sent.get() == read;
    }

    /** Ends it for another one that needs its place; false if somebody works on it. */
    boolean makeRoom() {
        if (state.get() == State.HEAD && !isIdle()) {
            return false;
        }
        return end();
    }

    private boolean end() {
        boolean waits = state.compareAndSet(State.HEAD, State.ENDED) || state.compareAndSet(State.REPLY, State.ENDED);
        if (waits) {
            getEndPoint().close();
        }
        return waits || state.get() == State.ENDED;
    }

    /** Ends it because it took too long. */
    void breakOff() {
        EndPoint endPoint = getEndPoint();
        if (!state.compareAndSet(State.HEAD, State.ENDED)) {
            end();
            return;
        }
        if (!handsShaken) { // there is no way to say why
            endPoint.close();
            return;
        }
        try {
            endPoint.write(Callback.from(endPoint::close, failure -> endPoint.close()), ByteBuffer.wrap(TOO_LATE));
        } catch (IllegalStateException writesAlready) {
            endPoint.close();
        }
    }

    /** Counts the lines of a head, and is the last to be asked whether its request is still wanted. */
    private final class CountedLines extends RequestHandler {

        private int lines;

        @Override
        public void parsedHeader(HttpField field) {
            lines++;
            if (lines > LINES_MAX) {
                throw new HttpException.RuntimeException(
                        HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "More than " + LINES_MAX + " header lines");
            }
            super.parsedHeader(field);
        }

        @Override
        public boolean headerComplete() {
            if (!state.compareAndSet(State.HEAD, State.WORK)) {
                throw new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408);
            }
            return super.headerComplete();
        }
    }
}

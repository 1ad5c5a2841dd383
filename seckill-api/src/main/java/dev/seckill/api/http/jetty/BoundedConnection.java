package dev.seckill.api.http.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * A buyer's connection, which bounds what Jetty does not: the lines of a head (each becomes some objects, however short it
 * is) and the time that a head may take as a whole. All but the constructor and what says otherwise is for the thread
 * that selects for the connection.
 */
final class BoundedConnection extends HttpConnection {

    private static final String TOO_LATE_BODY = "{\"type\":\"about:blank\",\"title\":\"Request Timeout\","
            + "\"status\":408,\"detail\":\"The head of the request did not come in time.\"}";
    private static final byte[] TOO_LATE = ("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
                    + "Content-Type: application/problem+json\r\nContent-Length: " + TOO_LATE_BODY.length()
                    + "\r\n\r\n" + TOO_LATE_BODY)
            .getBytes(US_ASCII);

    private final int linesMax;
    private final UnfinishedHeads unfinished;
    private final UnfinishedHeads handshakes;
    private final GateFigures figures;
    private boolean isUnfinished;
    private boolean isShakingHands;
    private volatile boolean handsShaken;

    /** @param handshakes those of whose TLS handshake a part has come */
    BoundedConnection(
            HttpConfiguration http,
            Connector connector,
            EndPoint endPoint,
            int linesMax,
            UnfinishedHeads unfinished,
            UnfinishedHeads handshakes,
            GateFigures figures) {
        super(http, connector, endPoint);
        this.linesMax = linesMax;
        this.unfinished = unfinished;
        this.handshakes = handshakes;
        this.figures = figures;
        if (endPoint instanceof SslConnection.SslEndPoint secure) {
            secure.getSslConnection().addHandshakeListener(new Handshake());
        } else {
            handsShaken = true;
        }
    }

    @Override
    protected RequestHandler newRequestHandler() {
        return new CountedLines();
    }

    @Override
    public void onFillable() {
        long requests = getMessagesIn();
        long bytes = getBytesIn();
        super.onFillable();
        if (!handsShaken) {
            if (!isShakingHands && getEndPoint().isOpen()) {
                isShakingHands = true;
                handshakes.add(this);
            }
            return;
        }
        // Empty lines before a head are none of it for the parser, but they may come without end too.
        boolean onlyEmptyLines = getMessagesIn() == requests && getBytesIn() > bytes;
        if (!isUnfinished && (isWithinHead() || onlyEmptyLines && getParser().isStart())) {
            isUnfinished = true;
            unfinished.add(this);
        }
    }

    private boolean isWithinHead() {
        HttpParser parser = getParser();
        return parser.inHeaderState() && !parser.isStart();
    }

    /** Whether no request is under way; for any thread, which may see it a little late. */
    boolean isSilent() {
        return !handsShaken || getParser().isStart() || isWithinHead();
    }

    /** Ends the connection unless its head has come meanwhile; for any thread. */
    void breakOff() {
        ResumingConnector.afterOthers(getEndPoint(), () -> {
            if (!handsShaken) {
                ResumingConnector.selected(getEndPoint()).close(); // there is no way to say why
            } else if (isUnfinished) {
                getEndPoint()
                        .write(
                                Callback.from(
                                        getEndPoint()::close,
                                        failure -> getEndPoint().close()),
                                ByteBuffer.wrap(TOO_LATE));
            }
        });
    }

    @Override
    public void onClose(Throwable cause) {
        unfinished.remove(this);
        handshakes.remove(this);
        super.onClose(cause);
    }

    /** Told by the thread that reads, which is the one that selects. */
    private final class Handshake implements SslHandshakeListener {

        @Override
        public void handshakeSucceeded(Event event) {
            handsShaken = true;
            handshakes.remove(BoundedConnection.this);
        }
    }

    /** Counts the lines of each head, trailers included. */
    private final class CountedLines extends RequestHandler {

        private int lines;

        @Override
        public void messageBegin() {
            lines = 0;
            super.messageBegin();
        }

        @Override
        public void parsedHeader(HttpField field) {
            count();
            super.parsedHeader(field);
        }

        @Override
        public boolean headerComplete() {
            if (isUnfinished) {
                isUnfinished = false;
                unfinished.remove(BoundedConnection.this);
            }
            return super.headerComplete();
        }

        @Override
        public void parsedTrailer(HttpField field) {
            count();
            super.parsedTrailer(field);
        }

        /** The parser is content with a chunked body that ends before its last line; a purchase takes all of it. */
        @Override
        public boolean messageComplete() {
            if (getParser().isChunking() && getParser().isAtEOF()) {
                earlyEOF();
                return false;
            }
            return super.messageComplete();
        }

        private void count() {
            lines++;
            if (lines > linesMax) {
                figures.refused(GateFigures.Bound.HEAD_LINES_MAX, 1);
                throw new HttpException.RuntimeException(
                        HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "More than " + linesMax + " header lines");
            }
        }
    }
}

package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to loopback that sends any bytes and reads replies of HTTP/1.1. Used by one thread. */
public final class RawConnection implements AutoCloseable {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final int LINE_MAX = 65_536;
    private static final int BODY_MAX = 64 << 20;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** @param patience the longest silence of the server */
    public RawConnection(int port, Duration patience) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    Math.toIntExact(patience.toMillis()));
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** Sends; a server that has ended the connection already may have said why, so that is no failure here. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException ended) {
            // The read tells.
        }
    }

    /** Says that nothing more comes. */
    void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException ended) {
            // The read tells.
        }
    }

    /** Whether the server has ended it, or says something that nobody asked for. */
    public boolean isOver() throws IOException {
        int patience = socket.getSoTimeout();
        try {
            socket.setSoTimeout(1);
            in.read();
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    /** Whether something came that nobody has read. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /**
     * The next reply; interim ones are skipped.
     *
     * @param isHead whether it has no body, whatever it says
     * @throws EOFException if the connection ended before the first byte
     * @throws SocketTimeoutException if the server was silent for too long
     * @throws ProtocolException if it is no reply
     */
    public RawReply reply(boolean isHead) throws IOException {
        int status;
        Map<String, String> headers = new HashMap<>();
        do {
            headers.clear();
            status = status(line());
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon < 1) {
                    throw new ProtocolException("a header without a name: " + line);
                }
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        } while (status < 200);
        boolean hasBody = !isHead && status != 204 && status != 304;
        return new RawReply(status, headers, hasBody ? body(headers) : "");
    }

    private static int status(String line) throws ProtocolException {
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            throw new ProtocolException("no status line: " + line);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private String body(Map<String, String> headers) throws IOException {
        boolean isChunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        if (RawReply.isStream(headers)) {
            return isChunked ? exactly(number(line(), 16)) : line(); // the rest comes for minutes
        }
        if (isChunked) {
            return chunks();
        }
        String length = headers.get("content-length");
        return length == null ? text(in.readNBytes(BODY_MAX)) : exactly(number(length, 10));
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = number(line(), 16); size > 0; size = number(line(), 16)) {
            body.append(exactly(size));
            line();
        }
        while (!line().isEmpty()) {
            // Trailers.
        }
        return body.toString();
    }

    private String exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new ProtocolException("a body of " + bytes.length + " bytes instead of " + length);
        }
        return text(bytes);
    }

    private static int number(String text, int radix) throws ProtocolException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0 && number <= BODY_MAX) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        throw new ProtocolException("no length: " + text);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.isEmpty()) {
                    throw new EOFException("closed");
                }
                throw new ProtocolException("ends within the line: " + line);
            }
            if (line.length() == LINE_MAX) {
                throw new ProtocolException("a line without end");
            }
            line.append((char) next);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // Nothing is left to close.
        }
    }
}

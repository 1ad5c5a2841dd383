package dev.seckill.loadtest.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A reply of HTTP/1.1, read bit by bit as it comes from a connection that is kept: its length is told, or it comes in chunks.
 * Used by one thread.
 */
final class PageReply {

    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int LINE_MAX = 8192;
    private static final int BODY_MAX = 8 << 20;

    /** What is read next. */
    private enum Part {
        STATUS,
        HEADER,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        NOTHING
    }

    private final Map<String, String> headers = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final StringBuilder line = new StringBuilder();
    private Part next = Part.STATUS;
    private int status;
    private int left;
    private long wireBytes;

    /**
     * Reads what has come.
     *
     * @return whether the reply is whole; then nothing of what follows was read
     * @throws ProtocolException if it is no reply
     */
    boolean read(ByteBuffer bytes) throws ProtocolException {
        int before = bytes.remaining();
        while (next != Part.NOTHING && bytes.hasRemaining()) {
            if (next == Part.BODY || next == Part.CHUNK) {
                readBody(bytes);
            } else {
                readLine((char) (bytes.get() & 0xFF));
            }
        }
        wireBytes += before - bytes.remaining();
        return next == Part.NOTHING;
    }

    private void readBody(ByteBuffer bytes) {
        int count = Math.min(left, bytes.remaining());
        body.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
        bytes.position(bytes.position() + count);
        left -= count;
        if (left == 0) {
            next = next == Part.BODY ? Part.NOTHING : Part.CHUNK_END;
        }
    }

    private void readLine(char character) throws ProtocolException {
        if (character != '\n') {
            if (line.length() == LINE_MAX) {
                throw new ProtocolException("a line without end");
            }
            line.append(character);
            return;
        }
        String whole = line.toString().stripTrailing();
        line.setLength(0);
        switch (next) {
            case STATUS -> {
                if (!whole.startsWith("HTTP/1.1 ") || whole.length() < STATUS_AT + 3) {
                    throw new ProtocolException("no status line: " + whole);
                }
                status = number(whole.substring(STATUS_AT, STATUS_AT + 3), 10);
                next = Part.HEADER;
            }
            case HEADER -> readHeader(whole);
            case CHUNK_SIZE -> {
                left = number(whole.split(";", 2)[0].strip(), 16);
                next = left == 0 ? Part.TRAILER : Part.CHUNK;
            }
            case CHUNK_END -> next = Part.CHUNK_SIZE;
            default -> next = whole.isEmpty() ? Part.NOTHING : Part.TRAILER;
        }
    }

    private void readHeader(String whole) throws ProtocolException {
        if (!whole.isEmpty()) {
            int colon = whole.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("a header without a name: " + whole);
            }
            headers.put(
                    whole.substring(0, colon).toLowerCase(Locale.ROOT),
                    whole.substring(colon + 1).strip());
        } else if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            next = Part.CHUNK_SIZE;
        } else {
            left = number(headers.getOrDefault("content-length", "none"), 10);
            next = left == 0 ? Part.NOTHING : Part.BODY;
        }
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
        throw new ProtocolException("no length or status: " + text);
    }

    int status() {
        return status;
    }

    /** Null if it is not there. */
    String header(String name) {
        return headers.get(name);
    }

    /** All bytes that came, the head included. */
    long wireBytes() {
        return wireBytes;
    }

    /** The body as it came, compressed or not. */
    byte[] body() {
        return body.toByteArray();
    }

    /** The body as text. */
    String text() throws IOException {
        if (!"gzip".equals(headers.get("content-encoding"))) {
            return body.toString(UTF_8);
        }
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body.toByteArray()))) {
            return new String(plain.readAllBytes(), UTF_8);
        }
    }

    /** What to send for one; the connection is kept. */
    static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n\r\n")
                .getBytes(ISO_8859_1);
    }
}

package dev.seckill.loadtest.attack;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a client does with a connection that it does not let go.
 *
 * @param what names it in a complaint
 * @param first sent at once, a character for each byte
 * @param drip sent again and again after a pause; empty for silence
 * @param reads whether it reads what the server says
 * @param mustEnd whether the server has to answer or to close it in time
 */
record HeldConnection(String what, String first, String drip, boolean reads, boolean mustEnd) {

    private static final String HEAD = "POST /seckill HTTP/1.1\r\nHost: localhost\r\n";
    private static final String LENGTH = "Content-Length: 60000\r\n\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    /** Requests that begin and do not go on. */
    static List<HeldConnection> halfSent() {
        return List.of(
                half("the first byte of a request", "P"),
                half("half a first line", "POST /sec"),
                half("half a head", HEAD),
                half("half a head with many lines", HEAD + "a:\r\n".repeat(80)),
                half("a head but for its last byte", HEAD + "Content-Length: 0\r\n\r"),
                half("half a body", HEAD + LENGTH + "hello"),
                half("no body", HEAD + LENGTH),
                half("half a chunk", HEAD + CHUNKED + "5\r\nhe"),
                half("chunks without a last one", HEAD + CHUNKED + "5\r\nhello\r\n"));
    }

    /** Requests that go on without end, a little at a time. */
    static List<HeldConnection> slow() {
        return List.of(
                new HeldConnection("a first line byte by byte", "POST /", "a", true, true),
                new HeldConnection("a head line by line", HEAD, "a:\r\n", true, true),
                new HeldConnection("a head byte by byte", HEAD + "X: ", "a", true, true),
                new HeldConnection("empty lines", "\r\n", "\r\n", true, true),
                new HeldConnection("a body byte by byte", HEAD + LENGTH, "a", true, true),
                new HeldConnection("chunk by chunk", HEAD + CHUNKED, "1\r\na\r\n", true, true));
    }

    /** Many requests at once, and no reply read. */
    static List<HeldConnection> unread() {
        return List.of(new HeldConnection(
                "many requests, and no reply read",
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000),
                "",
                false,
                false));
    }

    /** Connections that ask for nothing, or for nothing more; they may stay until they count as idle. */
    static List<HeldConnection> silent() {
        return List.of(
                new HeldConnection("a silent connection", "", "", true, false),
                new HeldConnection(
                        "a connection that was answered",
                        "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "",
                        true,
                        false));
    }

    /** So many of them, in turns. */
    static List<HeldConnection> many(int count, List<HeldConnection> kinds) {
        return IntStream.range(0, count)
                .mapToObj(index -> kinds.get(index % kinds.size()))
                .toList();
    }

    /** All of the above. */
    static List<HeldConnection> everything() {
        return Stream.of(halfSent(), slow(), unread(), silent())
                .flatMap(List::stream)
                .toList();
    }

    private static HeldConnection half(String what, String first) {
        return new HeldConnection(what, first, "", true, true);
    }
}

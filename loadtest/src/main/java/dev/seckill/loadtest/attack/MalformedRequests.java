package dev.seckill.loadtest.attack;

import java.util.ArrayList;
import java.util.List;

/** Requests that no server may take, each broken in one way; what is behind them is the end of what the client sends. */
final class MalformedRequests {

    private static final String LINE = "POST /seckill HTTP/1.1\r\n";
    private static final String HOST = "Host: localhost\r\n";
    private static final String END = "\r\n";

    /** More than any of the API's documented bounds on a head, its lines and a body. */
    private static final int TOO_LONG = 20_000;

    private static final int TOO_MANY_LINES = 1_001;
    private static final int BODY_TOO_LONG = 11 << 20;

    private MalformedRequests() {}

    /** All of them. */
    static List<RawRequest> all() {
        List<RawRequest> all = new ArrayList<>();
        addNoHttp(all);
        addFirstLines(all);
        addHeads(all);
        addLengths(all);
        addKeys(all);
        return all;
    }

    private static void addNoHttp(List<RawRequest> all) {
        all.add(RawRequest.refused("bytes of nothing", "\0\1\2\3\r\n\r\n"));
        all.add(RawRequest.refused("the hello of TLS", "\26\3\1\2\0\1\0\1\374\3\3" + "x".repeat(200)));
        all.add(RawRequest.refused("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        all.add(RawRequest.refused("a line without end", "A".repeat(TOO_LONG)));
        all.add(RawRequest.refused("empty lines", "\r\n".repeat(TOO_LONG)));
    }

    private static void addFirstLines(List<RawRequest> all) {
        String rest = HOST + "Content-Length: 0\r\n" + END;
        all.add(RawRequest.refused("no version", "POST /seckill\r\n" + rest));
        all.add(RawRequest.refused("a version that is none", "POST /seckill HTTP/x.y\r\n" + rest));
        all.add(RawRequest.refused("a version of the future", "POST /seckill HTTP/9.9\r\n" + rest));
        all.add(RawRequest.refused("no path", "POST  HTTP/1.1\r\n" + rest));
        all.add(RawRequest.refused("a method with a blank", "PO ST /seckill HTTP/1.1\r\n" + rest));
        all.add(RawRequest.refused("a method in small letters", "post /seckill HTTP/1.1\r\n" + rest));
        all.add(RawRequest.refused("a path too long", "POST /" + "a".repeat(TOO_LONG) + " HTTP/1.1\r\n" + rest));
        all.add(RawRequest.refused("a path with a broken escape", "POST /%zz HTTP/1.1\r\n" + rest));
        all.add(RawRequest.refused("a path with a NUL", "POST /seckill%00 HTTP/1.1\r\n" + rest));
        all.add(RawRequest.refused("a path above the root", "POST /../../seckill HTTP/1.1\r\n" + rest));
        all.add(RawRequest.refused("a host that is none", "POST http://[::1/seckill HTTP/1.1\r\n" + rest));
    }

    private static void addHeads(List<RawRequest> all) {
        String rest = "Content-Length: 0\r\n" + END;
        all.add(RawRequest.refused("no Host", LINE + rest));
        all.add(RawRequest.refused("two Hosts", LINE + HOST + "Host: example.org\r\n" + rest));
        all.add(RawRequest.refused("a Host with a blank", LINE + "Host: a b\r\n" + rest));
        all.add(RawRequest.refused("a blank before the colon", LINE + HOST + "X : 1\r\n" + rest));
        all.add(RawRequest.refused("a header over two lines", LINE + HOST + "X: 1\r\n 2\r\n" + rest));
        all.add(RawRequest.refused("a header without a name", LINE + HOST + ": 1\r\n" + rest));
        all.add(RawRequest.refused("a header with a NUL", LINE + HOST + "X: a\0b\r\n" + rest));
        all.add(RawRequest.refused("a header too long", LINE + HOST + "X: " + "a".repeat(TOO_LONG) + END + rest));
        all.add(RawRequest.refused("lines without end", LINE + HOST + "a:\r\n".repeat(TOO_MANY_LINES) + rest));
        all.add(RawRequest.refused("an expectation that is none", LINE + HOST + "Expect: 200-ok\r\n" + rest));
    }

    private static void addLengths(List<RawRequest> all) {
        addBody(all, "a negative length", "Content-Length: -1", "x");
        addBody(all, "a length that is none", "Content-Length: x", "x");
        addBody(all, "a length with a sign", "Content-Length: +1", "x");
        addBody(all, "a length past 64 bits", "Content-Length: 99999999999999999999", "x");
        addBody(all, "two lengths", "Content-Length: 1\r\nContent-Length: 2", "xx");
        addBody(all, "a length and chunks", "Content-Length: 1\r\nTransfer-Encoding: chunked", "0\r\n\r\n");
        addBody(all, "an encoding that is none", "Transfer-Encoding: xchunked", "0\r\n\r\n");
        addBody(all, "chunks that are not last", "Transfer-Encoding: chunked, gzip", "0\r\n\r\n");
        addBody(all, "half a body", "Content-Length: 10", "hello");
        addBody(all, "a body too long", "Content-Length: " + BODY_TOO_LONG, "x".repeat(TOO_LONG));
        String chunked = "Transfer-Encoding: chunked";
        addBody(all, "a size that is none", chunked, "zz\r\nhello\r\n0\r\n\r\n");
        addBody(all, "a negative size", chunked, "-5\r\nhello\r\n0\r\n\r\n");
        addBody(all, "a size past 64 bits", chunked, "fffffffffffffffff\r\nhello\r\n0\r\n\r\n");
        addBody(all, "a chunk without its end", chunked, "5\r\nhelloworld\r\n0\r\n\r\n");
        addBody(all, "half a chunk", chunked, "5\r\nhe");
        addBody(all, "no last chunk", chunked, "5\r\nhello\r\n");
        addBody(all, "a last chunk without its last line", chunked, "5\r\nhello\r\n0\r\n");
    }

    private static void addBody(List<RawRequest> all, String what, String headers, String body) {
        all.add(RawRequest.refused(what, LINE + HOST + headers + END + END + body));
    }

    private static void addKeys(List<RawRequest> all) {
        addKey(all, "a key too long", "a".repeat(129));
        addKey(all, "a key with a blank", "a b");
        addKey(all, "a key outside ASCII", "caf\351");
        addKey(all, "two keys", "a\r\nIdempotency-Key: b");
    }

    private static void addKey(List<RawRequest> all, String what, String key) {
        all.add(RawRequest.refused(what, LINE + HOST + "Idempotency-Key: " + key + "\r\nContent-Length: 0\r\n" + END));
    }
}

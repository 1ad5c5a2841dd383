package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * An endless row of requests, most of them nearly right: each part is usually as it should be, now and then odd, and
 * sometimes noise. The same seed and name give the same row. Not thread-safe.
 */
final class RandomRequests {

    private static final List<String> METHODS = List.of("POST", "POST", "POST", "POST", "GET", "GET", "HEAD");
    private static final List<String> ODD_METHODS =
            List.of("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "post", "PROPFIND", "X");
    /** Those of both programs, those of the design, and what strangers try. */
    private static final List<String> PATHS = List.of(
            "/seckill",
            "/mock/mock",
            "/health/live",
            "/health/ready",
            "/metrics",
            "/",
            "/openapi.yaml",
            "/docs",
            "/console",
            "/api/sales",
            "/api/sales/counter",
            "/api/sales/counter/orders",
            "/api/sales/counter/live",
            "/api/sales/counter/certificate",
            "/favicon.ico",
            "/actuator/env",
            "/.git/config");

    private static final List<String> ODD_HEADERS = List.of(
            "Host: example.org",
            "Host: a b",
            "Host:",
            "Connection: close",
            "Connection: keep-alive, x",
            "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==",
            "Expect: 100-continue",
            "Expect: x",
            "X-HTTP-Method-Override: POST",
            "X-Forwarded-For: 127.0.0.1, ::1, <script>",
            "Forwarded: for=\"[::1\"",
            "Accept: */*;q=x",
            "Accept-Encoding: gzip;q=2, br, *",
            "Range: bytes=0-,-1,5-2",
            "If-None-Match: \"",
            "Cookie: a=b; $Version=\"; ;;=",
            "Content-Type: application/json; charset=utf-\377",
            "Content-Encoding: gzip",
            "Authorization: Basic =",
            "Trailer: Content-Length",
            "TE: trailers, x",
            "Date: never");

    private static final List<String> ODD_LENGTHS = List.of(
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: 1e3",
            "Content-Length: 3, 3",
            "Content-Length: 3\r\nContent-Length: 4",
            "Content-Length: 70000",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: chunked\r\nContent-Length: 3");

    private static final int BODY_MAX = 300;
    private static final int NOISE_MAX = 60;
    private static final int LONG_MAX = 12_000;
    private static final int LINES_MAX = 160;

    private final Noise noise;
    private final String name;
    private int number;

    /** @param name the beginning of all its keys */
    RandomRequests(long seed, String name) {
        this.noise = new Noise(seed);
        this.name = name;
    }

    RawRequest next() {
        String what = "random request " + name + "-" + ++number;
        if (noise.oneIn(100)) {
            return new RawRequest(what, noise.bytes(LONG_MAX), false, RawRequest.Demand.NO_PURCHASE, false, null);
        }
        String method = noise.oneIn(10) ? noise.of(ODD_METHODS) : noise.of(METHODS);
        String key = noise.oneIn(2) ? name + "-" + number : null;
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target()).append(' ');
        boolean isWhole = addVersion(head);
        if (!noise.oneIn(100)) {
            head.append("Host: localhost\r\n");
        }
        if (key != null) {
            head.append("Idempotency-Key: ").append(key).append("\r\n");
        } else if (noise.oneIn(8)) {
            head.append("Idempotency-Key: ").append(noise.line(200)).append("\r\n");
        }
        isWhole &= addHeaders(head);
        isWhole &= addBody(head);
        if (noise.oneIn(100)) {
            head.setLength(noise.below(head.length()));
            isWhole = false;
        }
        String text = head.toString();
        RawRequest.Demand demand = method.equals("POST") ? RawRequest.Demand.MAY_BUY : RawRequest.Demand.NO_PURCHASE;
        return new RawRequest(what + ": " + excerpt(text), text, isWhole, demand, method.equals("HEAD"), key);
    }

    private String target() {
        String path = noise.oneIn(2) ? "/seckill" : noise.of(PATHS);
        return switch (noise.below(36)) {
            case 0 -> path + "?" + noise.line(NOISE_MAX).replace(' ', '+');
            case 1 -> path + ";" + noise.word();
            case 2 -> path + "/";
            case 3 -> "/" + path;
            case 4 -> "/x/.." + path;
            case 5 -> path + "/%2e%2e/%2f";
            case 6 -> path.replace("e", "%65");
            case 7 -> path + "%" + noise.word();
            case 8 -> "http://localhost" + path;
            case 9 -> path.substring(1);
            case 10 -> "/" + noise.line(NOISE_MAX).replace(' ', '_');
            case 11 -> noise.oneIn(8) ? "/" + "a".repeat(noise.below(LONG_MAX)) : "*";
            default -> path;
        };
    }

    /** Returns whether the connection can go on after it. */
    private boolean addVersion(StringBuilder head) {
        if (!noise.oneIn(30)) {
            head.append("HTTP/1.1\r\n");
            return true;
        }
        head.append(noise.of(List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/11", "http/1.1", noise.word())))
                .append("\r\n");
        return false;
    }

    /** Returns whether the connection can go on after them. */
    private boolean addHeaders(StringBuilder head) {
        boolean isWhole = true;
        while (noise.oneIn(3)) {
            switch (noise.below(12)) {
                case 0 -> head.append("X-").append(noise.word()).append(": ").append(noise.line(NOISE_MAX));
                case 1 -> head.append('x').append(noise.line(NOISE_MAX)); // an empty line would end the head
                case 2 -> head.append("X-Long: ").append("a".repeat(noise.oneIn(8) ? noise.below(LONG_MAX) : 100));
                case 3 ->
                    head.append("a: b\r\n".repeat(noise.below(noise.oneIn(8) ? LINES_MAX : 5)))
                            .append("a: b");
                case 4 -> {
                    head.append(noise.of(ODD_LENGTHS));
                    isWhole = false;
                }
                default -> head.append(noise.of(ODD_HEADERS));
            }
            head.append("\r\n");
        }
        return isWhole;
    }

    /** Ends the head; returns whether it says where the request ends. */
    private boolean addBody(StringBuilder head) {
        if (noise.oneIn(2)) {
            head.append("Content-Length: 0\r\n\r\n");
            return true;
        }
        String body = noise.bytes(BODY_MAX);
        if (noise.oneIn(3)) {
            head.append("Transfer-Encoding: chunked\r\n\r\n");
            head.append(Integer.toHexString(body.length())).append("\r\n").append(body);
            boolean isWhole = !noise.oneIn(10);
            head.append(isWhole && !body.isEmpty() ? "\r\n0\r\n\r\n" : "\r\n");
            return isWhole;
        }
        boolean isWhole = !noise.oneIn(10);
        int length = isWhole ? body.length() : noise.below(2 * BODY_MAX);
        head.append("Content-Length: ").append(length).append("\r\n\r\n").append(body);
        return isWhole;
    }

    private static String excerpt(String text) {
        String begin = text.length() > 160 ? text.substring(0, 160) + "…" : text;
        StringBuilder visible = new StringBuilder();
        for (byte each : begin.getBytes(ISO_8859_1)) {
            visible.append(each >= ' ' && each < 127 ? (char) each : each == '\n' ? '|' : each == '\r' ? ' ' : '?');
        }
        return visible.toString();
    }
}

package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Random;

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

    private final Random random;
    private final String name;
    private int number;

    /** @param name the beginning of all its keys */
    RandomRequests(long seed, String name) {
        this.random = new Random(seed);
        this.name = name;
    }

    RawRequest next() {
        String what = "random request " + name + "-" + ++number;
        if (oneIn(100)) {
            return new RawRequest(what, noise(LONG_MAX, false), false, RawRequest.Demand.NO_PURCHASE, false, null);
        }
        String method = oneIn(10) ? of(ODD_METHODS) : of(METHODS);
        String key = oneIn(2) ? name + "-" + number : null;
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target()).append(' ');
        boolean isWhole = addVersion(head);
        if (!oneIn(100)) {
            head.append("Host: localhost\r\n");
        }
        if (key != null) {
            head.append("Idempotency-Key: ").append(key).append("\r\n");
        } else if (oneIn(8)) {
            head.append("Idempotency-Key: ").append(noise(200, true)).append("\r\n");
        }
        isWhole &= addHeaders(head);
        isWhole &= addBody(head);
        if (oneIn(100)) {
            head.setLength(random.nextInt(head.length()));
            isWhole = false;
        }
        String text = head.toString();
        RawRequest.Demand demand = method.equals("POST") ? RawRequest.Demand.MAY_BUY : RawRequest.Demand.NO_PURCHASE;
        return new RawRequest(what + ": " + excerpt(text), text, isWhole, demand, method.equals("HEAD"), key);
    }

    private String target() {
        String path = oneIn(2) ? "/seckill" : of(PATHS);
        return switch (random.nextInt(36)) {
            case 0 -> path + "?" + noise(NOISE_MAX, true).replace(' ', '+');
            case 1 -> path + ";" + word();
            case 2 -> path + "/";
            case 3 -> "/" + path;
            case 4 -> "/x/.." + path;
            case 5 -> path + "/%2e%2e/%2f";
            case 6 -> path.replace("e", "%65");
            case 7 -> path + "%" + word();
            case 8 -> "http://localhost" + path;
            case 9 -> path.substring(1);
            case 10 -> "/" + noise(NOISE_MAX, true).replace(' ', '_');
            case 11 -> oneIn(8) ? "/" + "a".repeat(random.nextInt(LONG_MAX)) : "*";
            default -> path;
        };
    }

    /** Returns whether the connection can go on after it. */
    private boolean addVersion(StringBuilder head) {
        if (!oneIn(30)) {
            head.append("HTTP/1.1\r\n");
            return true;
        }
        head.append(of(List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/11", "http/1.1", word())))
                .append("\r\n");
        return false;
    }

    /** Returns whether the connection can go on after them. */
    private boolean addHeaders(StringBuilder head) {
        boolean isWhole = true;
        while (oneIn(3)) {
            switch (random.nextInt(12)) {
                case 0 -> head.append("X-").append(word()).append(": ").append(noise(NOISE_MAX, true));
                case 1 -> head.append('x').append(noise(NOISE_MAX, true)); // an empty line would end the head
                case 2 -> head.append("X-Long: ").append("a".repeat(oneIn(8) ? random.nextInt(LONG_MAX) : 100));
                case 3 ->
                    head.append("a: b\r\n".repeat(random.nextInt(oneIn(8) ? LINES_MAX : 5)))
                            .append("a: b");
                case 4 -> {
                    head.append(of(ODD_LENGTHS));
                    isWhole = false;
                }
                default -> head.append(of(ODD_HEADERS));
            }
            head.append("\r\n");
        }
        return isWhole;
    }

    /** Ends the head; returns whether it says where the request ends. */
    private boolean addBody(StringBuilder head) {
        if (oneIn(2)) {
            head.append("Content-Length: 0\r\n\r\n");
            return true;
        }
        String body = noise(BODY_MAX, false);
        if (oneIn(3)) {
            head.append("Transfer-Encoding: chunked\r\n\r\n");
            head.append(Integer.toHexString(body.length())).append("\r\n").append(body);
            boolean isWhole = !oneIn(10);
            head.append(isWhole && !body.isEmpty() ? "\r\n0\r\n\r\n" : "\r\n");
            return isWhole;
        }
        boolean isWhole = !oneIn(10);
        int length = isWhole ? body.length() : random.nextInt(2 * BODY_MAX);
        head.append("Content-Length: ").append(length).append("\r\n\r\n").append(body);
        return isWhole;
    }

    private String word() {
        return Integer.toString(random.nextInt(Integer.MAX_VALUE), Character.MAX_RADIX);
    }

    /** Random characters; of a line, it may be all but its end, and is mostly letters. */
    private String noise(int max, boolean isLine) {
        StringBuilder noise = new StringBuilder();
        int length = random.nextInt(max);
        for (int index = 0; index < length; index++) {
            char next = (char) (oneIn(20) || !isLine ? random.nextInt(256) : 'a' + random.nextInt(26));
            noise.append(isLine && (next == '\r' || next == '\n') ? '?' : next);
        }
        return noise.toString();
    }

    private static String excerpt(String text) {
        String begin = text.length() > 160 ? text.substring(0, 160) + "…" : text;
        StringBuilder visible = new StringBuilder();
        for (byte each : begin.getBytes(ISO_8859_1)) {
            visible.append(each >= ' ' && each < 127 ? (char) each : each == '\n' ? '|' : each == '\r' ? ' ' : '?');
        }
        return visible.toString();
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}

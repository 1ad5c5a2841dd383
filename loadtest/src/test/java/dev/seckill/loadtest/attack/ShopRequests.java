package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;

/**
 * An endless row of requests for the routes of the shop, all of them HTTP in order: what is odd is what they say. Each
 * part is usually as it should be and now and then not. The same seed and name give the same row. Not thread-safe.
 */
final class ShopRequests {

    /** Stands in bodies, and nowhere else. */
    static final String PLANTED = "planted-in-a-body";

    private static final List<String> CHANGES = List.of("restock", "restock", "pause", "resume", "resume");
    private static final List<String> ORDER_CHANGES =
            List.of("confirm", "confirm", "extend", "extend", "extend", "cancel", "", "refund");
    private static final List<String> READS = List.of(
            "orders",
            "orders?after=3&limit=1000",
            "orders?limit=1001",
            "orders.csv",
            "events?after=-1",
            "events?limit=%00",
            "report",
            "report?buyers=plain",
            "report?buyers=all");
    private static final List<String> ODD_ORDERS = List.of(
            "019ae000-0000-7000-8000-000000000001",
            "019AE000-0000-7000-8000-000000000001",
            "019ae000-0000-4000-8000-000000000001",
            "1",
            "null",
            "%00",
            "%E2%80%AE",
            "a%2Fb",
            "..",
            "");
    private static final List<String> PAGES = List.of(
            "/api/sales",
            "/api/sales?limit=3",
            "/api/sales?limit=0",
            "/api/sales?limit=x&after=%00",
            "/api/sales?after=counter&limit=100",
            "/openapi.yaml",
            "/docs",
            "/health/live",
            "/health/ready",
            "/metrics",
            "/favicon.ico");
    private static final List<String> ODD_METHODS =
            List.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "post");
    private static final List<String> ODD_SALES = List.of(
            "%00",
            "%0d%0a",
            "a%20b",
            "%7Bx%7D",
            "..",
            ".",
            "-a",
            "a".repeat(65),
            "%F0%9F%9A%97",
            "%FF",
            "%E2%80%AE",
            "",
            "a/b",
            "a;b",
            "null",
            "0",
            "COUNTER",
            "a%2Fb",
            "{seckill}:sales",
            "%7Bseckill%7D:sales");

    /** As JSON in ASCII, without the quotes. */
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "\\u0000",
            "a\\nb",
            "\\u202Egnp.exe",
            "\\u200B",
            "\\uD83D",
            "\\uDE97\\uD83D",
            "\\uD83D\\uDE97",
            "e\\u0301",
            "\\uFEFFa",
            "\\uFFFF",
            "%s%n${jndi:ldap://127.0.0.1/a}",
            "'; DROP TABLE orders; --",
            "<script>alert(1)</script>",
            "\\u001b[31mred",
            "\\r\\n2026-12-24T18:00:00.000Z [main] ERROR forged");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1.5",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1e3",
            "1e400",
            "-0",
            "1.0",
            "1000000000",
            "1000000001",
            "01",
            "+1",
            "0x1",
            "NaN",
            "1_000",
            "9".repeat(300),
            "-" + "9".repeat(1200));
    private static final List<String> TIMES = List.of(
            "\"2001-01-01T00:00:00Z\"",
            "\"2026-01-01T00:00:00+14:00\"",
            "\"9999-12-31T23:59:59.999Z\"",
            "\"2999-12-24T18:00:00Z\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"2026-12-24\"",
            "\"tomorrow\"",
            "\"\"",
            "1766599200000");
    private static final List<String> OTHERS =
            List.of("null", "true", "[]", "{}", "[1]", "{\"a\":{}}", "\"1\"", "undefined");
    private static final List<String> BODIES = List.of(
            "",
            " ",
            "null",
            "[]",
            "1",
            "\"a\"",
            "{",
            "}",
            "{\"buyer\"",
            "{\"buyer\":}",
            "{'buyer':'a'}",
            "{}{}",
            "{}]",
            "[".repeat(3000),
            "{\"buyer\":".repeat(1500),
            "\u0000",
            "\u00ef\u00bb\u00bf{}",
            "buyer=a&quantity=1");
    private static final List<String> ODD_TYPES = List.of(
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-16",
            "application/json; charset=latin1",
            "application/json; charset=no-such",
            "application/json;charset",
            "multipart/form-data; boundary=x",
            "application/problem+json",
            "APPLICATION/JSON",
            "/",
            "");
    private static final List<String> ODD_HEADERS = List.of(
            "X-Forwarded-For: 1.2.3.4, ::1, <script>",
            "X-Forwarded-For: 999.999.999.999",
            "X-HTTP-Method-Override: DELETE",
            "Accept: application/xml",
            "Accept-Encoding: br;q=x, *",
            "Content-Encoding: gzip",
            "Range: bytes=0-0",
            "If-None-Match: *",
            "Cookie: a=b; $Version=\"");
    private static final List<String> ODD_TOKENS = List.of(
            "Bearer",
            "Bearer ",
            "Bearer a.b.c",
            "Bearer ..",
            "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Basic YTpi",
            "bearer x y",
            "Bearer " + "a".repeat(5000),
            "Bearer \u00e9\u00ff");

    /** One in so many changes ends its sale for good. */
    private static final int CLOSE = 20;
    /** Sales change with the requests, as some of them get closed. */
    private static final int SALES_EACH = 1000;

    private final Noise noise;
    private final String name;
    private final String adminToken;
    private final String shopToken;
    private final List<String> buyerTokens;
    private final KnownOrders orders;
    private int number;

    /**
     * @param adminToken good for all changes
     * @param shopToken good for all changes of orders
     * @param buyerTokens good for purchases; may be none
     * @param orders that others have got
     */
    ShopRequests(
            long seed, String name, String adminToken, String shopToken, List<String> buyerTokens, KnownOrders orders) {
        this.noise = new Noise(seed);
        this.name = name;
        this.adminToken = adminToken;
        this.shopToken = shopToken;
        this.buyerTokens = buyerTokens;
        this.orders = orders;
    }

    RawRequest next() {
        number++;
        return switch (noise.below(26)) {
            case 0, 1 -> define();
            case 2 -> change();
            case 3 -> request(method("GET"), "/api/sales/" + sale(), token(), "", "");
            case 4 -> request(method("GET"), noise.of(PAGES), token(), "", "");
            case 5, 6 -> request(method("POST"), model(), token(), noise.oneIn(2) ? "" : body(order()), type());
            case 20, 21, 22, 23, 24 -> ofOrder();
            case 25 -> request(method("GET"), "/api/sales/" + sale() + "/" + noise.of(READS), staffOrBuyer(), "", "");
            case 7 -> request(method("POST"), path(), token(), noise.oneIn(2) ? "" : noise.bytes(300), type());
            default -> request(method("POST"), "/api/sales/" + sale() + "/orders", token(), body(order()), type());
        };
    }

    private RawRequest define() {
        String sale = "{\"name\":" + text("Cars") + ",\"item\":" + text("car") + ",\"allotment\":"
                + whole(noise.below(500)) + optional("opensAt", time()) + optional("closesAt", time())
                + optional("perBuyer", whole(noise.below(4))) + optional("perOrder", whole(1 + noise.below(9)))
                + optional("holdFor", whole(noise.oneIn(2) ? 600 : noise.below(3)))
                + optional("holdMax", whole(600 + noise.below(600))) + optional("cancellable", value("true"))
                + optional("picture", text("/car.jpg")) + odd()
                + "}";
        return request(method("PUT"), "/api/sales/" + sale(), admin(), body(sale), type());
    }

    /** Of one that somebody has got, as a rule; without a name of a change it is a read. */
    private RawRequest ofOrder() {
        String known = orders.any(noise);
        String odd = "/api/sales/" + sale() + "/orders/" + noise.of(ODD_ORDERS);
        String order = known == null || noise.oneIn(12) ? odd : known;
        String change = noise.of(ORDER_CHANGES);
        String until = noise.oneIn(3) ? body("{" + optional("until", time()).replaceFirst(",", "") + odd() + "}") : "";
        return request(
                method(change.isEmpty() ? "GET" : "POST"),
                change.isEmpty() ? order : order + "/" + change,
                staffOrBuyer(),
                change.equals("extend") || noise.oneIn(20) ? until : "",
                type());
    }

    private String staffOrBuyer() {
        return switch (noise.below(4)) {
            case 0 -> token();
            case 1 -> admin();
            default -> noise.oneIn(8) ? garbled("Bearer " + shopToken) : "Bearer " + shopToken;
        };
    }

    private RawRequest change() {
        String change = noise.oneIn(CLOSE) ? "close" : noise.of(CHANGES);
        String units = "{\"units\":" + whole(noise.below(100) - 20) + odd() + "}";
        return request(
                method("POST"),
                "/api/sales/" + sale() + "/" + change,
                admin(),
                change.equals("restock") ? body(units) : "",
                type());
    }

    /** A token says who buys, so the body need not. */
    private String order() {
        boolean isProven = !buyerTokens.isEmpty() && !noise.oneIn(4);
        String buyer = isProven ? "" : "\"buyer\":" + text("buyer-" + noise.below(200)) + ",";
        return "{" + buyer + "\"quantity\":" + whole(1 + noise.below(3)) + odd() + "}";
    }

    private String optional(String field, String value) {
        return noise.oneIn(2) ? "" : ",\"" + field + "\":" + value;
    }

    /** Now and then a field that nobody knows, or that is there already. */
    private String odd() {
        if (!noise.oneIn(15)) {
            return "";
        }
        return ",\"" + noise.of(List.of("buyer", "units", "name", "no-such", "__proto__", noise.of(ODD_TEXTS))) + "\":"
                + value("1");
    }

    private String text(String usual) {
        if (noise.oneIn(12)) {
            String odd = noise.of(ODD_TEXTS);
            return '"' + (noise.oneIn(2) ? PLANTED : "") + odd + '"';
        }
        if (noise.oneIn(100)) {
            return '"' + (PLANTED + " ").repeat(noise.below(1000)) + '"';
        }
        return value('"' + usual + '"');
    }

    private String whole(int usual) {
        return noise.oneIn(12) ? noise.of(NUMBERS) : value(Integer.toString(usual));
    }

    private String time() {
        return noise.oneIn(5) ? value(noise.of(TIMES)) : "null";
    }

    private String value(String usual) {
        return noise.oneIn(30) ? noise.of(OTHERS) : usual;
    }

    /** As bytes, one for each character. */
    private String body(String json) {
        if (noise.oneIn(20)) {
            return noise.of(BODIES);
        }
        if (noise.oneIn(30)) {
            return json + json; // two bodies
        }
        if (noise.oneIn(1000)) {
            return json + " ".repeat(66_000);
        }
        String accented = noise.oneIn(10) ? json.replace("buyer-", "K\u00e4ufer \uD83D\uDE97 ") : json;
        if (noise.oneIn(30)) {
            return bytes(accented, noise.of(List.of(UTF_16, UTF_16LE, ISO_8859_1)));
        }
        StringBuilder bytes = new StringBuilder(bytes(accented, UTF_8));
        if (noise.oneIn(30)) {
            bytes.setCharAt(noise.below(bytes.length()), (char) noise.below(256));
        }
        if (noise.oneIn(40)) {
            bytes.setLength(noise.below(bytes.length()));
        }
        return bytes.toString();
    }

    private static String bytes(String text, Charset charset) {
        return new String(text.getBytes(charset), ISO_8859_1);
    }

    private String method(String usual) {
        return noise.oneIn(25) ? noise.of(ODD_METHODS) : usual;
    }

    private String model() {
        return noise.oneIn(2) ? "/seckill" : "/mock/mock";
    }

    private String path() {
        String path = "/" + noise.line(40).replace(' ', '_').replace('?', '_');
        return noise.oneIn(2) ? "/api/sales/" + sale() + path : path;
    }

    private String sale() {
        return switch (noise.below(12)) {
            case 0 -> noise.of(ODD_SALES);
            case 1 -> "no-such-" + noise.below(50);
            case 2, 3 -> "counter";
            default -> "hall-" + number / SALES_EACH + "-" + noise.below(3);
        };
    }

    private String type() {
        return noise.oneIn(20)
                ? noise.of(ODD_TYPES)
                : noise.of(List.of("application/json", "application/json; charset=utf-8"));
    }

    private String admin() {
        return noise.oneIn(8) ? garbled("Bearer " + adminToken) : "Bearer " + adminToken;
    }

    private String token() {
        if (buyerTokens.isEmpty() || noise.oneIn(10)) {
            return noise.oneIn(3) ? garbled("Bearer " + adminToken) : "";
        }
        String token = "Bearer " + (noise.oneIn(4) ? buyerTokens.get(0) : noise.of(buyerTokens));
        return noise.oneIn(6) ? garbled(token) : token;
    }

    private String garbled(String token) {
        if (noise.oneIn(3)) {
            return noise.of(ODD_TOKENS);
        }
        StringBuilder garbled = new StringBuilder(token);
        int place = noise.below(garbled.length());
        switch (noise.below(3)) {
            case 0 -> garbled.setCharAt(place, (char) ('!' + noise.below(90)));
            case 1 -> garbled.setLength(place);
            default -> garbled.insert(place, noise.word());
        }
        return garbled.toString();
    }

    private RawRequest request(String method, String path, String token, String body, String type) {
        StringBuilder head = new StringBuilder(method).append(' ').append(path.isEmpty() ? "/" : path);
        head.append(" HTTP/1.1\r\nHost: localhost\r\n");
        String key = null;
        if (noise.oneIn(2)) {
            key = noise.oneIn(4) ? "shared-" + noise.below(300) : name + "-" + number;
            head.append("Idempotency-Key: ").append(key).append("\r\n");
        } else if (noise.oneIn(12)) {
            head.append("Idempotency-Key: ").append(noise.line(200)).append("\r\n");
        }
        addLine(head, "Authorization", token);
        if (!body.isEmpty()) {
            addLine(head, "Content-Type", type);
        }
        while (noise.oneIn(8)) {
            head.append(noise.of(ODD_HEADERS)).append("\r\n");
        }
        if (!body.isEmpty() && noise.oneIn(5)) {
            head.append("Transfer-Encoding: chunked\r\n\r\n")
                    .append(Integer.toHexString(body.length()))
                    .append("\r\n")
                    .append(body)
                    .append("\r\n0\r\n\r\n");
        } else {
            head.append("Content-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
        }
        boolean isPost = method.toUpperCase(Locale.ROOT).equals("POST");
        return new RawRequest(
                name + "-" + number + ": " + method + " " + path + " " + excerpt(body),
                head.toString(),
                true,
                isPost ? RawRequest.Demand.MAY_BUY : RawRequest.Demand.NO_PURCHASE,
                method.equals("HEAD"),
                key);
    }

    private static void addLine(StringBuilder head, String header, String value) {
        if (!value.isEmpty()) {
            head.append(header).append(": ").append(value).append("\r\n");
        }
    }

    private static String excerpt(String body) {
        return (body.length() > 200 ? body.substring(0, 200) + "…" : body).replaceAll("[^ -~…]", "?");
    }
}

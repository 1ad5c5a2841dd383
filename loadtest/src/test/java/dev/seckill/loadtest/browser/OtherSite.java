package dev.seckill.loadtest.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A page of somebody else, with an origin of its own. */
final class OtherSite implements AutoCloseable {

    private final HttpServer server;
    private volatile String page = "";

    private OtherSite(HttpServer server) {
        this.server = server;
    }

    static OtherSite start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            OtherSite site = new OtherSite(server);
            server.createContext("/", site::answer);
            server.start();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What stands in the page's body from now on. */
    void show(String body) {
        page = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Other site</title>"
                + "<link rel=\"icon\" href=\"data:,\"></head><body><h1>Other site</h1>" + body + "</body></html>";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = page.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

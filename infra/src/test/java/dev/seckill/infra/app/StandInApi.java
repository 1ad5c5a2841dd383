package dev.seckill.infra.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a balancer sees of an API: ready or not, it tells its name, and may close a connection instead of a reply. */
final class StandInApi implements AutoCloseable {

    private final String name;
    private final HttpServer http;
    private final List<String> addresses = new CopyOnWriteArrayList<>();
    private volatile boolean isReady = true;
    private volatile boolean isSilent;

    StandInApi(String name) throws IOException {
        this.name = name;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.createContext("/health/ready", exchange -> tell(exchange, isReady));
        http.createContext("/health/live", exchange -> tell(exchange, true));
        http.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        addresses.addAll(exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of("none")));
        try (exchange) {
            if (!isSilent) {
                byte[] body = name.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static void tell(HttpExchange exchange, boolean isWell) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(isWell ? 200 : 503, -1);
        }
    }

    void setReady(boolean value) {
        isReady = value;
    }

    /** From now on it takes requests and closes the connection. */
    void fallSilent() {
        isSilent = true;
    }

    /** X-Forwarded-For of the requests that it got. */
    List<String> addresses() {
        return addresses;
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}

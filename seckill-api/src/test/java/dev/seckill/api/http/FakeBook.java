package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A consumer that answers what the test wants, and keeps what it was asked. */
final class FakeBook implements AutoCloseable {

    static final String TOKEN = "the-book-is-open";

    /** Method, path and query of each request, and its token. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    volatile Answer answer = exchange -> {};

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What it does with a request; the exchange is closed afterwards. */
    @FunctionalInterface
    interface Answer {

        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    FakeBook() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        try (exchange) {
            answer.give(exchange);
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on each request gets this. */
    void answer(int status, String type, String body) {
        answer = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            byte[] bytes = body.getBytes(UTF_8);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    /** The beginning of a body whose length it does not say; the answer goes on with the stream. */
    static OutputStream begin(HttpExchange exchange, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    OrderBookSettings settings(Duration wait, int max) {
        return new OrderBookSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), new Secret(TOKEN), wait, max, wait);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.seckill.loadtest.payments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Where the shop hears of its orders: on the loopback interface, at a free port. */
final class WebhookServer implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int BODY_BYTES_MAX = 65_536;
    private static final int BACKLOG = 256;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final WebhookSignature signature;
    private final WebhookInbox inbox;
    private final BooleanSupplier fails;
    private final Consumer<Webhook> listener;
    private final Clock clock;

    /**
     * Listens.
     *
     * @param fails asked at each webhook: whether the shop fails this time
     * @param listener hears of each webhook once
     */
    WebhookServer(
            WebhookSignature signature,
            WebhookInbox inbox,
            BooleanSupplier fails,
            Consumer<Webhook> listener,
            Clock clock) {
        this.signature = signature;
        this.inbox = inbox;
        this.fails = fails;
        this.listener = listener;
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("the shop cannot listen", e);
        }
        server.setExecutor(threads);
        server.createContext("/webhooks", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
            exchange.sendResponseHeaders(statusFor(exchange, body), -1);
        }
    }

    private int statusFor(HttpExchange exchange, byte[] body) {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        if (body.length > BODY_BYTES_MAX
                || !signature.isRight(
                        id,
                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                        body,
                        clock.instant())) {
            inbox.refused("a webhook without a right signature (id=" + id + ")");
            return 401;
        }
        if (fails.getAsBoolean()) {
            return 500;
        }
        Webhook webhook;
        try {
            webhook = Webhook.parse(id, body);
        } catch (IOException | RuntimeException e) {
            inbox.refused("webhook " + id + " cannot be read: " + e.getMessage());
            return 400;
        }
        if (inbox.take(webhook)) {
            listener.accept(webhook);
        }
        return 204;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

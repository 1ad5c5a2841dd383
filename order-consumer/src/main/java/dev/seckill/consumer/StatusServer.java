package dev.seckill.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
final class StatusServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final int THREADS = 4;
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, StatusServer::daemon);

    private StatusServer(HttpServer server) {
        this.server = server;
    }

    /** What a route answers. */
    private record Reply(int status, String type, String body) {}

    /** Computes a reply; may take as long as the checks it makes. */
    private interface Route {
        Reply reply();
    }

    /**
     * Starts to serve.
     *
     * @param storeCheck throws if the order book is away
     * @throws StartFailedException if the port cannot be had
     */
    static StatusServer start(HttpSettings settings, Health health, ConsumerMetrics metrics, Runnable storeCheck) {
        StatusServer status;
        try {
            status = new StatusServer(
                    HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), BACKLOG));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailedException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
        status.serve("/health/live", () -> verdict("live", health.liveProblems()));
        status.serve("/health/ready", () -> verdict("ready", readyProblems(health, storeCheck)));
        status.serve("/metrics", () -> new Reply(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
        status.serve("/", () -> new Reply(404, "text/plain; charset=utf-8", "not found\n"));
        status.server.setExecutor(status.threads);
        status.server.start();
        LOG.info("status-server - listening (host={}, port={})", settings.host(), status.port());
        return status;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static List<String> readyProblems(Health health, Runnable storeCheck) {
        List<String> problems = health.readyProblems();
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            storeCheck.run();
            return List.of();
        } catch (RuntimeException away) {
            LOG.debug("status-server - order book is away", away);
            return List.of(away.getMessage());
        }
    }

    private static Reply verdict(String word, List<String> problems) {
        String reasons = problems.stream().map(StatusServer::quoted).collect(Collectors.joining(","));
        String body = "{\"" + word + "\":" + problems.isEmpty() + ",\"reasons\":[" + reasons + "]}\n";
        return new Reply(problems.isEmpty() ? 200 : 503, "application/json", body);
    }

    private static String quoted(String text) {
        String plain = text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
        return '"' + plain + '"';
    }

    private void serve(String path, Route route) {
        server.createContext(path, exchange -> {
            try (exchange) {
                // A context also gets the paths below it.
                boolean exact = exchange.getRequestURI().getPath().equals(path);
                send(exchange, exact ? route.reply() : new Reply(404, "text/plain; charset=utf-8", "not found\n"));
            }
        });
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        boolean get = Stream.of("GET", "HEAD").anyMatch(exchange.getRequestMethod()::equals);
        byte[] body = get ? reply.body().getBytes(UTF_8) : new byte[0];
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        boolean withBody = exchange.getRequestMethod().equals("GET");
        exchange.sendResponseHeaders(get ? reply.status() : 405, withBody ? body.length : -1);
        if (withBody) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "status-server");
        thread.setDaemon(true);
        return thread;
    }
}

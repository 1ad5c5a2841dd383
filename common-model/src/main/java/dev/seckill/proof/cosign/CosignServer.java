package dev.seckill.proof.cosign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cosigner over HTTP: {@code POST /add-checkpoint}, and {@code GET /HASH/checkpoint} for whoever wants to see. */
public final class CosignServer implements AutoCloseable {

    /** The longest request: a proof and a checkpoint with many signatures. */
    private static final int BODY_MAX = 65_536;

    private static final int THREADS = 4;
    private static final int BACKLOG = 50;
    private static final Pattern LAST = Pattern.compile("/(?<hash>[0-9a-f]{64})/checkpoint");

    private final Cosigner cosigner;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private CosignServer(Cosigner cosigner, HttpServer server) {
        this.cosigner = Objects.requireNonNull(cosigner, "cosigner");
        this.server = server;
    }

    /**
     * Listens until it is closed.
     *
     * @throws UncheckedIOException if it can't
     */
    public static CosignServer start(Cosigner cosigner, InetSocketAddress address) {
        try {
            // Of this server's own, in seconds: nobody holds a thread by sending or taking slowly.
            System.setProperty("sun.net.httpserver.maxReqTime", "10");
            System.setProperty("sun.net.httpserver.maxRspTime", "10");
            HttpServer server = HttpServer.create(address, BACKLOG);
            CosignServer started = new CosignServer(cosigner, server);
            server.createContext("/", started::answer);
            server.setExecutor(started.threads);
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answerTo(exchange);
            } catch (UncheckedIOException e) {
                System.err.println(
                        "cosign: what was seen can't be read or written, nothing is signed (" + e.getCause() + ")");
                answer = Answer.refused(500, "the cosigner can't write down what it signs");
            }
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type().toString());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answerTo(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        Matcher last = LAST.matcher(path);
        if (path.equals("/add-checkpoint") && method.equals("POST")) {
            byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
            return body.length > BODY_MAX ? Answer.refused(413, "the request is too long") : cosigner.add(body);
        }
        byte[] found = last.matches() && method.equals("GET") ? cosigner.last(last.group("hash")) : null;
        return found == null ? Answer.refused(404, "there is no such thing") : Answer.signed(new String(found, UTF_8));
    }

    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }
}

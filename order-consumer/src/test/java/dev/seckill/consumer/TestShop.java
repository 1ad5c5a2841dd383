package dev.seckill.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.model.trace.TraceParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shop that checks every signature, fails now and then, and notes what it has taken in. Signatures are checked with code of
 * its own, which shares nothing with that of the sender.
 */
final class TestShop implements AutoCloseable {

    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final int THREADS = 32;
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final int failPercent;
    private final int stallEvery;
    private final long stallNanos;
    private final Random random = new Random(20);

    private final Map<String, String> bodies = new HashMap<>();
    /** The types that were taken for each order or sale, the repeats left out. */
    private final Map<String, List<String>> taken = new HashMap<>();

    private final Set<String> faults = new HashSet<>();
    private final List<String> traces = new ArrayList<>();
    private long requests;
    private long repeats;
    private volatile int status;

    /** One that takes everything at once. */
    TestShop() {
        this(0, 0, 0);
    }

    /**
     * One that is not reliable.
     *
     * @param failPercent of so many requests of a hundred it wants to know nothing
     * @param stallEvery each so manieth request is taken, but answered late; 0 for none
     * @param stallMillis how late
     */
    TestShop(int failPercent, int stallEvery, long stallMillis) {
        this.failPercent = failPercent;
        this.stallEvery = stallEvery;
        this.stallNanos = TimeUnit.MILLISECONDS.toNanos(stallMillis);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    /** From now on it answers so whatever comes; 0: as it should. */
    void answerAlways(int always) {
        status = always;
    }

    /** The types that were taken of an order or sale, in this order, each once. */
    synchronized List<String> taken(String key) {
        return List.copyOf(taken.getOrDefault(key, List.of()));
    }

    /** The ids of all that it has taken. */
    synchronized Set<String> ids() {
        return Set.copyOf(bodies.keySet());
    }

    /** How many different webhooks it has taken. */
    synchronized int size() {
        return bodies.size();
    }

    /** How many came again that it had taken before. */
    synchronized long repeats() {
        return repeats;
    }

    synchronized long requests() {
        return requests;
    }

    /** What was wrong with the requests; empty if nothing was. */
    synchronized Set<String> faults() {
        return Set.copyOf(faults);
    }

    /** What the requests said of their traces, those that said something. */
    synchronized List<String> traces() {
        return List.copyOf(traces);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
        boolean stalls;
        int answer;
        synchronized (this) {
            requests++;
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(TraceParent.HEADER))
                    .ifPresent(traces::add);
            stalls = stallEvery > 0 && requests % stallEvery == 0;
            if (!("v1," + sign(id + "." + timestamp + "." + new String(body, UTF_8))).equals(signature)) {
                faults.add("bad signature of " + id);
            }
            answer = status != 0 ? status : random.nextInt(100) < failPercent ? 500 : 200;
            if (answer == 200) {
                take(id, new String(body, UTF_8));
            }
        }
        if (stalls) {
            LockSupport.parkNanos(stallNanos);
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    private void take(String id, String body) throws IOException {
        String before = bodies.putIfAbsent(id, body);
        if (before == null) {
            Map<String, String> fields = fields(body);
            taken.computeIfAbsent(fields.getOrDefault("orderId", fields.get("sale")), key -> new ArrayList<>())
                    .add(fields.get("type"));
            return;
        }
        repeats++;
        if (!before.equals(body)) {
            faults.add("two bodies under " + id);
        }
    }

    private static Map<String, String> fields(String body) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken().isScalarValue()) {
                    fields.put(json.currentName(), json.getText());
                }
            }
        }
        return fields;
    }

    private static String sign(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

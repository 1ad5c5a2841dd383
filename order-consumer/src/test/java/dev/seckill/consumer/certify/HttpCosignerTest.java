package dev.seckill.consumer.certify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.proof.cosign.AddCheckpoint;
import dev.seckill.proof.cosign.Answer;
import dev.seckill.proof.cosign.Answer.Type;
import dev.seckill.proof.cosign.SeenCheckpoints;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.tree.Hash;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server on this machine. */
@Timeout(60)
final class HttpCosignerTest {

    private static final String ORIGIN = "shop.example/proofs/counter/20261122T101530Z";
    private static final AddCheckpoint REQUEST = new AddCheckpoint(
            0,
            List.of(),
            Checkpoint.of(
                    ORIGIN,
                    0,
                    Hash.OF_NO_LEAF,
                    new JdkNoteSigner(PrivateNoteKey.generate(ORIGIN, KeyType.ED25519, new SecureRandom()))));
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serverThreads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        serverThreads.shutdownNow();
        threads.shutdownNow();
    }

    private void answer(int status, String type, byte[] body) {
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private void never(boolean isBegun) {
        server.createContext("/", exchange -> hold(exchange, isBegun));
    }

    private void hold(HttpExchange exchange, boolean isBegun) throws IOException {
        if (isBegun) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write("— watch.example ".getBytes(UTF_8));
            body.flush();
        }
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpCosigner cosigner(String path, Duration wait) {
        HttpClient http = HttpCosigner.client(wait, null, threads);
        return new HttpCosigner(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), http, wait);
    }

    @Test
    void postsWhatItAsksAndHasTheAnswer() throws Exception {
        answer(409, "text/x.tlog.size", "17\n".getBytes(UTF_8));

        assertThat(cosigner("/shops/", LONG).add(REQUEST)).isEqualTo(new Answer(409, Type.SIZE, "17\n"));
        assertThat(seen.take())
                .isEqualTo("POST /shops/add-checkpoint old 0\n\n"
                        + REQUEST.checkpoint().note());
    }

    @Test
    void getsWhatTheCosignerShows() throws Exception {
        answer(200, "text/plain", "a note".getBytes(UTF_8));

        assertThat(cosigner("", LONG).last(ORIGIN)).asString(UTF_8).isEqualTo("a note");
        assertThat(seen.take()).startsWith("GET /" + SeenCheckpoints.name(ORIGIN) + "/checkpoint ");
    }

    @Test
    void aCosignerNeedNotShowAnything() throws Exception {
        answer(404, "text/plain", new byte[0]);

        assertThat(cosigner("", LONG).last(ORIGIN)).isNull();
    }

    @Test
    void oneThatFailsJustNowIsNoneThatShowsNothing() throws Exception {
        answer(503, "text/plain", new byte[0]);

        assertThatThrownBy(() -> cosigner("", LONG).last(ORIGIN))
                .isInstanceOf(CosignerAwayException.class)
                .hasMessage("status 503 for what it shows");
    }

    @Test
    void followsNobodyElsewhere() throws Exception {
        answer(307, "text/plain", new byte[0]);

        assertThat(cosigner("", LONG).add(REQUEST).status()).isEqualTo(307);
        assertThat(seen).hasSize(1);
    }

    @Test
    void whoAnswersNothingOrNotAllOfItIsGivenUp() {
        never(false);
        assertThatThrownBy(() -> cosigner("", SHORT).add(REQUEST)).isInstanceOf(CosignerAwayException.class);
        server.removeContext("/");
        never(true);

        assertThatThrownBy(() -> cosigner("", SHORT).add(REQUEST)).isInstanceOf(CosignerAwayException.class);
    }

    @Test
    void whoAnswersTooMuchIsGivenUp() {
        answer(200, "text/plain", new byte[BoundedAnswer.BYTES_MAX + 1]);

        assertThatThrownBy(() -> cosigner("", LONG).add(REQUEST))
                .isInstanceOf(CosignerAwayException.class)
                .hasMessageContaining("more than 65536 bytes");
    }

    @Test
    void whoIsNotThereIsToldInWords() {
        HttpCosigner gone = cosigner("", LONG);
        server.stop(0);

        assertThatThrownBy(() -> gone.add(REQUEST))
                .isInstanceOf(CosignerAwayException.class)
                .hasMessage("no connection: refused, or no way to the host");
    }
}

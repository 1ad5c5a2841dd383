package dev.seckill.consumer.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.status.Health.HealthLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server over real sockets, among clients that do not keep to the rules. */
@Timeout(300)
final class HttpServerIT {

    private static final String HOST = "127.0.0.1";
    private static final int CONNECTIONS = 20;
    private static final Duration LONG = Duration.ofSeconds(55);

    private final List<Socket> clients = new ArrayList<>();
    private final Health health =
            new Health(new HealthLimits(Duration.ofMinutes(5), Duration.ofMinutes(5)), System::nanoTime);
    private HttpServer server;

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void halfSentRequestsHoldUpNobody() throws IOException {
        start(LONG);
        for (int i = 0; i < CONNECTIONS - 1; i++) {
            client("GET /metrics HTTP/1.1\r\nHost: a\r\nX-Half: ");
        }

        assertThat(ask("GET /health/live")).startsWith("HTTP/1.1 200 OK").endsWith("{\"live\":true,\"reasons\":[]}\n");
        assertThat(ask("GET /metrics")).contains("consumer_orders_stored_total 0");
    }

    @Test
    void pastTheBoundTheOldestConnectionMakesRoom() throws IOException {
        start(LONG);
        Socket oldest = client("GET /");
        for (int i = 0; i < 10 * CONNECTIONS; i++) {
            client(i % 2 == 0 ? "" : "GET /health/live HTTP/1.1\r\n");
        }

        assertThat(ask("GET /health/live")).startsWith("HTTP/1.1 200 OK");
        assertThat(endOf(oldest)).isEmpty();
    }

    @Test
    void whoHasSentAHeadIsAnsweredHoweverManyOthersCome() throws IOException {
        start(LONG);
        List<Socket> asking = new ArrayList<>();
        for (int i = 0; i < 100 * CONNECTIONS; i++) {
            if (i % 10 == 0) {
                asking.add(client("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"));
            } else {
                client(i % 2 == 0 ? "" : "GET /health/live HTTP/1.1\r\n");
            }
        }

        assertThat(asking).allSatisfy(client -> assertThat(endOf(client)).startsWith("HTTP/1.1 200 OK"));
    }

    @Test
    void aHeadHasItsTimeAsAWhole() throws IOException {
        start(Duration.ofMillis(100));

        Socket silent = client("");
        Socket half = client("GET /metrics HTTP/1.1\r\n");

        assertThat(endOf(silent)).startsWith("HTTP/1.1 408 ");
        assertThat(endOf(half)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void aHeadHasItsSize() throws IOException {
        start(LONG);

        assertThat(endOf(client("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(1000)))).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void aHeadHasItsNumberOfLines() throws IOException {
        start(LONG);

        assertThat(endOf(client("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(65) + "\r\n")))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void aReplyMayTakeLongerThanAClient() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        health.back();
        health.beat(Duration.ZERO);
        start(Duration.ofMillis(100), () -> {
            asked.countDown();
            await(back);
        });
        Socket ready = client("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n");
        await(asked);

        for (int i = 0; i < 5; i++) {
            assertThat(endOf(client("GET /"))).startsWith("HTTP/1.1 408 ");
        }
        back.countDown();
        assertThat(endOf(ready)).startsWith("HTTP/1.1 200 OK").contains("{\"ready\":true");
    }

    @Test
    void pastTheBoundChecksAreRefused() throws IOException {
        CountDownLatch asked = new CountDownLatch(StatusRoutes.CHECKS_MAX);
        CountDownLatch back = new CountDownLatch(1);
        health.back();
        health.beat(Duration.ZERO);
        start(LONG, () -> {
            asked.countDown();
            await(back);
        });
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < StatusRoutes.CHECKS_MAX; i++) {
            waiting.add(client("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        await(asked);

        assertThat(ask("GET /health/ready")).startsWith("HTTP/1.1 503 ").contains("too many checks at once");
        assertThat(ask("GET /health/live")).startsWith("HTTP/1.1 200 OK");
        back.countDown();
        waiting.forEach(check -> assertThat(endOf(check)).startsWith("HTTP/1.1 200 OK"));
    }

    @Test
    void aHeadMayComeByteByByte() throws IOException {
        start(LONG);
        Socket slow = client("");
        for (byte one : "GET /health/live?x HTTP/1.0\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1)) {
            slow.getOutputStream().write(one);
        }

        assertThat(endOf(slow)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void aCheckThatWaitsHoldsUpNoOtherRoute() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        health.back();
        health.beat(Duration.ZERO);
        start(LONG, () -> {
            asked.countDown();
            await(back);
        });

        Socket ready = client("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n");
        await(asked);
        assertThat(ask("GET /health/live")).startsWith("HTTP/1.1 200 OK");
        back.countDown();
        assertThat(endOf(ready)).startsWith("HTTP/1.1 200 OK").contains("{\"ready\":true");
    }

    @Test
    void aHeadRequestTellsTheLengthOfTheBody() throws IOException {
        start(LONG);
        String get = ask("GET /health/live");
        String head = ask("HEAD /health/live");

        assertThat(get).startsWith(head).contains("Content-Length: 27\r\n");
        assertThat(head).endsWith("\r\n\r\n");
        assertThat(ask("HEAD /metrics"))
                .contains("Content-Length: ")
                .doesNotContain("Content-Length: 0")
                .endsWith("\r\n\r\n");
    }

    @Test
    void everyReplyForbidsGuessingAndStoring() throws IOException {
        start(LONG);

        for (String request : List.of("GET /metrics", "GET /health/ready", "GET /no", "POST /metrics", "get /")) {
            assertThat(ask(request))
                    .contains("X-Content-Type-Options: nosniff\r\n")
                    .contains("Cache-Control: no-store\r\n")
                    .contains("Connection: close\r\n");
        }
    }

    @Test
    void onlyGetAndHeadOfKnownPathsAreServed() throws IOException {
        start(LONG);

        assertThat(ask("POST /health/ready")).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD\r\n");
        assertThat(ask("GET /health/live/x")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("GET /health/live/")).startsWith("HTTP/1.1 404 ").contains("application/problem+json");
        assertThat(ask("nonsense")).startsWith("HTTP/1.1 505 ");
        assertThat(endOf(client("nonsense\r\n\r\n"))).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aHostWithoutAnAddressIsNamed() {
        HttpSettings conda = new HttpSettings("x86_64-conda-linux-gnu.invalid", 0, CONNECTIONS, 1024, LONG);

        assertThatThrownBy(() -> HttpServer.start(conda, 0))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("x86_64-conda-linux-gnu.invalid")
                .hasMessageContaining("--host (CONSUMER_HOST) is no address of this machine");
    }

    private void start(Duration headWait) {
        start(headWait, () -> {});
    }

    private void start(Duration headWait, Runnable storeCheck) {
        HttpSettings settings = new HttpSettings(HOST, 0, CONNECTIONS, 1024, headWait);
        server = HttpServer.start(settings, 0, new StatusRoutes(health, new ConsumerMetrics(), storeCheck));
    }

    private String ask(String request) throws IOException {
        return endOf(client(request + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    private Socket client(String sent) throws IOException {
        Socket socket = new Socket(InetAddress.getByName(HOST), server.port());
        clients.add(socket);
        socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
        return socket;
    }

    /** All that the server sends until it closes; nothing if it breaks the connection off. */
    private static String endOf(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException brokenOff) {
            return "";
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.seckill.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.config.ApiConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What SIGTERM does, with a Redis that takes connections and never answers, and no Kafka at all. */
@Timeout(120)
final class MainTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<Integer> halted = new CompletableFuture<>();
    private final ShutdownSignal shutdown = new ShutdownSignal(halted::complete);
    private final ServerSocket silentRedis = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port = freePort();
    private final int adminPort = freePort();
    private final ApiConfig config = config("0s");

    MainTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        silentRedis.close();
    }

    @Test
    void sigterm_endsAnIdleInstanceWithZero() throws Exception {
        CompletableFuture<Integer> served = serve();
        await().atMost(60, TimeUnit.SECONDS).until(() -> statusOf("/health/live") == 200);

        CompletableFuture<Void> hook = CompletableFuture.runAsync(shutdown::onShutdown);

        assertThat(served.get(60, TimeUnit.SECONDS)).isZero();
        hook.get(60, TimeUnit.SECONDS);
        assertThat(halted).isCompletedWithValue(0);
        assertThat(isListening(port)).isFalse();
        assertThat(isListening(adminPort)).isFalse();
    }

    @Test
    void sigterm_answersWhoWaitsForADecisionBeforeItEnds() throws Exception {
        CompletableFuture<Integer> served = serve();
        await().atMost(60, TimeUnit.SECONDS).until(() -> statusOf("/health/live") == 200);
        CompletableFuture<HttpResponse<String>> purchase = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/seckill"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> bodyOf("/metrics")
                        .lines()
                        .anyMatch(line -> line.startsWith("seckill_requests_received_total 1")));

        CompletableFuture<Void> hook = CompletableFuture.runAsync(shutdown::onShutdown);

        assertThat(purchase.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
        assertThat(served.get(60, TimeUnit.SECONDS)).isZero();
        hook.get(60, TimeUnit.SECONDS);
        assertThat(halted).isCompletedWithValue(0);
    }

    @Test
    void sigterm_sendsBuyersElsewhereAndServesThemMeanwhile() throws Exception {
        CompletableFuture<Integer> served = new CompletableFuture<>();
        Thread main = new Thread(() -> served.complete(serve(config("2m"))), "main-of-the-test");
        main.start();
        await().atMost(60, TimeUnit.SECONDS).until(() -> statusOf("/health/live") == 200);
        HttpRequest page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/live"))
                .build();
        assertThat(client.send(page, HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .map())
                .doesNotContainKey("connection");

        CompletableFuture<Void> hook = CompletableFuture.runAsync(shutdown::onShutdown);

        await().atMost(60, TimeUnit.SECONDS).until(() -> bodyOf("/health/ready").contains("The instance is stopping."));
        HttpResponse<Void> last = client.send(page, HttpResponse.BodyHandlers.discarding());
        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(last.headers().firstValue("connection")).contains("close");
        assertThat(served).isNotDone();
        main.interrupt();
        assertThat(served.get(60, TimeUnit.SECONDS)).isZero();
        hook.get(60, TimeUnit.SECONDS);
        assertThat(isListening(port)).isFalse();
    }

    @Test
    void aPortThatIsTakenEndsItWithOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThat(serve().get(60, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    private ApiConfig config(String drain) {
        return ApiConfig.of(
                "--drain=" + drain,
                "--host=127.0.0.1",
                "--port=" + port,
                "--admin-port=" + adminPort,
                "--redis=redis://127.0.0.1:" + silentRedis.getLocalPort(),
                "--redis-timeout=2s",
                "--failover-wait=0ms",
                "--kafka=127.0.0.1:" + freePort(),
                "--warm-up=0");
    }

    /** As {@link Main} does, with a signal that ends no process. */
    private CompletableFuture<Integer> serve() {
        return CompletableFuture.supplyAsync(() -> serve(config));
    }

    private int serve(ApiConfig settings) {
        try (shutdown) {
            return shutdown.endsWith(Main.serveUntil(shutdown, settings));
        }
    }

    private int statusOf(String page) throws Exception {
        return look(page).statusCode();
    }

    private String bodyOf(String page) throws Exception {
        return look(page).body();
    }

    private HttpResponse<String> look(String page) throws Exception {
        await().atMost(60, TimeUnit.SECONDS).until(() -> isListening(adminPort));
        return Contract.checked(client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + page))
                        .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8)));
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException nobody) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket any = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.seckill.consumer.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.status.Health.HealthLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The beginning and the end of the server; what it serves between is tested by {@link HttpServerIT}. */
@Timeout(60)
final class HttpServerTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Health health =
            new Health(new HealthLimits(Duration.ofMinutes(5), Duration.ofMinutes(5)), System::nanoTime);

    @Test
    void aTakenPortIsNamedWithItsSetting() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> start(settings("127.0.0.1", taken.getLocalPort()), () -> {}))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": --port (CONSUMER_PORT) cannot be taken (Address already in use)");
        }
    }

    /** 192.0.2.0/24 is kept for documentation. */
    @Test
    void anAddressOfAnotherMachineIsNamedWithItsSetting() {
        assertThatThrownBy(() -> start(settings("192.0.2.1", 0), () -> {}))
                .isInstanceOf(CannotStartException.class)
                .hasMessageStartingWith(
                        "cannot listen on 192.0.2.1:0: --host (CONSUMER_HOST) is no address of this machine (");
    }

    @Test
    void aStopEndsARequestThatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        health.back();
        health.beat(Duration.ZERO);
        HttpServer server = start(settings("127.0.0.1", 0), () -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException(e);
            }
        });
        int port = server.port();
        try (Socket ready = client(port, "GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n");
                Socket half = client(port, "GET /metrics HTTP/1.1\r\n")) {
            asked.await();

            server.close();

            assertThat(endOf(ready)).doesNotContain("HTTP/1.1 200");
            assertThat(endOf(half)).doesNotContain("HTTP/1.1 200");
            interrupted.await();
        }
        new ServerSocket(port, 1, LOOPBACK).close();
    }

    @Test
    void aStopAfterAStopDoesNothing() throws IOException {
        HttpServer server = start(settings("127.0.0.1", 0), () -> {});
        int port = server.port();
        server.close();
        try (ServerSocket next = new ServerSocket(port, 1, LOOPBACK)) {
            server.close();

            assertThat(next.isBound()).isTrue();
            client(port, "").close();
        }
    }

    private HttpServer start(HttpSettings settings, Runnable storeCheck) {
        return HttpServer.start(settings, 0, new StatusRoutes(health, new ConsumerMetrics(), storeCheck));
    }

    private static HttpSettings settings(String host, int port) {
        return new HttpSettings(host, port, 20, 1024, Duration.ofMinutes(5));
    }

    private static Socket client(int port, String sent) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
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
}

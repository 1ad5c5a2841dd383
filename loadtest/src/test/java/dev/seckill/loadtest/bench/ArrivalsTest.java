package dev.seckill.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArrivalsTest {

    private final AtomicInteger connections = new AtomicInteger();

    @Test
    void eachConnectsAnewAndCountsByItsReply() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> serve(server));
            serving.start();

            Arrivals.Seen seen = Arrivals.at(server.getLocalPort(), 40, Duration.ofMillis(100));

            assertThat(connections).hasValue(40);
            assertThat(seen.sample().requests()).isEqualTo(40);
            assertThat(seen.sample().ok()).isEqualTo(20);
            assertThat(seen.sample().refused()).isEqualTo(10);
            assertThat(seen.sample().failed()).isEqualTo(10);
            assertThat(seen.sample().nanos().getTotalCount()).isEqualTo(30);
        }
    }

    /** Of four, two are answered, one is refused, one is closed without a word. */
    private void serve(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept()) {
                readHead(socket.getInputStream());
                switch (connections.getAndIncrement() % 4) {
                    case 0, 1 -> say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    case 2 -> say(socket, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
                    default -> socket.shutdownOutput();
                }
            } catch (IOException ended) {
                return;
            }
        }
    }

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
    }

    private static void say(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write(reply.getBytes(US_ASCII));
    }
}

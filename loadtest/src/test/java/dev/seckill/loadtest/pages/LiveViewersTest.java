package dev.seckill.loadtest.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LiveViewersTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static final String EVENT = "event: sale\ndata: {}\n\n";

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private volatile String greeting = HEAD + EVENT;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(this::accept);
        accepting.setDaemon(true);
        accepting.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void countTheEventsOfAllStreams() throws Exception {
        try (LiveViewers viewers = LiveViewers.open(address(), "/live", 5)) {
            assertThat(viewers.events()).isEqualTo(5);

            say("event: sale\nda");
            say("ta: {}\n");
            say("\n" + EVENT);

            await().untilAsserted(() -> assertThat(viewers.events()).isEqualTo(15));
            assertThat(viewers.ended()).isZero();
        }
    }

    @Test
    void countWhoIsSentAway() throws Exception {
        try (LiveViewers viewers = LiveViewers.open(address(), "/live", 5)) {
            sockets.get(0).close();
            sockets.get(3).close();

            await().untilAsserted(() -> assertThat(viewers.ended()).isEqualTo(2));
        }
    }

    @Test
    void areNotThereIfTheyAreRefused() {
        greeting = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

        assertThatThrownBy(() -> LiveViewers.open(address(), "/live", 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended=2");
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    private void say(String text) throws IOException {
        for (Socket socket : sockets) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                socket.getOutputStream().write(greeting.getBytes(ISO_8859_1));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }
}

package dev.seckill.proof.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers do that a stranger does not choose. */
@Timeout(60)
final class LogFilesIT {

    private static final int ENDLESS = 0;

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Between two bytes there is always less time than patience. */
    @Test
    void oneThatTricklesForEverIsLeft() {
        server.createContext("/checkpoint", exchange -> send(exchange, new byte[1], true));

        assertThatThrownBy(() -> LogFiles.at(address(), Duration.ofMillis(300)).read("checkpoint"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("checkpoint can't be read")
                .hasMessageContaining("it was not whole after 300 ms");
    }

    @Test
    void oneThatSendsWithoutEndIsLeft() {
        server.createContext("/checkpoint", exchange -> send(exchange, new byte[1 << 20], false));

        assertThatThrownBy(() -> LogFiles.at(address()).read("checkpoint"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("it is longer than " + LogFiles.BYTES_MAX + " bytes");
    }

    @Test
    void oneThatAnswersIsRead() {
        server.createContext("/checkpoint", exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(new byte[] {1, 2, 3});
            exchange.close();
        });
        server.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        LogFiles files = LogFiles.at(address());

        assertThat(files.read("checkpoint")).containsExactly(1, 2, 3);
        assertThat(files.read("nothing")).isNull();
        assertThatThrownBy(() -> files.read("broken")).hasMessageContaining("/broken answers 500");
    }

    private void send(HttpExchange exchange, byte[] part, boolean isSlow) throws IOException {
        exchange.sendResponseHeaders(200, ENDLESS);
        try (OutputStream body = exchange.getResponseBody()) {
            while (over.getCount() > 0) {
                body.write(part);
                body.flush();
                if (isSlow) {
                    over.await(20, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

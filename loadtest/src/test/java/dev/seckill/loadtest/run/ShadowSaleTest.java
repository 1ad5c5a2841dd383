package dev.seckill.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.ChangeFailedException;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ShadowSaleTest {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(said, true, UTF_8), false, false);
    private final PlannedCase planned = new PlannedCase(new SaleId("rehearsal-1"), 1, Duration.ofSeconds(1), 1, WAIT);
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatCouldNotBeSentNeedsNoClose() {
        URI api = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        Operator operator = new Operator(
                HttpClient.newHttpClient(),
                List.of(api),
                AdminToken.random("operator"),
                planned.sale(),
                WAIT,
                Duration.ofSeconds(10));

        assertThatThrownBy(() -> {
                    try (ShadowSale sale = new ShadowSale(planned, operator, terminal)) {
                        sale.open(WAIT);
                    }
                })
                .isInstanceOf(ChangeFailedException.class)
                .hasMessageContaining("TLS: ");
        assertThat(said.toString(UTF_8)).isEmpty();
    }
}

package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.Contract;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.infra.testing.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers can make the server log. */
@Timeout(300)
final class HttpLogIT {

    private static final ApiConfig.Http SETTINGS = new ApiConfig.Http(
            "127.0.0.1",
            0,
            8,
            1000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Gates.DEFAULT);

    private HttpServer http;

    @BeforeEach
    void listen() {
        http = new HttpServer(
                SETTINGS,
                routes -> routes.get("/fails/{what}", ctx -> {
                    throw new IllegalStateException("no " + ctx.pathParam("what"));
                }));
    }

    @AfterEach
    void close() {
        http.close();
    }

    /** Each is answered, and whoever wants to know how many there were counts the replies. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /page HTTP/1.1~~",
                "GET /page HTTP/1.1~Host: a b~~",
                "GET /page HTTP/1.1~Host: [::1~~",
                "GET /page HTTP/1.1~Host: x:99999~~",
                "GET /page HTTP/1.1~Host: x~Host: y\u009b~~",
                "GET http://[::1/ HTTP/1.1~Host: x~~",
                "GET /%zz HTTP/1.1~Host: x~~",
                "GET /../../x HTTP/1.1~Host: x~~",
                "GET /page HTTP/9.9~Host: x~~",
                "P\u0000ST /page HTTP/1.1~Host: x~~",
                "GET /page HTTP/1.1~Host: x~a : b~~",
                "GET /page HTTP/1.1~Host: x~a: b~ c~~",
                "GET /page HTTP/1.1~Host: x~Cookie: =;=\u0085;\"~~",
                "GET /page HTTP/1.1~Host: x~Expect: 200-ok~~",
                "POST /page HTTP/1.1~Host: x~Content-Length: 1~Content-Length: 2~~",
                "POST /page HTTP/1.1~Host: x~Content-Length: 1~Transfer-Encoding: chunked~~",
                "POST /page HTTP/1.1~Host: x~Transfer-Encoding: chunked~~zz~",
                "POST /page HTTP/1.1~Host: x~Content-Length: 9~~half",
                "\u0016\u0003\u0001\u0002\u0000\u0001"
            })
    void aBadRequestLogsNothing(String request) {
        List<String> said = LogLines.during(() -> send(request.replace("~", "\r\n")));

        assertThat(said).isEmpty();
    }

    @Test
    void aHeadThatIsTooLongLogsNothing() {
        List<String> said = LogLines.during(() -> {
            send("GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            send("GET /page HTTP/1.1\r\nHost: x\r\na: " + "x".repeat(9000) + "\r\n\r\n");
        });

        assertThat(said).isEmpty();
    }

    @Test
    void aPathCannotForgeALine() {
        List<String> said =
                LogLines.during(() -> send("GET /fails/x%0D%0A%5BERROR%5D%20sold%20out%C2%9B2J%E2%80%AE HTTP/1.1\r\n"
                        + "Host: x\r\nConnection: close\r\n\r\n"));

        assertThat(said).filteredOn(line -> line.contains("sold out")).hasSize(1);
        assertThat(said)
                .first()
                .asString()
                .contains("requests failed unexpectedly (times=1, method=GET, path=/fails/x%0D%0A%5BERROR%5D");
        assertThat(String.join("", said).codePoints())
                .noneMatch(character -> Character.isISOControl(character) && character != '\t')
                .doesNotContain(0x202e);
    }

    @Test
    void requestsThatFailTellOfThemselvesInAFewLines() {
        List<String> said = LogLines.during(() -> {
            for (int i = 0; i < 500; i++) {
                send("GET /fails/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            }
        });

        // Three a second at most, and the test has 60.
        assertThat(said.stream().filter(line -> line.contains("requests failed unexpectedly")))
                .hasSizeBetween(3, 183);
    }

    /** Waits until the server has answered and closed the connection. */
    private void send(String request) {
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            String reply = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            if (!request.contains("/fails/")) {
                Contract.checkedOverTheWire(request, reply);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.Contract;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.sale.Decision;
import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says to requests that are odd, broken or forged, and that none of them buys. */
@Timeout(300)
final class HttpMannersIT {

    private static final Reply SOLD_OUT = new Reply(Decision.soldOut(), true);

    private final ApiMetrics metrics = new ApiMetrics();
    private final AtomicInteger purchases = new AtomicInteger();
    private HttpServer http;

    @BeforeEach
    void listen() {
        ApiConfig.Http settings = new ApiConfig.Http(
                "127.0.0.1",
                0,
                8,
                1000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Gates.DEFAULT);
        http = new HttpServer(
                settings,
                new PurchaseRoutes(
                        SaleId.DEFAULT,
                        (origin, sale, purchase) -> {
                            purchases.incrementAndGet();
                            return CompletableFuture.completedFuture(SOLD_OUT);
                        },
                        settings,
                        metrics,
                        Admissions.open(metrics),
                        LiveParts.counted(metrics)),
                new HealthRoutes(null, null, null, null, () -> null), // whose readiness nobody asks for
                routes -> routes.get("/page", ctx -> ctx.result("page")));
    }

    @AfterEach
    void close() {
        http.close();
        metrics.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "TRACE", "DELETE", "PUT", "OPTIONS"})
    void aHeaderMakesNoPurchaseOfAnotherMethod(String method) throws Exception {
        send(method + " /seckill HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: POST\r\nConnection: close\r\n\r\n");

        assertThat(purchases).hasValue(0);
    }

    @Test
    void aHeaderMakesNoOtherMethodOfAPurchase() throws Exception {
        assertThat(send(purchase("x-http-method-override: GET\r\n"))).startsWith("HTTP/1.1 200 OK");
        assertThat(purchases).hasValue(1);
    }

    @Test
    void aHeadTellsTheLengthOfThePage() throws Exception {
        assertThat(send("HEAD /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .contains("Content-Length: 2\n");
    }

    /** The contract has that status, too. */
    @Test
    void aVersionThatTheServerHasNotIsRefused() throws Exception {
        assertThat(send("POST /seckill HTTP/2.0\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 426 ");
        assertThat(purchases).hasValue(0);
    }

    @Test
    void twoKeysThatDifferAreRefused() throws Exception {
        assertThat(send(purchase("Idempotency-Key: a\r\nIdempotency-Key: b\r\n")))
                .startsWith("HTTP/1.1 400 ");
        assertThat(purchases).hasValue(0);
    }

    @Test
    void theSameKeyTwiceIsOne() throws Exception {
        assertThat(send(purchase("Idempotency-Key: a\r\nIdempotency-Key: a\r\n")))
                .startsWith("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\r\nhello\r\n0\r\n", "5\r\nhello\r\n0", "5\r\nhello\r\n", "5\r\nhel", "0\r\na: b\r\n"})
    void aBodyThatBreaksOffBuysNothing(String body) throws Exception {
        assertThat(send(purchase("Transfer-Encoding: chunked\r\n") + body)).doesNotStartWith("HTTP/1.1 200");
        assertThat(purchases).hasValue(0);
    }

    @Test
    void aWholeBodyInChunksBuys() throws Exception {
        assertThat(send(purchase("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK");
        assertThat(purchases).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|GET /%zz HTTP/1.1~Host: x~~",
                "400|GET /page HTTP/1.1~~",
                "400|GET /page HTTP/1.1~Host: a b~~",
                "400|OPTIONS ?seckill HTTP/1.1~Host: x~~",
                "400|POST /seckill HTTP/1.1~Host: x~Content-Length: 1~Content-Length: 2~~",
                "417|POST /seckill HTTP/1.1~Host: x~Expect: 200-ok~Content-Length: 1~~",
                "505|GET /page HTTP/3.7~Host: x~~"
            })
    void whatTheServerItselfRefusesIsAProblemToo(int status, String request) throws Exception {
        assertProblem(status, request.replace("~", "\r\n"));
    }

    @Test
    void headsThatAreTooLongAreProblemsToo() throws Exception {
        assertProblem(414, "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertProblem(431, "GET /page HTTP/1.1\r\nHost: x\r\na: " + "x".repeat(9000) + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a b",
                "Host: x\r\nHost: y",
                "Host: x:99999999",
                "Host: [x",
                "Host: x\r\nExpect: 200-ok",
                "Host: x\r\nContent-Length: 1\r\nContent-Length: 2",
                "Host: x\r\nTransfer-Encoding: none",
                "Host: x\r\n:",
            })
    void whatIsRefusedIsNoLineOfTheLog(String headers) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        System.setErr(new PrintStream(lines, true, US_ASCII));
        try {
            assertThat(send("POST /seckill HTTP/1.1\r\n" + headers + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 4");
        } finally {
            System.setErr(before);
        }

        assertThat(lines.toString(US_ASCII)).doesNotContain("WARN", "ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /seckill", "GET /page", "GET /nothing", "DELETE /seckill", "GET /%zz"})
    void noReplyIsStoredOrTakenForAnotherType(String line) throws Exception {
        assertThat(send(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("X-Content-Type-Options: nosniff\n")
                .contains("Cache-Control: no-store\n");
    }

    private void assertProblem(int status, String request) throws IOException {
        assertThat(send(request))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("Content-Type: application/problem+json\n")
                .contains("Connection: close\n")
                .contains("\"status\":" + status);
        assertThat(purchases).hasValue(0);
    }

    private static String purchase(String headers) {
        return "POST /seckill HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
    }

    /** All that the server says to this until it closes the connection, lines ended by LF. */
    private String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            socket.shutdownOutput();
            String reply = new String(socket.getInputStream().readAllBytes(), US_ASCII).replace("\r\n", "\n");
            return Contract.checkedOverTheWire(request, reply);
        }
    }
}

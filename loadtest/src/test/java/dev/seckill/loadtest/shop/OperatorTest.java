package dev.seckill.loadtest.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.seckill.model.SaleId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operator before an API that says what it is told to. */
@Timeout(30)
class OperatorTest {

    private static final AdminToken ADMIN = new AdminToken("ann", "s3cret");

    private final List<String> requests = new ArrayList<>();
    private final Deque<String> replies = new ArrayDeque<>();
    private HttpServer server;
    private Operator operator;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String reply = replies.removeFirst();
            if (!reply.equals("none")) {
                byte[] body = reply.substring(3).strip().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(Integer.parseInt(reply.substring(0, 3)), body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        operator = operator(
                List.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())), Duration.ofSeconds(20));
    }

    private static Operator operator(List<URI> apis, Duration patience) {
        return new Operator(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                apis,
                ADMIN,
                new SaleId("shoes"),
                Duration.ofSeconds(5),
                patience);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsARestockAgainUnderItsKeyUntilItIsClear() throws Exception {
        replies.addAll(
                List.of("none", "503 {}", "404 {\"type\":\"/docs#unknown-sale\"}", "202 {}", "200 {\"left\":7}"));

        assertThat(operator.restock(7, "key-1").isDone()).isTrue();

        assertThat(requests)
                .hasSizeGreaterThanOrEqualTo(5)
                .containsOnly("POST /api/sales/shoes/restock Bearer s3cret key-1 {\"units\":7}");
        assertThat(operator.repeats()).isEqualTo(4);
    }

    @Test
    void laysASaleDownAndStopsIt() throws Exception {
        replies.addAll(List.of("200 {}", "200 {}", "200 {}"));

        operator.define(new SalePlan("Shoes", 5, Instant.parse("2026-11-29T12:00:00Z"), 2));
        operator.pause();
        operator.close();

        assertThat(requests)
                .containsExactly(
                        "PUT /api/sales/shoes Bearer s3cret null {\"name\":\"Shoes\",\"item\":\"car\",\"allotment\":5,"
                                + "\"perBuyer\":2,\"opensAt\":\"2026-11-29T12:00:00Z\"}",
                        "POST /api/sales/shoes/pause Bearer s3cret null ",
                        "POST /api/sales/shoes/close Bearer s3cret null ");
    }

    @Test
    void laysDownASaleThatClosesByItself() throws Exception {
        replies.add("200 {}");

        operator.define(new SalePlan("Shoes", 0, null, 2).closing(Instant.parse("2026-11-29T12:00:00Z"), 5));

        assertThat(requests)
                .containsExactly("PUT /api/sales/shoes Bearer s3cret null {\"name\":\"Shoes\",\"item\":\"car\","
                        + "\"allotment\":5,\"perBuyer\":2,\"closesAt\":\"2026-11-29T12:00:00Z\"}");
    }

    @Test
    void doesNotTakeARefusalForADeed() {
        replies.add("409 {\"type\":\"/docs#change-refused\"}");

        assertThatThrownBy(() -> operator.resume())
                .isInstanceOf(ChangeFailedException.class)
                .hasMessageContaining("resume was refused: 409")
                .matches(failure -> ((ChangeFailedException) failure).isRefused());
    }

    @Test
    void doesNotAskAgainWhereTlsFails() throws Exception {
        try (WithoutTls api = new WithoutTls()) {
            Operator secured = operator(List.of(api.url()), Duration.ofDays(1));

            assertThatThrownBy(secured::resume)
                    .isInstanceOf(ChangeFailedException.class)
                    .hasMessage("resume could not be sent: TLS: the server answers without TLS")
                    .matches(failure -> ((ChangeFailedException) failure).isRefused());
            assertThat(secured.repeats()).isZero();
        }
    }

    @Test
    void whatMayHaveComeThroughBeforeTlsFailedIsNoRefusal() throws Exception {
        replies.add("503 {}");
        URI first = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (WithoutTls second = new WithoutTls()) {
            Operator secured = operator(List.of(first, second.url()), Duration.ofDays(1));

            assertThatThrownBy(() -> secured.restock(7, "key-1"))
                    .isInstanceOf(ChangeFailedException.class)
                    .matches(failure -> !((ChangeFailedException) failure).isRefused());
        }
    }

    @Test
    void tellsNobodyItsSecret() {
        assertThat(ADMIN.toString()).doesNotContain("s3cret");
        assertThat(ADMIN.setting()).isEqualTo("ann:s3cret");
        assertThat(AdminToken.random("a")).isNotEqualTo(AdminToken.random("a"));
    }
}

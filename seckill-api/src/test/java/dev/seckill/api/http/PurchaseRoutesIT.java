package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.Contract;
import dev.seckill.api.admission.Admission;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.Rate;
import dev.seckill.api.config.Rates;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The model routes on a real server, with decisions that the test makes. */
@Timeout(300)
final class PurchaseRoutesIT {

    private final ApiMetrics metrics = new ApiMetrics();
    private final CompletableFuture<Reply> decision = new CompletableFuture<>();
    private final AtomicInteger decided = new AtomicInteger();
    private final HttpClient buyers = HttpClient.newHttpClient();
    private AdmissionSettings admitted = AdmissionSettings.OPEN;
    private HttpServer http;

    @AfterEach
    void close() {
        if (http != null) {
            http.close();
        }
        metrics.close();
    }

    @Test
    void aPurchaseThatNobodyDecidesIsRefusedAfterTheAnswerWait() throws Exception {
        listen(Duration.ofMillis(100));

        HttpResponse<String> reply = buy();

        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(reply.headers().firstValue("Retry-After")).contains("1");
        assertThat(reply.body()).startsWith("{").endsWith("}").contains("could not be decided");
        assertThat(metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"failed\"} 1.0");
    }

    @Test
    void aDecisionThatComesAfterTheAnswerWaitIsNotWrittenBehindTheRefusal() throws Exception {
        listen(Duration.ofMillis(100));

        buy();
        boolean isFirst = decision.complete(new Reply(Decision.soldOut(), true));

        assertThat(isFirst).isFalse();
        assertThat(metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"sold_out\"} 0.0");
    }

    @Test
    void anAddressThatAsksTooOftenIs429BeforeAnythingIsDecided() throws Exception {
        admitted = new AdmissionSettings(null, new Rates(null, new Rate(2, Duration.ofHours(1)), 64, 0));
        decision.complete(new Reply(Decision.soldOut(), true));
        listen(Duration.ofSeconds(30));
        buy();
        buy();

        HttpResponse<String> reply = buy();

        assertThat(reply.statusCode()).isEqualTo(429);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(reply.headers().firstValue("Retry-After").map(Integer::parseInt))
                .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1000, 1800));
        assertThat(reply.body()).contains("\"type\":\"/docs#too-many-requests\"");
        assertThat(decided).hasValue(2);
        assertThat(metrics.scrape())
                .contains("seckill_requests_received_total 3.0")
                .contains("seckill_requests_answered_total{outcome=\"too_many_requests\"} 1.0");
    }

    @Test
    void aDecisionFromAnotherThreadIsTheWholeReply() throws Exception {
        listen(Duration.ofSeconds(30));
        CompletableFuture<HttpResponse<String>> reply = buyers.sendAsync(
                        request(), HttpResponse.BodyHandlers.ofString())
                .thenApply(Contract::checked);

        decision.complete(new Reply(Decision.soldOut(), true));

        assertThat(reply.join().body()).isEqualTo("sold out!");
        assertThat(reply.join().headers().firstValue("Content-Length")).contains("9");
    }

    @Test
    void aWrongMethodIsToldWhichOnesThereAre() throws Exception {
        listen(Duration.ofSeconds(30));

        HttpResponse<String> reply = Contract.checked(buyers.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + "/seckill"))
                        .build(),
                HttpResponse.BodyHandlers.ofString()));

        assertThat(reply.statusCode()).isEqualTo(405);
        assertThat(reply.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void aBodyThatBreaksOffCountsAsInvalid() throws Exception {
        listen(Duration.ofSeconds(30));

        try (Socket buyer = new Socket("127.0.0.1", http.port())) {
            buyer.getOutputStream().write(head("Content-Length: 10"));
            buyer.getOutputStream().write("half".getBytes(US_ASCII));
        }

        await().untilAsserted(() ->
                assertThat(metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"invalid\"} 1.0"));
    }

    @Test
    void aBodyThatDoesNotComeInTimeIs408AndDecidesNothing() throws Exception {
        listen(Duration.ofMillis(100));

        try (Socket buyer = new Socket("127.0.0.1", http.port())) {
            buyer.setSoTimeout(10_000);
            buyer.getOutputStream().write(head("Content-Length: 10"));
            String all = new String(buyer.getInputStream().readAllBytes(), US_ASCII);
            Contract.checkedOverTheWire("POST /seckill", all);

            assertThat(all)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("did not come in time")
                    .contains("Connection: close");
        }
        assertThat(decided).hasValue(0);
        assertThat(metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"invalid\"} 1.0");
    }

    @Test
    void aBodyWithoutALengthIsReadToItsEndAndTheConnectionGoesOn() throws Exception {
        listen(Duration.ofSeconds(30));
        decision.complete(new Reply(Decision.soldOut(), true));

        try (Socket buyer = new Socket("127.0.0.1", http.port())) {
            buyer.setSoTimeout(10_000);
            buyer.getOutputStream().write(head("Transfer-Encoding: chunked"));
            await().until(() -> metrics.scrape().contains("seckill_requests_received_total 1.0"));
            assertThat(decided).hasValue(0);
            buyer.getOutputStream().write("5\r\nhello\r\n".getBytes(US_ASCII));
            buyer.getOutputStream().write("0\r\n\r\n".getBytes(US_ASCII));
            await().until(() -> decided.get() == 1);
            buyer.getOutputStream().write(head("Content-Length: 2\r\nConnection: close"));
            buyer.getOutputStream().write("{}".getBytes(US_ASCII));
            String all = new String(buyer.getInputStream().readAllBytes(), US_ASCII);

            assertThat(all.split("sold out!", -1)).hasSize(3);
        }
    }

    @Test
    void aBodyWithoutALengthThatIsTooLongIs413() throws Exception {
        listen(Duration.ofSeconds(30));

        try (Socket buyer = new Socket("127.0.0.1", http.port())) {
            buyer.setSoTimeout(10_000);
            buyer.getOutputStream().write(head("Transfer-Encoding: chunked"));
            buyer.getOutputStream().write(("3E9\r\n" + "x".repeat(1001) + "\r\n").getBytes(US_ASCII));
            String all = new String(buyer.getInputStream().readAllBytes(), US_ASCII);
            Contract.checkedOverTheWire("POST /seckill", all);

            assertThat(all).startsWith("HTTP/1.1 413 ").contains("1000 bytes");
        }
        assertThat(decided).hasValue(0);
    }

    @Test
    void aClientThatAsksBeforeItSendsABodyIsToldToGoOn() throws Exception {
        listen(Duration.ofSeconds(30));
        decision.complete(new Reply(Decision.soldOut(), true));

        HttpResponse<String> reply = Contract.checked(buyers.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + "/seckill"))
                        .expectContinue(true)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString()));

        assertThat(reply.body()).isEqualTo("sold out!");
    }

    private static byte[] head(String headers) {
        return ("POST /seckill HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n").getBytes(US_ASCII);
    }

    private void listen(Duration answerWait) {
        ApiConfig.Http settings = new ApiConfig.Http(
                "127.0.0.1", 0, 8, 1000, answerWait, Duration.ofSeconds(1), Duration.ofSeconds(20), Gates.DEFAULT);
        http = new HttpServer(
                settings,
                new PurchaseRoutes(
                        SaleId.DEFAULT,
                        this::decide,
                        settings,
                        metrics,
                        new Admission(admitted, metrics),
                        LiveParts.counted(metrics)));
    }

    private CompletableFuture<Reply> decide(HttpServletRequest origin, SaleId sale, Request purchase) {
        decided.incrementAndGet();
        return decision;
    }

    private HttpResponse<String> buy() throws IOException, InterruptedException {
        return Contract.checked(buyers.send(request(), HttpResponse.BodyHandlers.ofString()));
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + "/seckill"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
    }
}

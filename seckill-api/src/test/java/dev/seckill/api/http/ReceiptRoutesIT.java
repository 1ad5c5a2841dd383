package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.receipt.ReceiptReply;
import dev.seckill.proof.text.ReceiptFile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts over HTTP, from a desk that the test is. Each reply is held against the contract. */
@Timeout(300)
final class ReceiptRoutesIT {

    private static final String PATH = "/api/sales/cars/orders/" + FakeDecisions.ORDER + "/receipt";
    private static final String NOTE =
            "seckill/event@v1\norigin shop.example/cars/20261129T120000Z\n\n\u2014 shop.example/receipts AAAA\n";
    private static final ReceiptFile FILE =
            new ReceiptFile(NOTE, FakeDecisions.ORDER.toString(), "Zo\u00eb", "c2FsdA==", "keys\n", null, null);

    private final Shop shop = new Shop(Duration.ofSeconds(30), Shop.TOKENS);

    @AfterEach
    void close() {
        shop.close();
    }

    private void answer(ReceiptReply reply) {
        shop.receipt = CompletableFuture.completedFuture(reply);
    }

    private void assertProblem(int status, String type) {
        HttpResponse<String> reply = shop.get(PATH);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.body()).contains("\"/docs#" + type + "\"");
        assertThat(reply.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @Test
    void aBuyerGetsAFileWithAName() {
        answer(new ReceiptReply.Signed(57, FILE));

        HttpResponse<String> reply = shop.get(PATH);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(new String(FILE.bytes(), StandardCharsets.UTF_8));
        assertThat(ReceiptFile.parse(reply.body().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(FILE);
        assertThat(reply.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"cars-57.receipt.json\"");
        assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(shop.receiptsAsked).containsExactly("cars " + FakeDecisions.ORDER);
    }

    @Test
    void whatWasSignedSinceIsInTheFile() {
        answer(new ReceiptReply.Signed(57, FILE));
        shop.proofs = file -> CompletableFuture.completedFuture(file.with("proof\n", "certificate\n"));

        assertThat(shop.get(PATH).body())
                .isEqualTo(new String(FILE.with("proof\n", "certificate\n").bytes(), StandardCharsets.UTF_8));
    }

    @Test
    void asTextTheNoteAloneComes() {
        answer(new ReceiptReply.Signed(57, FILE));
        shop.proofs = file -> {
            throw new AssertionError("nobody has a use for it");
        };

        HttpResponse<String> reply = shop.send("GET", PATH, null, "Accept", "text/plain");

        assertThat(reply.body()).isEqualTo(NOTE);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
    }

    @Test
    void aHeadIsToldTheLength() {
        answer(new ReceiptReply.Signed(57, FILE));

        HttpResponse<String> reply = shop.send("HEAD", PATH, null);

        assertThat(reply.headers().firstValue("Content-Length")).contains(Integer.toString(FILE.bytes().length));
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void anOrderThatIsNotLoggedYetIsToBeAskedForAgain() {
        answer(new ReceiptReply.Waiting());

        HttpResponse<String> reply = shop.get(PATH);

        assertThat(reply.statusCode()).isEqualTo(202);
        assertThat(reply.headers().firstValue("Retry-After")).contains("2");
        assertThat(reply.body()).isEqualTo("{\"orderId\":\"" + FakeDecisions.ORDER + "\",\"logged\":false}");
    }

    @Test
    void everyRefusalHasItsProblem() {
        answer(new ReceiptReply.Unknown());
        assertProblem(404, "unknown-order");
        answer(new ReceiptReply.None("It was sold by an older version, which kept no journal."));
        assertProblem(404, "no-receipt");
        answer(new ReceiptReply.Unavailable("The order log cannot be read."));
        assertProblem(503, "unavailable");
        answer(new ReceiptReply.Full());
        assertProblem(503, "overloaded");
        shop.receipt = CompletableFuture.failedFuture(new IllegalStateException("a bug"));
        assertProblem(503, "unavailable");

        assertThat(shop.metrics.scrape().lines())
                .contains(
                        "seckill_receipts_received_total 5.0",
                        "seckill_receipts_answered_total{outcome=\"unknown\"} 1.0",
                        "seckill_receipts_answered_total{outcome=\"none\"} 1.0",
                        "seckill_receipts_answered_total{outcome=\"failed\"} 2.0",
                        "seckill_receipts_answered_total{outcome=\"overloaded\"} 1.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/sales/-/orders/019ae000-0000-7000-8000-000000000001/receipt",
                "/api/sales/cars/orders/1/receipt"
            })
    void whatIsNoSaleOrOrderIsInvalid(String path) {
        HttpResponse<String> reply = shop.get(path);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(shop.receiptsAsked).isEqualTo(List.of());
    }
}

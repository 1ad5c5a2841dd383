package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.AdmissionSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed, passed on from a consumer which the test makes, for everybody. */
@Timeout(300)
final class ProofRoutesIT {

    private static final String PROOF = "/api/sales/cars/orders/" + FakeDecisions.ORDER + "/proof";
    private static final String FOLDER = "/proofs/cars/20261122T101500Z/";

    private final FakeBook book;
    private final Shop shop;

    ProofRoutesIT() throws IOException {
        book = new FakeBook();
        shop = new Shop(
                Duration.ofSeconds(30), Shop.TOKENS, AdmissionSettings.OPEN, book.settings(Duration.ofSeconds(2), 2));
    }

    @AfterEach
    void close() {
        shop.close();
        book.close();
    }

    @Test
    void filesArePassedOnWithHowLongTheyMayBeKept() {
        answer(200, "text/plain; charset=utf-8", "public, max-age=1", null, "shop.example/proofs/cars\n");
        for (String file : List.of(
                "/proofs/keys",
                "/api/sales/cars/certificate",
                FOLDER + "checkpoint",
                FOLDER + "certificate",
                FOLDER + "keys")) {
            HttpResponse<String> reply = get(file);
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("shop.example/proofs/cars\n");
            assertThat(reply.headers().allValues("Cache-Control")).containsExactly("public, max-age=1");
        }
        answer(200, "application/octet-stream", "public, max-age=31536000, immutable", null, "hashes");
        for (String tile : List.of("0/000", "entries/x001/234.p/5", "1/000.p/3")) {
            HttpResponse<String> reply = get(FOLDER + "tile/" + tile);
            assertThat(reply.body()).isEqualTo("hashes");
            assertThat(reply.headers().allValues("Cache-Control"))
                    .containsExactly("public, max-age=31536000, immutable");
        }
        assertThat(book.asked)
                .contains(
                        "GET /proofs/keys Bearer " + FakeBook.TOKEN,
                        "GET " + FOLDER + "tile/entries/x001/234.p/5 Bearer " + FakeBook.TOKEN);
    }

    @Test
    void aProofIsForWhoKnowsTheOrder() {
        answer(200, "text/plain; charset=utf-8", "no-store", null, "c2sp.org/tlog-proof@v1\n");
        HttpResponse<String> proof = get(PROOF);
        assertThat(proof.statusCode()).isEqualTo(200);
        assertThat(proof.body()).startsWith("c2sp.org/tlog-proof@v1");

        answer(202, "text/plain; charset=utf-8", "no-store", "1", "not yet\n");
        HttpResponse<String> notYet = get(PROOF);
        assertThat(notYet.statusCode()).isEqualTo(202);
        assertThat(notYet.headers().firstValue("Retry-After")).contains("1");

        book.answer(404, "application/problem+json", "{}");
        assertThat(get(PROOF).body()).contains("/docs#unknown-order");
    }

    @Test
    void whatIsNotThereIsNoFile() {
        book.answer(404, "application/problem+json", "{}");

        assertThat(get(FOLDER + "checkpoint").statusCode()).isEqualTo(404);
        assertThat(get("/proofs/keys").statusCode()).isEqualTo(404);
        assertThat(get("/api/sales/cars/certificate").statusCode()).isEqualTo(404);
    }

    @Test
    void whatNamesNoSaleOrOrderIsNotAskedFor() {
        for (String path : List.of(
                "/proofs/-/20261122T101500Z/checkpoint",
                "/api/sales/-/certificate",
                "/api/sales/cars/orders/1/proof")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(400);
        }
        assertThat(book.asked).isEmpty();
    }

    /** Nobody is led to what the API may read and strangers may not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                FOLDER + "secrets",
                FOLDER + "%2e%2e",
                "/proofs/cars/2026/checkpoint",
                "/proofs/cars/%2e%2e/checkpoint",
                FOLDER + "tile/0/A%20B",
                FOLDER + "tile/0/0",
                FOLDER + "tile/00/000",
                FOLDER + "tile/8/000",
                FOLDER + "tile/0/x000/001",
                FOLDER + "tile/0/000.p/256",
                FOLDER + "tile/entries/1/000",
                FOLDER + "tile/..",
                FOLDER + "tile/../0/000",
                FOLDER + "tile/%2e%2e",
                FOLDER + "tile/%2E%2E/checkpoint",
                FOLDER + "tile/%2e%2e/%2e%2e/%2e%2e/%2e%2e/api/sales/cars/orders.csv",
                FOLDER + "tile/0/%2e%2e/000"
            })
    void whatIsNoFileIsNotAskedFor(String path) {
        assertThat(get(path).statusCode()).isEqualTo(404);
        assertThat(book.asked).isEmpty();
    }

    @Test
    void aConsumerThatIsAwayIs503() {
        book.answer(500, "text/plain", "no");

        assertThat(get("/proofs/keys").statusCode()).isEqualTo(503);
        assertThat(get(PROOF).statusCode()).isEqualTo(503);
    }

    private void answer(int status, String type, String cacheControl, String retryAfter, String body) {
        book.answer = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", cacheControl);
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private HttpResponse<String> get(String path) {
        return shop.get(path);
    }
}

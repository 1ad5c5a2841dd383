package dev.seckill.loadtest.proof;

import dev.seckill.model.SaleId;
import dev.seckill.proof.text.Origin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;

/** Asks an API for what proves an order. Thread-safe. */
final class ReceiptClient {

    private static final Duration REPLY_WAIT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI api;

    ReceiptClient(HttpClient http, URI api) {
        this.http = Objects.requireNonNull(http, "http");
        this.api = Objects.requireNonNull(api, "api");
    }

    /**
     * A reply.
     *
     * @param status 0 if there was none of use
     * @param body as it came; without one of use, why
     */
    record Reply(int status, String body) {

        private static final int OK = 200;

        boolean isOk() {
            return status == OK;
        }

        /** For a line about what is missing. */
        String told() {
            return status == 0 ? body : "status " + status;
        }
    }

    Reply receipt(SaleId sale, String orderId) throws InterruptedException {
        return get("/api/sales/" + sale + "/orders/" + orderId + "/receipt");
    }

    Reply proof(SaleId sale, String orderId) throws InterruptedException {
        return get("/api/sales/" + sale + "/orders/" + orderId + "/proof");
    }

    Reply certificate(SaleId sale, Origin origin) throws InterruptedException {
        String name = origin.toString();
        return get("/proofs/" + sale + name.substring(name.lastIndexOf('/')) + "/certificate");
    }

    /** The list of the shop's keys, which a system without proofs does not have. */
    Reply keys() throws InterruptedException {
        return get("/proofs/keys");
    }

    private Reply get(String path) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(api.resolve(path)).timeout(REPLY_WAIT).build();
        try {
            HttpResponse<String> reply = http.send(request, BodyHandlers.ofString());
            return new Reply(reply.statusCode(), reply.body());
        } catch (IOException none) {
            return new Reply(0, "no reply (" + none + ")");
        }
    }
}

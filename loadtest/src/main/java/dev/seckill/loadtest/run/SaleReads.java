package dev.seckill.loadtest.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.witness.BookedOrder;
import dev.seckill.loadtest.witness.RehearsalEvidence.Book;
import dev.seckill.loadtest.witness.RehearsalEvidence.SaleAtEnd;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an operator reads of one sale over the sales API. */
final class SaleReads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpClient http;
    private final URI sale;
    private final AdminToken admin;

    SaleReads(HttpClient http, URI api, SaleId sale, AdminToken admin) {
        this.http = http;
        this.sale = api.resolve("/api/sales/" + sale);
        this.admin = admin;
    }

    /** The sale as it is now; null if it is not told. */
    SaleAtEnd sale() throws InterruptedException {
        Read read = get("");
        return read.status() != OK
                ? null
                : new SaleAtEnd(
                        read.body().path("state").asText(),
                        read.body().path("allotment").asLong(),
                        read.body().path("left").asLong(),
                        read.body().path("confirmed").asLong());
    }

    /** Its orders as the order book has them by now: none of a sale that it does not know yet. */
    Book book() throws InterruptedException {
        List<BookedOrder> rows = new ArrayList<>();
        String after = "0";
        while (!after.equals("null")) {
            Read read = get("/orders?limit=1000&after=" + after);
            if (read.status() == UNAVAILABLE
                    || read.body().path("type").asText().equals("/docs#unknown-sale")) {
                return new Book(rows, null);
            }
            if (read.status() != OK) {
                return Book.unseen("GET " + sale.getPath() + "/orders answers with status " + read.status());
            }
            read.body().path("orders").forEach(order -> rows.add(row(order)));
            after = read.body().path("next").asText("null");
        }
        return new Book(rows, null);
    }

    private static BookedOrder row(JsonNode order) {
        return new BookedOrder(
                order.path("orderId").asText(),
                order.path("seq").asLong(),
                order.path("buyer").asText(null),
                order.path("quantity").asLong());
    }

    /** A reply; of none the status is that of a server that is not available. */
    private record Read(int status, JsonNode body) {}

    private Read get(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sale + path))
                .timeout(REPLY_WAIT)
                .header("Authorization", "Bearer " + admin.secret())
                .build();
        try {
            HttpResponse<String> reply = http.send(request, BodyHandlers.ofString(UTF_8));
            return new Read(reply.statusCode(), json(reply.body()));
        } catch (IOException noReply) {
            return new Read(UNAVAILABLE, JSON.nullNode());
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException otherForm) {
            return JSON.nullNode();
        }
    }
}

package dev.seckill.loadtest.observe;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What operators, shops and buyers ask of the API in these tests.
 *
 * @param api where it is
 */
record ShopCounter(URI api) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OVERLOADED = 503;

    /** Lays a sale down: again while the API has no time for it, as after its start on a busy machine. */
    void define(String sale, String definition) {
        Supplier<HttpResponse<String>> asked =
                () -> send("PUT", "/api/sales/" + sale, ObservedSystem.ADMIN, definition);
        done(await().atMost(PATIENCE).until(asked::get, reply -> reply.statusCode() != OVERLOADED));
    }

    /** Buys a unit; the id of the order. */
    String buy(String sale, String buyer) {
        return done(send("POST", "/api/sales/" + sale + "/orders", "", "{\"buyer\":\"" + buyer + "\"}"))
                .path("orderId")
                .asText();
    }

    /** @param change confirm, extend or cancel */
    void change(String sale, String order, String change) {
        done(send("POST", "/api/sales/" + sale + "/orders/" + order + "/" + change, ObservedSystem.SHOP, ""));
    }

    /** Sends nothing, and takes any answer. */
    HttpResponse<String> post(String path) {
        return send("POST", path, "", "");
    }

    /** Buyers of the default sale who come at once, and are not waited for. */
    void crowd(int buyers) {
        HttpRequest purchase = HttpRequest.newBuilder(api.resolve("/seckill"))
                .timeout(PATIENCE)
                .POST(BodyPublishers.noBody())
                .build();
        for (int buyer = 0; buyer < buyers; buyer++) {
            HTTP.sendAsync(purchase, BodyHandlers.discarding()).exceptionally(noReply -> null);
        }
    }

    /** Asks, and takes any answer. */
    HttpResponse<String> get(String path) {
        return send("GET", path, ObservedSystem.SHOP, "");
    }

    private static JsonNode done(HttpResponse<String> reply) {
        if (reply.statusCode() >= 300) {
            throw new IllegalStateException(reply.uri() + ": " + reply.statusCode() + " " + reply.body());
        }
        try {
            return JSON.readTree(reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

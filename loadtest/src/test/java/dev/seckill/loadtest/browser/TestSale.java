package dev.seckill.loadtest.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One sale as its operator, its shop and its other buyers know it: by the API, beside the browser.
 *
 * @param url where the API is
 * @param id of the sale
 */
record TestSale(String url, String id) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);

    /** What a crowd was told: the verdict that figures on a page are held against. */
    record Crowd(long accepted, long soldOut, long other) {}

    static TestSale define(String url, String id, String definition) {
        TestSale sale = new TestSale(url, id);
        sale.redefine(definition);
        return sale;
    }

    /** Its page for buyers. */
    String page() {
        return "/sales/" + id;
    }

    /** The list of sales from this one on, however many others there are. */
    String list() {
        return "/?after=" + id.substring(0, id.length() - 1);
    }

    void redefine(String definition) {
        done("PUT", "", Shop.ADMIN, definition);
    }

    /** @param change pause, resume or close */
    void change(String change) {
        done("POST", "/" + change, Shop.ADMIN, "");
    }

    /** What buyers see of it. */
    JsonNode seen() {
        return json(done("GET", "", "", ""));
    }

    long left() {
        return seen().get("left").asLong();
    }

    /** Buys one for somebody else; returns the order's id. */
    String buy(String buyer) {
        return json(done("POST", "/orders", "", order(buyer))).get("orderId").asText();
    }

    /** @param change confirm, extend or cancel */
    void changeOrder(String order, String change) {
        done("POST", "/orders/" + order + "/" + change, Shop.TILL, "");
    }

    /** What the order book knows of an order, or of anything behind this path; null if it knows nothing yet. */
    JsonNode book(String path) {
        HttpResponse<String> reply = send("GET", path, Shop.TILL, "");
        return reply.statusCode() == 200 ? json(reply) : null;
    }

    /** Each buyer asks once, all at once. */
    Crowd burst(int buyers) {
        List<CompletableFuture<HttpResponse<String>>> replies = IntStream.range(0, buyers)
                .mapToObj(number -> HTTP.sendAsync(
                        request("POST", "/orders", "", order("crowd-" + number)), BodyHandlers.ofString()))
                .toList();
        List<HttpResponse<String>> told =
                replies.stream().map(CompletableFuture::join).toList();
        long accepted = told.stream().filter(TestSale::isDone).count();
        long soldOut =
                told.stream().filter(reply -> reply.body().contains("sold-out")).count();
        return new Crowd(accepted, soldOut, buyers - accepted - soldOut);
    }

    private static String order(String buyer) {
        return "{\"buyer\":\"" + buyer + "\"}";
    }

    private HttpResponse<String> done(String method, String path, String token, String body) {
        HttpResponse<String> reply = send(method, path, token, body);
        if (!isDone(reply)) {
            throw new IllegalStateException(
                    method + " " + id + path + " -> " + reply.statusCode() + " " + reply.body());
        }
        return reply;
    }

    private static boolean isDone(HttpResponse<String> reply) {
        return reply.statusCode() / 100 == 2;
    }

    private HttpResponse<String> send(String method, String path, String token, String body) {
        try {
            return HTTP.send(request(method, path, token, body), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private HttpRequest request(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/sales/" + id + path))
                .timeout(REPLY_WAIT)
                .method(method, BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (method.equals("POST")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return request.build();
    }

    private static JsonNode json(HttpResponse<String> reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

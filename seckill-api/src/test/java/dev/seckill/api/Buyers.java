package dev.seckill.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** Buyers on real HTTP connections, who hold each reply against the contract. */
final class Buyers {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** Buys one unit; the key may be null. */
    HttpResponse<String> buy(String url, String key) {
        return send(request(url, "/seckill", key));
    }

    HttpResponse<String> buy(String url) {
        return buy(url, null);
    }

    /** That many at once, each at the URL that the function gives it. */
    List<HttpResponse<String>> buyAtOnce(int count, IntFunction<String> url, IntFunction<String> key) {
        List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(client.sendAsync(
                    request(url.apply(i), "/seckill", key.apply(i)), HttpResponse.BodyHandlers.ofString()));
        }
        return replies.stream()
                .map(CompletableFuture::join)
                .map(Contract::checked)
                .toList();
    }

    CompletableFuture<HttpResponse<String>> buyAsync(String url, String key) {
        return client.sendAsync(request(url, "/seckill", key), HttpResponse.BodyHandlers.ofString())
                .thenApply(Contract::checked);
    }

    HttpResponse<String> send(HttpRequest request) {
        return Contract.checked(sendToAnother(request));
    }

    /** To a server that has other routes. */
    HttpResponse<String> sendToAnother(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    static HttpRequest request(String url, String path, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.noBody());
        return (key == null ? request : request.header("Idempotency-Key", key)).build();
    }

    static boolean isAccepted(HttpResponse<String> reply) {
        return (reply.statusCode() == 200 || reply.statusCode() == 202)
                && reply.headers().firstValue("Order-Id").isPresent();
    }

    static String orderId(HttpResponse<String> reply) {
        return reply.headers().firstValue("Order-Id").orElseThrow();
    }
}

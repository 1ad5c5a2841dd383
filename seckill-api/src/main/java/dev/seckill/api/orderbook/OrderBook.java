package dev.seckill.api.orderbook;

import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.model.log.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the consumer, with the API's own token and never with that of whoever asks here. Each step of it has a bound, so a
 * consumer that is away or hangs holds up nobody for longer. Thread-safe.
 */
public final class OrderBook {

    private final HttpClient client;
    private final String url;
    private final String authorization;
    private final Duration wait;

    public OrderBook(OrderBookSettings settings) {
        this.url = settings.url().toString();
        this.authorization = "Bearer " + settings.token().value();
        this.wait = settings.stepWait();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(wait)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY);
        if (settings.tls() != null) {
            builder.sslContext(settings.tls().context());
        }
        this.client = builder.build();
    }

    /**
     * Asks, and waits for the beginning of the reply.
     *
     * @param method GET or HEAD
     * @param target path and query, encoded
     * @return to be closed by the caller
     * @throws OrderBookUnavailableException if it does not come in time
     */
    public BookReply ask(String method, String target) throws OrderBookUnavailableException {
        return ask(method, target, wait);
    }

    /** The same, with another wait for the beginning of the reply. */
    public BookReply ask(String method, String target, Duration replyWait) throws OrderBookUnavailableException {
        // Its own timeout covers the whole body from Java 26 on, and a body may be long.
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + target))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", authorization)
                .build();
        CompletableFuture<HttpResponse<BodyParts>> reply = client.sendAsync(request, head -> new BodyParts(wait));
        try {
            return new BookReply(reply.get(replyWait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            giveUp(reply);
            throw new OrderBookUnavailableException("no reply within " + replyWait.toMillis() + "ms", e);
        } catch (ExecutionException e) {
            throw new OrderBookUnavailableException(Reason.of(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            giveUp(reply);
            Thread.currentThread().interrupt();
            throw new OrderBookUnavailableException("interrupted", e);
        }
    }

    /** Ends the connection, also where the reply has come meanwhile. */
    private static void giveUp(CompletableFuture<HttpResponse<BodyParts>> reply) {
        reply.cancel(true);
        reply.whenComplete((come, failure) -> {
            if (come != null) {
                come.body().cancel();
            }
        });
    }
}

package dev.seckill.api.orderbook;

import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.model.log.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
        CompletableFuture<HttpResponse<BodyParts>> reply =
                client.sendAsync(request(method, target), head -> new BodyParts(wait));
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

    /**
     * Asks for something short without waiting for it. Whatever comes of it, it ends in time, with an
     * {@link OrderBookUnavailableException} if there is no reply.
     *
     * @param most bytes of the reply
     * @param replyWait for all of it
     */
    public CompletableFuture<BookAnswer> askForShort(String target, int most, Duration replyWait) {
        CompletableFuture<HttpResponse<byte[]>> reply =
                client.sendAsync(request("GET", target), head -> new ShortBody(most));
        CompletableFuture<HttpResponse<byte[]>> inTime =
                reply.copy().orTimeout(replyWait.toMillis(), TimeUnit.MILLISECONDS);
        return inTime.handle((come, failure) -> {
            if (failure == null) {
                return new BookAnswer(come.statusCode(), come.body());
            }
            reply.cancel(true);
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            boolean isLate = cause instanceof TimeoutException;
            throw new CompletionException(new OrderBookUnavailableException(
                    isLate ? "no reply within " + replyWait.toMillis() + "ms" : Reason.of(cause), cause));
        });
    }

    private HttpRequest request(String method, String target) {
        // Its own timeout covers the whole body from Java 26 on, and a body may be long.
        return HttpRequest.newBuilder(URI.create(url + target))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", authorization)
                .build();
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

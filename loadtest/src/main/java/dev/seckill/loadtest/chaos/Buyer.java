package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.load.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Buys as a careful client does: each purchase has a key of its own; what gets no reply, or 503, is asked again with the
 * same key, of either instance, after a pause. Now and then it buys without a key, and then asks only once. Used by one
 * thread.
 */
final class Buyer {

    private static final Duration REPLY_WAIT = Duration.ofSeconds(3);
    private static final int PAUSE_MILLIS = 100;
    private static final int PAUSE_MILLIS_MAX = 300;

    /** One purchase in so many has no key. */
    private static final int KEYLESS_EVERY = 4;

    /** Between two purchases, so that sixteen buyers are a crowd and not a benchmark. */
    private static final int THINK_MILLIS_MAX = 30;

    private final HttpClient http;
    private final List<URI> apis;
    private final Notebook notebook;
    private final Clock clock;
    private final String name;
    private final Random random;
    private int purchases;
    private String firstAccepted;

    /** @param name the beginning of the keys of all its purchases */
    Buyer(HttpClient http, List<URI> apis, Notebook notebook, Clock clock, String name, Random random) {
        this.http = http;
        this.apis = apis;
        this.notebook = notebook;
        this.clock = clock;
        this.name = name;
        this.random = random;
    }

    /** Buys one after the other while the shop is open; then asks for its first order again, as if it had forgotten. */
    void buyWhile(BooleanSupplier open) throws InterruptedException {
        while (open.getAsBoolean()) {
            String purchase = name + "-" + ++purchases;
            if (purchases % KEYLESS_EVERY == 0) {
                ask(purchase + "-without-key", null);
            } else {
                buy(purchase);
            }
            pause(random.nextInt(THINK_MILLIS_MAX));
        }
        if (firstAccepted != null) {
            buy(firstAccepted);
        }
    }

    private void buy(String key) throws InterruptedException {
        long giveUp = System.nanoTime() + Waits.PURCHASE.toNanos();
        do {
            HttpResponse<String> response = ask(key, key);
            if (response == null) {
                pause(random.nextInt(PAUSE_MILLIS));
            } else if (response.statusCode() == 503) {
                pause(response.headers().firstValue("Retry-After").isPresent() ? PAUSE_MILLIS_MAX : PAUSE_MILLIS);
            } else {
                return;
            }
        } while (System.nanoTime() < giveUp);
        notebook.noteUnanswered();
    }

    /**
     * One request; null when there was no reply.
     *
     * @param purchase names it in the notebook
     * @param key its key, or null for none
     */
    private HttpResponse<String> ask(String purchase, String key) throws InterruptedException {
        URI api = apis.get(random.nextInt(apis.size()));
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("/seckill"))
                .timeout(REPLY_WAIT)
                .POST(BodyPublishers.noBody());
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        Instant askedAt = clock.instant();
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            Reply reply = new Reply(
                    Integer.toString(response.statusCode()),
                    response.body().lines().findFirst().orElse(""),
                    response.headers().firstValue("Order-Id").orElse(""));
            boolean replayed =
                    response.headers().firstValue("Idempotency-Replayed").isPresent();
            note(purchase, key, api, askedAt, reply, ReplyKind.of(reply, replayed));
            return response;
        } catch (IOException noReply) {
            note(
                    purchase,
                    key,
                    api,
                    askedAt,
                    new Reply(noReply.getClass().getSimpleName(), "", ""),
                    ReplyKind.NO_REPLY);
            return null;
        }
    }

    private void note(String purchase, String key, URI api, Instant askedAt, Reply reply, ReplyKind kind) {
        if (kind == ReplyKind.ACCEPTED && firstAccepted == null) {
            firstAccepted = key;
        }
        Duration elapsed = Duration.between(askedAt, clock.instant());
        notebook.note(purchase, api.getPort(), askedAt, elapsed, reply, kind);
        if (key == null && !kind.isClear()) {
            notebook.noteOpen(OpenQuestion.of(askedAt, elapsed, kind));
        }
    }

    private static void pause(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}

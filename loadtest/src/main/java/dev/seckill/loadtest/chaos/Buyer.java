package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.load.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
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

    /** How long it waits for a reply. */
    static final Duration REPLY_WAIT = Duration.ofSeconds(3);

    private static final int PAUSE_MILLIS = 100;
    private static final int PAUSE_MILLIS_MAX = 300;

    /** One purchase in so many has no key. */
    private static final int KEYLESS_EVERY = 4;

    /** Between two purchases, so that sixteen buyers are a crowd and not a benchmark. */
    private static final int THINK_MILLIS_MAX = 30;

    private final HttpClient http;
    private final List<URI> apis;
    private final Till till;
    private final Notebook notebook;
    private final Clock clock;
    private final String name;
    private final Random random;
    private int purchases;
    private Purchase firstAccepted;

    /** @param name the beginning of the keys of all its purchases */
    Buyer(HttpClient http, List<URI> apis, Till till, Notebook notebook, Clock clock, String name, Random random) {
        this.http = http;
        this.apis = apis;
        this.till = till;
        this.notebook = notebook;
        this.clock = clock;
        this.name = name;
        this.random = random;
    }

    /** Buys one after the other while the shop is open; then asks for its first order again, as if it had forgotten. */
    void buyWhile(BooleanSupplier open) throws InterruptedException {
        while (open.getAsBoolean()) {
            Purchase purchase = new Purchase(name, ++purchases, purchases % KEYLESS_EVERY != 0);
            if (purchase.isKeyed()) {
                buy(purchase);
            } else {
                ask(purchase);
            }
            pause(random.nextInt(THINK_MILLIS_MAX));
        }
        if (firstAccepted != null) {
            buy(firstAccepted);
        }
    }

    private void buy(Purchase purchase) throws InterruptedException {
        long giveUp = System.nanoTime() + Waits.PURCHASE.toNanos();
        do {
            switch (ask(purchase)) {
                case NO_REPLY -> pause(random.nextInt(PAUSE_MILLIS));
                case REFUSED -> pause(PAUSE_MILLIS + random.nextInt(PAUSE_MILLIS_MAX - PAUSE_MILLIS));
                default -> {
                    return;
                }
            }
        } while (System.nanoTime() < giveUp);
        notebook.noteUnanswered();
    }

    /** One request. */
    private ReplyKind ask(Purchase purchase) throws InterruptedException {
        URI api = apis.get(random.nextInt(apis.size()));
        Instant askedAt = clock.instant();
        Till.Told told;
        try {
            told = till.read(http.send(till.request(api, purchase), BodyHandlers.ofString()));
        } catch (IOException noReply) {
            told = new Till.Told(new Reply(noReply.getClass().getSimpleName(), "", ""), ReplyKind.NO_REPLY);
        }
        note(purchase, api, askedAt, told);
        return told.kind();
    }

    private void note(Purchase purchase, URI api, Instant askedAt, Till.Told told) {
        if (told.kind() == ReplyKind.ACCEPTED && firstAccepted == null && purchase.isKeyed()) {
            firstAccepted = purchase;
        }
        Duration elapsed = Duration.between(askedAt, clock.instant());
        notebook.note(purchase.name(), api.getPort(), askedAt, elapsed, told.reply(), told.kind());
        if (!purchase.isKeyed() && !told.kind().isClear()) {
            notebook.noteOpen(OpenQuestion.of(askedAt, elapsed, told.kind()));
        }
    }

    private static void pause(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}

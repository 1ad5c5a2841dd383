package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.chaos.OrderAnswer.Told;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.SaleRequests;
import dev.seckill.loadtest.shop.ShopReply;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Pays for orders of one sale during a round, takes some back, lets some run out, and pays for a few of those too late, whatever
 * is broken meanwhile. Each request is sent, to either instance, until its reply is clear.
 */
final class Payer implements AutoCloseable {

    private static final int ALL = 10;
    private static final int CONFIRMED = 5;
    private static final int CONFIRMED_AND_REPEATED = 6;
    private static final int EXTENDED = 7;
    private static final int CANCELLED = 8;
    private static final int REST_MILLIS = 10;
    private static final int PAUSE_MILLIS = 150;

    private final HttpClient http;
    private final List<URI> apis;
    private final SaleRequests requests;
    private final AdminToken shop;
    private final Notebook notebook;
    private final PaymentNotes notes;
    private final Random random;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "chaos-payer");
    private volatile boolean open = true;

    private Payer(
            HttpClient http,
            List<URI> apis,
            SaleRequests requests,
            AdminToken shop,
            Notebook notebook,
            PaymentNotes notes,
            Random random) {
        this.http = http;
        this.apis = apis;
        this.requests = requests;
        this.shop = shop;
        this.notebook = notebook;
        this.notes = notes;
        this.random = random;
    }

    /** @param notebook tells of the orders that buyers got */
    static Payer begin(
            HttpClient http,
            List<URI> apis,
            SaleRequests requests,
            AdminToken shop,
            Notebook notebook,
            PaymentNotes notes,
            Random random) {
        Payer payer = new Payer(http, apis, requests, shop, notebook, notes, random);
        payer.thread.start();
        return payer;
    }

    private void run() {
        try {
            while (open) {
                for (Answer answer : notebook.answersFrom(notes.nextAnswer())) {
                    notes.took(1);
                    if (open && answer.outcome() == BuyerOutcome.ACCEPTED && notes.isFirst(answer.orderId())) {
                        deal(answer.orderId());
                    }
                }
                TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            }
            done.complete(null);
        } catch (InterruptedException ended) {
            done.complete(null);
        } catch (RuntimeException failed) {
            done.completeExceptionally(failed);
        }
    }

    private void deal(String order) throws InterruptedException {
        int lot = random.nextInt(ALL);
        if (lot < CONFIRMED) {
            note(order, OrderAnswer.CONFIRM);
        } else if (lot < CONFIRMED_AND_REPEATED) {
            note(order, OrderAnswer.CONFIRM);
            note(order, OrderAnswer.CONFIRM);
            note(order, OrderAnswer.CANCEL);
            note(order, OrderAnswer.EXTEND);
        } else if (lot < EXTENDED) {
            note(order, OrderAnswer.EXTEND);
            note(order, OrderAnswer.CONFIRM);
        } else if (lot < CANCELLED) {
            note(order, OrderAnswer.CANCEL);
            note(order, OrderAnswer.CANCEL);
            note(order, OrderAnswer.CONFIRM);
        }
    }

    private void note(String order, String change) throws InterruptedException {
        ShopReply reply = untilClear(order, change);
        notes.note(new OrderAnswer(order, change, told(reply)));
    }

    private static Told told(ShopReply reply) {
        if (reply.isDone()) {
            return Told.DONE;
        }
        if (reply.isLate()) {
            return Told.LATE;
        }
        return reply.isOrderRefused() ? Told.REFUSED : Told.UNKNOWN;
    }

    private ShopReply untilClear(String order, String change) throws InterruptedException {
        long giveUp = System.nanoTime() + Waits.CHANGE.toNanos();
        while (true) {
            URI api = apis.get(random.nextInt(apis.size()));
            ShopReply reply;
            try {
                reply = ShopReply.of(
                        http.send(requests.orderChange(api, shop.secret(), order, change), BodyHandlers.ofString()));
            } catch (IOException noReply) {
                reply = ShopReply.none(noReply);
            }
            if (!reply.isForNow()) {
                return reply;
            }
            if (System.nanoTime() > giveUp) {
                throw new IncidentException(change + " of order " + order + " stayed unclear for "
                        + Duration.ofNanos(Waits.CHANGE.toNanos()).toSeconds() + " s, last: " + reply.detail());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Lets the payer finish the order at hand. */
    void letFinish() {
        open = false;
    }

    boolean hasFinished() {
        return done.isDone();
    }

    /** @throws IncidentException if a request stayed unclear */
    void check() throws InterruptedException {
        try {
            if (done.isDone()) {
                done.get();
            }
        } catch (ExecutionException failed) {
            throw new IncidentException("the payer failed: " + failed.getCause().getMessage(), failed);
        }
    }

    /** Ends it wherever it is. */
    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }
}

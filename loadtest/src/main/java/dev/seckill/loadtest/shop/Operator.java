package dev.seckill.loadtest.shop;

import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Changes one sale as a careful operator does: what gets no reply, or 503, is sent again as it was, to the next instance,
 * until it is clear what became of it. TLS that fails does so again, and is not asked twice. Used by one thread.
 */
public final class Operator {

    private static final int PAUSE_MILLIS = 150;

    private final HttpClient http;
    private final List<URI> apis;
    private final AdminToken admin;
    private final Duration patience;
    private final SaleRequests requests;
    private int next;
    private long repeats;

    /**
     * @param apis the instances that may be asked
     * @param replyWait how long a reply is waited for
     * @param patience how long one change may stay unclear
     */
    public Operator(
            HttpClient http, List<URI> apis, AdminToken admin, SaleId sale, Duration replyWait, Duration patience) {
        this.http = http;
        this.apis = List.copyOf(apis);
        this.admin = admin;
        this.patience = patience;
        this.requests = new SaleRequests(sale, replyWait);
    }

    /** Lays the sale down, or lays it down anew. */
    public ShopReply define(SalePlan plan) throws InterruptedException {
        return untilClear("define", api -> requests.define(api, admin, plan));
    }

    /** Puts units on sale, once for the key. */
    public ShopReply restock(long units, String key) throws InterruptedException {
        return untilClear("restock", api -> requests.restock(api, admin, units, key));
    }

    /** Stops the sale until it is resumed. */
    public ShopReply pause() throws InterruptedException {
        return change("pause");
    }

    /** Lets the sale go on. */
    public ShopReply resume() throws InterruptedException {
        return change("resume");
    }

    /** Ends the sale. */
    public ShopReply close() throws InterruptedException {
        return change("close");
    }

    private ShopReply change(String change) throws InterruptedException {
        return untilClear(change, api -> requests.change(api, admin, change));
    }

    /** How often a request was sent again because it had no clear reply. */
    public long repeats() {
        return repeats;
    }

    private ShopReply untilClear(String what, Function<URI, HttpRequest> request) throws InterruptedException {
        long giveUp = System.nanoTime() + patience.toNanos();
        boolean isFirst = true;
        while (true) {
            ShopReply reply = send(what, request.apply(apis.get(next++ % apis.size())), isFirst);
            if (reply.isDone()) {
                return reply;
            }
            if (!reply.isForNow()) {
                throw new ChangeFailedException(what + " was refused: " + reply.detail(), true);
            }
            if (System.nanoTime() > giveUp) {
                throw new ChangeFailedException(
                        what + " stayed unclear for " + patience.toSeconds() + " s, last: " + reply.detail(), false);
            }
            repeats++;
            isFirst = false;
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** @param isFirst whether no earlier request may have changed something */
    private ShopReply send(String what, HttpRequest request, boolean isFirst) throws InterruptedException {
        try {
            return ShopReply.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException noReply) {
            Optional<String> tls = Reason.ofTls(noReply);
            if (tls.isPresent()) {
                throw new ChangeFailedException(what + " could not be sent: " + tls.get(), isFirst);
            }
            return ShopReply.none(noReply);
        }
    }
}

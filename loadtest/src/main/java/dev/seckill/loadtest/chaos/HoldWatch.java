package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.SaleStores;
import dev.seckill.loadtest.payments.WebhookInbox;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.OrderBookException;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.SaleRequests;
import dev.seckill.loadtest.witness.JournalEvent;
import dev.seckill.loadtest.witness.WebhookCheck;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import redis.clients.jedis.exceptions.JedisException;

/** Pays for the orders of a sale that holds them, and keeps what payers and the shop were told. */
final class HoldWatch {

    private static final Duration REPLY_WAIT = Duration.ofSeconds(5);

    private final SaleStores stores;
    private final HttpClient http;
    private final SaleRequests requests;
    private final AdminToken shopToken;
    private final WebhookInbox inbox;
    private final MySqlOrderBook book;
    private final PaymentNotes notes = new PaymentNotes();

    /** @param inbox what the shop is told */
    HoldWatch(SaleStores stores, HttpClient http, AdminToken shopToken, WebhookInbox inbox) {
        this.stores = stores;
        this.http = http;
        this.requests = new SaleRequests(stores.sale(), REPLY_WAIT);
        this.shopToken = shopToken;
        this.inbox = inbox;
        this.book = stores.book(stores.sale());
    }

    /** Lets a payer begin with the orders that buyers have got. */
    Payer beginPaying(List<URI> apis, Notebook notebook, Random random) {
        return Payer.begin(http, apis, requests, shopToken, notebook, notes, random);
    }

    /** Waits until nothing is held any more: what nobody has paid for runs out by itself. */
    void awaitRunOut(List<String> incidents) throws InterruptedException {
        try {
            Waits.await("held orders of sale " + stores.sale() + " run out", Waits.QUIET, stores.sale(), () -> {
                try (SaleCounter counter = stores.counter()) {
                    return counter.heldOrders() == 0;
                } catch (JedisException notYet) {
                    return false;
                }
            });
        } catch (IncidentException never) {
            incidents.add(never.getMessage());
        }
    }

    /** Waits until the shop was told of everything. */
    void awaitTold(List<String> incidents) throws InterruptedException {
        try {
            Waits.await("the shop is told of each order of sale " + stores.sale(), Waits.QUIET, stores.sale(), () -> {
                try {
                    List<JournalEvent> events = book.events();
                    return WebhookCheck.otherwise(events, told(events)).isEmpty();
                } catch (OrderBookException notYet) {
                    return false;
                }
            });
        } catch (IncidentException never) {
            incidents.add(never.getMessage());
        }
    }

    private Map<String, Map<Long, String>> told(List<JournalEvent> events) {
        Map<String, Map<Long, String>> told = new HashMap<>();
        for (JournalEvent event : events) {
            if (event.orderId() != null) {
                told.computeIfAbsent(event.orderId(), inbox::told);
            }
        }
        return told;
    }

    /** All that there is of the orders, once nothing moves any more. */
    HeldOrders evidence() {
        List<JournalEvent> events = book.events();
        return new HeldOrders(events, book.fates(), notes.answers(), told(events), inbox.findings());
    }
}

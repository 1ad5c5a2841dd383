package dev.seckill.loadtest.payments;

import dev.seckill.loadtest.shop.SaleRequests;
import dev.seckill.loadtest.shop.ShopReply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Pays for the shop's orders. Of each order it is decided when it is accepted what its buyer does: pay within the hold, pay when
 * it is over, or go away. A payment is told to the sale again and again until the reply is clear, as a payment provider does.
 * Thread-safe.
 */
public final class PaymentDesk implements AutoCloseable {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(10);
    private static final int PAUSE_MILLIS = 200;
    private static final int ALL = 100;

    private final URI api;
    private final SaleRequests requests;
    private final String token;
    private final Shares shares;
    private final Clock clock;
    private final HttpClient http;
    private final ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor();
    private final Random random;
    private final Map<String, Payment> payments = new LinkedHashMap<>();

    /**
     * What buyers do, in percent; those of the rest go away.
     *
     * @param inTime pay while they hold their units
     * @param late pay after that
     * @param lateBy how long after that
     */
    public record Shares(int inTime, int late, Duration lateBy) {}

    /** What a buyer does about an order. */
    public enum Intent {
        /** Pays while the order is held. */
        PAY,
        /** Pays when that is over. */
        PAY_LATE,
        /** Does not pay. */
        GO_AWAY
    }

    /**
     * What came of an order at the desk.
     *
     * @param reply the clear reply of the sale to the payment; null while there is none
     */
    public record Payment(Intent intent, ShopReply reply) {

        /** Whether nothing more is to be done about it. */
        boolean isDone() {
            return intent == Intent.GO_AWAY || reply != null;
        }

        /** Whether the sale has taken the payment. */
        public boolean isTaken() {
            return reply != null && reply.isDone();
        }

        /** Whether the sale has said that the payment is to be given back. */
        public boolean isToBeRefunded() {
            return reply != null && reply.isLate();
        }
    }

    /**
     * Opens.
     *
     * @param token of the shop
     * @param seed what the buyers' ways are drawn from
     */
    public PaymentDesk(URI api, SaleRequests requests, String token, Shares shares, long seed, Clock clock) {
        this.api = api;
        this.requests = requests;
        this.token = token;
        this.shares = shares;
        this.clock = clock;
        this.random = new Random(seed);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WAIT)
                .build();
    }

    /** Hears of an order, which is held until then. */
    synchronized void accepted(String orderId, Instant heldUntil) {
        int lot = random.nextInt(ALL);
        Intent intent = lot < shares.inTime()
                ? Intent.PAY
                : lot < shares.inTime() + shares.late() ? Intent.PAY_LATE : Intent.GO_AWAY;
        payments.put(orderId, new Payment(intent, null));
        long millis = Duration.between(clock.instant(), heldUntil).toMillis();
        switch (intent) {
            // Half of the hold is left for a sale that takes its time, and for a machine that does.
            case PAY -> pay(orderId, millis > 1 ? random.nextInt((int) Math.max(1, millis / 2)) : 0);
            case PAY_LATE -> pay(orderId, Math.max(0, millis) + shares.lateBy().toMillis());
            default -> {
                // Nobody will hear of this buyer.
            }
        }
    }

    private void pay(String orderId, long delayMillis) {
        clerk.schedule(() -> ask(orderId), delayMillis, TimeUnit.MILLISECONDS);
    }

    private void ask(String orderId) {
        http.sendAsync(requests.orderChange(api, token, orderId, "confirm"), BodyHandlers.ofString())
                .whenComplete((response, failure) ->
                        told(orderId, failure == null ? ShopReply.of(response) : ShopReply.none(failure)));
    }

    private synchronized void told(String orderId, ShopReply reply) {
        if (clerk.isShutdown()) {
            return;
        }
        if (reply.isForNow()) {
            pay(orderId, PAUSE_MILLIS);
        } else {
            payments.put(orderId, new Payment(payments.get(orderId).intent(), reply));
        }
    }

    /** What came of each order, by its id. */
    public synchronized Map<String, Payment> payments() {
        return new LinkedHashMap<>(payments);
    }

    /** Whether every payment that will be made has a clear reply. */
    public synchronized boolean isIdle() {
        return payments.values().stream().allMatch(Payment::isDone);
    }

    @Override
    public synchronized void close() {
        clerk.shutdownNow();
    }
}

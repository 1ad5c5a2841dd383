package dev.seckill.loadtest.run;

import dev.seckill.loadtest.load.Progress;
import dev.seckill.loadtest.shop.SaleRequests;
import dev.seckill.loadtest.shop.ShopReply;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import dev.seckill.loadtest.witness.ShopAnswer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Buyers of a planned sale. They arrive evenly over a time and ask again and again, each purchase with one
 * Idempotency-Key, until they have a unit or the sale is closed. Not all are content with that: of every five, one sends
 * its last request again, one goes on to buy with another key, and one buys with two keys at once from the beginning.
 */
final class PlannedCrowd implements AutoCloseable {

    private static final Duration REPLY_WAIT = Duration.ofSeconds(60);
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(10);

    /** Between two requests of a purchase, at least: a person who reloads a page. */
    private static final int PAUSE_MILLIS = 400;

    /** Requests of all buyers together, about: a crowd that the machine can hold which also runs the servers and this. */
    private static final int REQUESTS_PER_SECOND = 400;

    private static final int KINDS = 5;
    private static final int FORGETFUL = 1;
    private static final int GREEDY = 2;
    private static final int HASTY = 3;

    private final URI api;
    private final PlannedCase planned;
    private final IntFunction<String> tokens;
    private final Clock clock;
    private final SaleRequests requests;
    private final HttpClient http;
    private final ScheduledExecutorService clerk;
    private final Random random = new Random(1);

    private final List<ShopAnswer> answers = new ArrayList<>();
    private final Set<String> served = new HashSet<>();
    private final Set<String> arrived = new HashSet<>();
    private int shown;
    private int underWay;
    private Instant closedAt = Instant.MAX;

    /** @param tokens the token of each buyer, by numbers from 1; null for each where the API takes the buyers' word */
    PlannedCrowd(URI api, PlannedCase planned, IntFunction<String> tokens, Clock clock) {
        this(
                api,
                planned,
                tokens,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_WAIT)
                        .build(),
                clock);
    }

    /** The same with a client that was set up for that system. */
    PlannedCrowd(URI api, PlannedCase planned, IntFunction<String> tokens, HttpClient http, Clock clock) {
        this.api = api;
        this.planned = planned;
        this.tokens = tokens;
        this.clock = clock;
        this.requests = new SaleRequests(planned.sale(), REPLY_WAIT);
        this.http = http;
        this.clerk = Executors.newSingleThreadScheduledExecutor();
    }

    /** Lets them come. */
    synchronized void begin() {
        for (int number = 1; number <= planned.buyers(); number++) {
            long delayNanos = planned.arrival().toNanos() * (number - 1) / planned.buyers();
            begin(new Purchase(number, "first", number % KINDS), delayNanos);
            if (number % KINDS == HASTY) {
                begin(new Purchase(number, "second", HASTY), delayNanos);
            }
        }
    }

    private void begin(Purchase purchase, long delayNanos) {
        underWay++;
        clerk.schedule(() -> ask(purchase), delayNanos, TimeUnit.NANOSECONDS);
    }

    /** What a buyer wants to have once. */
    private record Purchase(int number, String which, int kind) {

        String buyer() {
            return BuyerTokens.PREFIX + number;
        }

        String key() {
            return buyer() + "-" + which;
        }

        Purchase another() {
            return new Purchase(number, "second", 0);
        }

        Purchase again() {
            return new Purchase(number, which, 0);
        }
    }

    private void ask(Purchase purchase) {
        String token = tokens.apply(purchase.number());
        Instant askedAt = clock.instant();
        http.sendAsync(requests.order(api, purchase.buyer(), token, 1, purchase.key()), BodyHandlers.ofString())
                .whenComplete((response, failure) ->
                        told(purchase, askedAt, failure == null ? ShopReply.of(response) : ShopReply.none(failure)));
    }

    private synchronized void told(Purchase purchase, Instant askedAt, ShopReply reply) {
        BuyerOutcome outcome = reply.outcome();
        boolean accepted = outcome == BuyerOutcome.ACCEPTED;
        Answer answer = new Answer(
                purchase.buyer(),
                outcome,
                accepted ? reply.orderId() : null,
                askedAt,
                Duration.between(askedAt, clock.instant()),
                outcome.isError() ? reply.detail() : "");
        answers.add(new ShopAnswer(answer, purchase.key(), reply.isReplay(), reply.serverTime()));
        arrived.add(purchase.buyer());
        underWay--;
        if (accepted) {
            served.add(purchase.buyer());
            if (purchase.kind() == FORGETFUL) {
                begin(purchase.again(), pauseNanos());
            } else if (purchase.kind() == GREEDY) {
                begin(purchase.another(), pauseNanos());
            }
        } else if (!(outcome == BuyerOutcome.NOT_OPEN && askedAt.isAfter(closedAt))) {
            begin(purchase, pauseNanos());
        }
    }

    /** From half the pause to one and a half of it, so that buyers do not ask in step. */
    private long pauseNanos() {
        int mean = Math.max(PAUSE_MILLIS, underWay * 1_000 / REQUESTS_PER_SECOND);
        return Duration.ofMillis(mean / 2 + random.nextInt(mean)).toNanos();
    }

    /** Buyers who have an order. */
    synchronized int served() {
        return served.size();
    }

    /** Distinct orders that buyers were told of. */
    synchronized long orders() {
        return answers.stream()
                .map(each -> each.answer().orderId())
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    /** Whether each buyer has had a reply. */
    synchronized boolean haveAllAsked() {
        return arrived.size() == planned.buyers();
    }

    /** Replies of one kind to requests that were sent after a moment. */
    synchronized long count(BuyerOutcome outcome, Instant since) {
        return answers.stream()
                .map(ShopAnswer::answer)
                .filter(answer ->
                        answer.outcome() == outcome && answer.askedAt().isAfter(since))
                .count();
    }

    /** The sale is closed: who is told that it is not open, to a request that was sent after this, goes home. */
    synchronized void closed(Instant at) {
        closedAt = at;
    }

    /** Whether all have gone home. */
    synchronized boolean haveGone() {
        return underWay == 0;
    }

    /** Everything that buyers were told so far. */
    synchronized List<ShopAnswer> answers() {
        return List.copyOf(answers);
    }

    /** Tells of the replies since the last time. */
    synchronized void show(Progress progress) {
        answers.subList(shown, answers.size()).forEach(each -> progress.answered(each.answer()));
        shown = answers.size();
        progress.tick();
    }

    @Override
    public void close() {
        clerk.shutdownNow();
    }
}

package dev.seckill.loadtest.bench;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.shop.SaleRequests;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/** Sales beside the default one, each a counter that somebody has SET, with plenty on offer. Not thread-safe. */
final class SalesOnOffer implements AutoCloseable {

    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);

    /** The set of the sales of which there are events; each instance looks after their outboxes. */
    private static final String REGISTRY = "{seckill}:sales";

    private static final String REGISTRY_ASIDE = "{seckill}:sales-of-bench";
    private static final int UNAVAILABLE = 503;

    /** Who buy at a time in {@link #buyOneOfEach}. */
    private static final int BUYERS = 16;

    /** The field of an outbox that keeps it when no order waits. */
    private static final String KEPT = "kept";

    private final RedisClient redis;
    private final HttpClient http = HttpClient.newHttpClient();

    SalesOnOffer(URI redis) {
        this.redis = RedisClient.create(redis);
    }

    /** So many ids of sales. */
    static List<SaleId> named(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new SaleId(prefix + "-" + i))
                .toList();
    }

    /** Puts plenty on sale in each of them. */
    void put(List<SaleId> sales) {
        try (Pipeline pipeline = redis.pipelined()) {
            sales.forEach(sale -> pipeline.set(sale.value(), Long.toString(BenchSystem.PLENTY)));
        }
    }

    /**
     * Buys one unit of each, a few at a time, and asks again while the API refuses, as it does before it knows what the log has
     * of a sale.
     */
    void buyOneOfEach(List<SaleId> sales, AppProcess api) throws InterruptedException {
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        try {
            List<Callable<Void>> orders = sales.stream()
                    .<Callable<Void>>map(sale -> () -> {
                        buyOneOf(sale, api);
                        return null;
                    })
                    .toList();
            for (Future<Void> order : buyers.invokeAll(orders)) {
                order.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("bench - a first order failed", e.getCause());
        } finally {
            buyers.shutdownNow();
        }
    }

    private void buyOneOf(SaleId sale, AppProcess api) throws InterruptedException {
        HttpRequest order = new SaleRequests(sale, REPLY_WAIT)
                .order(URI.create(api.url()), "first", null, 1, "first-" + System.nanoTime());
        BenchSystem.await("an order of sale " + sale, () -> isAccepted(order));
    }

    private boolean isAccepted(HttpRequest order) throws InterruptedException {
        try {
            int status =
                    http.send(order, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2 && status != UNAVAILABLE) {
                throw new IllegalStateException("bench - " + order.uri() + " answered " + status);
            }
            return status != UNAVAILABLE;
        } catch (IOException e) {
            throw new UncheckedIOException("bench - no reply of " + order.uri(), e);
        }
    }

    /** Waits until no order of them waits for its delivery. */
    void awaitDelivered(List<SaleId> sales) throws InterruptedException {
        BenchSystem.await("the outboxes of " + sales.size() + " sales are empty", () -> waiting(sales) == 0);
    }

    /** The ids of the orders that a sale holds. */
    List<String> heldOrders(SaleId sale) {
        return redis.zrange("{" + sale + "}:held", 0, -1).stream()
                .map(member -> member.substring(0, member.indexOf(' ')))
                .toList();
    }

    private long waiting(List<SaleId> sales) {
        List<Response<Long>> entries = new ArrayList<>();
        List<Response<Boolean>> kept = new ArrayList<>();
        try (Pipeline pipeline = redis.pipelined()) {
            for (SaleId sale : sales) {
                String outbox = "{" + sale + "}:outbox";
                entries.add(pipeline.hlen(outbox));
                kept.add(pipeline.hexists(outbox, KEPT));
            }
        }
        return IntStream.range(0, sales.size())
                .mapToLong(i -> entries.get(i).get() - (kept.get(i).get() ? 1 : 0))
                .sum();
    }

    /** Lets instances that start from now on know of one sale only. */
    void hideAllBut(SaleId sale) {
        redis.rename(REGISTRY, REGISTRY_ASIDE);
        redis.sadd(REGISTRY, sale.value());
    }

    /** Ends {@link #hideAllBut}. */
    void showAll() {
        redis.sunionstore(REGISTRY, REGISTRY, REGISTRY_ASIDE);
        redis.del(REGISTRY_ASIDE);
    }

    @Override
    public void close() {
        redis.close();
    }
}

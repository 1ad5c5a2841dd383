package dev.seckill.loadtest.bench;

import dev.seckill.model.SaleId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Buyers who come at a steady rate beside a hot sale, buy once, and fetch the receipt as soon as they are told, or do not. */
final class ReceiptBuyers {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final long LONGEST_NANOS = WAIT.toNanos();
    private static final int OK = 200;

    /** One for all measurements: it keeps its connections. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(WAIT)
            .build();

    private final String url;
    private final boolean isFetching;
    private final LongAdder asked = new LongAdder();
    private final LongAdder given = new LongAdder();
    private final Histogram nanos = new ConcurrentHistogram(LONGEST_NANOS, 3);

    /** Those who are under way, and who waits for the last of them. */
    private final Phaser underWay = new Phaser(1);

    private ReceiptBuyers(String url, boolean isFetching) {
        this.url = url;
        this.isFetching = isFetching;
    }

    /**
     * What they saw.
     *
     * @param beside what the others saw meanwhile
     * @param asked receipts asked for
     * @param missing those among them that were not given
     * @param perSecond receipts given while the buyers came
     * @param nanos time to a receipt that was given, without the purchase
     */
    record Seen(Sample beside, long asked, long missing, double perSecond, Histogram nanos) {

        double millisAt(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /** Lets them come while something else goes on. */
    static Seen beside(String url, int perSecond, boolean isFetching, Supplier<Sample> sale) {
        ReceiptBuyers buyers = new ReceiptBuyers(url, isFetching);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            long begin = System.nanoTime();
            clock.scheduleAtFixedRate(buyers::come, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
            Sample beside = sale.get();
            double seconds = (System.nanoTime() - begin) / 1e9;
            buyers.stop(clock);
            return new Seen(
                    beside,
                    buyers.asked.sum(),
                    buyers.asked.sum() - buyers.given.sum(),
                    buyers.given.sum() / seconds,
                    buyers.nanos);
        } finally {
            clock.shutdownNow();
        }
    }

    private void stop(ScheduledExecutorService clock) {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("bench - a buyer who fetches a receipt does not come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        underWay.arriveAndAwaitAdvance(); // each request has its bound
    }

    private void come() {
        underWay.register();
        HttpRequest purchase = request("/seckill").POST(BodyPublishers.noBody()).build();
        HTTP.sendAsync(purchase, BodyHandlers.discarding())
                .thenCompose(this::fetch)
                .whenComplete((nothing, failure) -> underWay.arriveAndDeregister());
    }

    private CompletableFuture<Void> fetch(HttpResponse<Void> bought) {
        String order = bought.headers().firstValue("Order-Id").orElse(null);
        if (!isFetching || order == null) {
            return CompletableFuture.completedFuture(null);
        }
        asked.increment();
        long begin = System.nanoTime();
        HttpRequest receipt = request("/api/sales/" + SaleId.DEFAULT + "/orders/" + order + "/receipt")
                .build();
        return HTTP.sendAsync(receipt, BodyHandlers.discarding()).thenAccept(reply -> {
            if (reply.statusCode() == OK) {
                given.increment();
                nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - begin));
            }
        });
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(WAIT);
    }
}

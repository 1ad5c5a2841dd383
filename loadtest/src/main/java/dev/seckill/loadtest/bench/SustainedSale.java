package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;

import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A sale at an open rate of half the capacity with the consumer behind it, for a minute, once. */
final class SustainedSale implements BenchCase {

    private static final int BUYERS = 256;
    private static final int CONNECTIONS = 1000;
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final String TOPIC = "BENCH_SUSTAINED";
    private static final String STORED = "consumer_orders_stored_total";
    private static final String LAG = "consumer_lag_records";

    /** So many seconds of sale may lie between decision and row. */
    private static final double LAG_SECONDS_MAX = 2;

    private final Lab lab;

    SustainedSale(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round > 0) {
            return; // long enough to be its own median
        }
        AppProcess api = lab.system().api("sustained-api", "--topic=" + TOPIC);
        AppProcess consumer = lab.system().consumer("sustained-consumer", "--topic=" + TOPIC, "--group=sustained");
        try {
            lab.warm(api);
            double capacity = lab.load()
                    .closed(BUYERS, lab.options().spanOfLoad(), api.port())
                    .okPerSecond();
            consumer.start();
            BenchSystem.await(catchUpWait(), "the consumer has caught up", () -> behind(api, consumer) <= 0);
            sell(capacity / 2, api, consumer);
        } finally {
            api.stop();
            consumer.stop();
        }
    }

    /** For what was sold while warming up: a consumer may be half as fast as an API that has the machine to itself. */
    private Duration catchUpWait() {
        return lab.options().mostOfWarmUp().multipliedBy(3);
    }

    private void sell(double rate, AppProcess api, AppProcess consumer) throws InterruptedException {
        ExecutorService buyers = Executors.newSingleThreadExecutor();
        try {
            Scrape soldBefore = Scrape.of(api.adminUrl());
            Scrape storedBefore = Scrape.of(consumer.url());
            Future<Sample> sale = buyers.submit(
                    () -> lab.load().open(rate, CONNECTIONS, Duration.ofSeconds(lab.options().sustain), api.port()));
            // Rows against orders while the sale is on, and how many messages lie between the two.
            double rowsForEach = Double.NaN;
            do {
                double sold = Scrape.of(api.adminUrl()).since(soldBefore, Scrape.ACCEPTED);
                Scrape consumed = Scrape.of(consumer.url());
                lab.figures().of("sustained sale, lag in records").add(consumed.value(LAG));
                rowsForEach = sold == 0 ? rowsForEach : consumed.since(storedBefore, STORED) / sold;
            } while (!isOver(sale));
            lab.count(sale.get());
            lab.note("sustained sale, accepted per second", sale.get().okPerSecond());
            lab.note("sustained sale, p99 ms", sale.get().millisAt(99));
            lab.note("sustained sale, rows for each accepted order", rowsForEach);
            lab.note(
                    "sustained sale, most lag in seconds of sale",
                    lab.figures().of("sustained sale, lag in records").max() / rate);
            BenchSystem.await("every accepted order has its row", () -> behind(api, consumer) <= 0);
        } catch (ExecutionException e) {
            throw new IllegalStateException("bench - the sustained sale failed", e.getCause());
        } finally {
            buyers.shutdownNow();
        }
    }

    /** Waits a while for the end. */
    private static boolean isOver(Future<Sample> sale) throws ExecutionException, InterruptedException {
        try {
            sale.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException goesOn) {
            return false;
        }
    }

    private static double behind(AppProcess api, AppProcess consumer) {
        return Scrape.of(api.adminUrl()).value(Scrape.ACCEPTED)
                - Scrape.of(consumer.url()).value(STORED);
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target(
                        "rows for each accepted order while selling at half the capacity",
                        AT_LEAST,
                        0.98,
                        figures.of("sustained sale, rows for each accepted order")),
                new Target(
                        "most lag while selling, in seconds of sale",
                        AT_MOST,
                        LAG_SECONDS_MAX,
                        figures.of("sustained sale, most lag in seconds of sale")));
    }
}

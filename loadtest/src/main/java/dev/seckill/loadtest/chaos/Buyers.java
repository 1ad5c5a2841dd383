package dev.seckill.loadtest.chaos;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The buyers of one round, each on a thread of its own. */
public final class Buyers implements AutoCloseable {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(2);

    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean open = true;

    private Buyers(int count) {
        this.threads = Executors.newFixedThreadPool(count);
    }

    /** Lets buyers of the model case begin. */
    public static Buyers begin(int count, int round, long seed, List<URI> apis, Notebook notebook, Clock clock) {
        return begin(count, round, seed, apis, new ModelTill(Buyer.REPLY_WAIT), notebook, clock);
    }

    /** Lets buyers of one sale begin. */
    static Buyers begin(int count, int round, long seed, List<URI> apis, Till till, Notebook notebook, Clock clock) {
        Buyers buyers = new Buyers(count);
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WAIT)
                .build();
        for (int number = 1; number <= count; number++) {
            String name = "round-" + round + "-buyer-" + number;
            Buyer buyer = new Buyer(http, apis, till, notebook, clock, name, new Random(seed * 31 * round + number));
            buyers.running.add(buyers.threads.submit(() -> {
                buyer.buyWhile(() -> buyers.open);
                return null;
            }));
        }
        return buyers;
    }

    /** Lets each finish the purchase that it is at and begin no other. */
    public void letFinish() {
        open = false;
    }

    /** Whether all have finished; false as well once somebody failed. */
    public boolean haveFinished() {
        return running.stream().allMatch(Future::isDone);
    }

    /** @throws IncidentException if a buyer came to an end by an error of its own */
    public void check() throws InterruptedException {
        for (Future<?> buyer : running) {
            try {
                if (buyer.isDone()) {
                    buyer.get();
                }
            } catch (ExecutionException failed) {
                throw new IncidentException("a buyer failed: " + failed.getCause(), failed);
            }
        }
    }

    /** Ends them wherever they are. */
    @Override
    public void close() {
        open = false;
        threads.shutdownNow();
    }
}

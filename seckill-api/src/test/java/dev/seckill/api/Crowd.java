package dev.seckill.api;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Buyers who go on buying one unit after the other until it is closed, and remember what they were promised. */
final class Crowd implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final int BUYERS = 4;

    private final Buyers buyers = new Buyers();
    private final List<String> urls;
    private final Set<String> promised = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> buying;
    private volatile boolean open = true;

    /** @param urls of the API's instances, in turn */
    Crowd(List<String> urls) {
        this.urls = new CopyOnWriteArrayList<>(urls);
        this.buying = IntStream.range(0, BUYERS)
                .mapToObj(number -> CompletableFuture.runAsync(
                        () -> buy(number), task -> new Thread(task, "crowd-" + number).start()))
                .toList();
    }

    private void buy(int number) {
        for (int i = number; open; i++) {
            HttpResponse<String> reply = buyers.buy(urls.get(i % urls.size()));
            if (Buyers.isAccepted(reply)) {
                promised.add(Buyers.orderId(reply));
            }
        }
    }

    /** Buys at this instance too. */
    void alsoAt(String url) {
        urls.add(url);
    }

    /** Returns when so many more orders were promised. */
    void awaitMore(int orders) {
        int goal = promised.size() + orders;
        await().atMost(WAIT).until(() -> promised.size() >= goal || !open);
    }

    /** The ids of the orders that some buyer was told of. */
    Set<String> promised() {
        return Set.copyOf(promised);
    }

    /** Returns when every buyer has the last reply. */
    @Override
    public void close() {
        open = false;
        buying.forEach(CompletableFuture::join);
    }
}

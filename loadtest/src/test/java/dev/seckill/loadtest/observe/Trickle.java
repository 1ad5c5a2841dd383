package dev.seckill.loadtest.observe;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Buyers who come steadily, whatever they are told: without them nobody would see a fault. */
final class Trickle implements AutoCloseable {

    private static final long EVERY_MILLIS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** @param api where they buy */
    Trickle(URI api) {
        HttpRequest purchase = HttpRequest.newBuilder(api.resolve("/seckill"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        clock.scheduleAtFixedRate(
                () -> http.sendAsync(purchase, BodyHandlers.discarding()).exceptionally(noReply -> null),
                0,
                EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

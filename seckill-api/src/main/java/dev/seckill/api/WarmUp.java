package dev.seckill.api;

import dev.seckill.api.publish.OutboxDelivery;
import dev.seckill.api.publish.PracticeLog;
import dev.seckill.api.stock.DecisionQueue;
import dev.seckill.api.stock.LoggedSeq;
import dev.seckill.api.stock.RedisSale;
import dev.seckill.api.stock.RedisStockCounter;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sells a sale of its own over loopback before the API listens, so that the first buyers do not meet a cold JVM: the same
 * HTTP server, queue and Redis transactions, and a topic of its own. Half of the purchases are accepted, half find
 * everything sold. Sale and topic are removed afterwards.
 */
final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final int CONNECTIONS = 8;
    private static final int TIMEOUT_MILLIS = 1000;
    /** The part of the bound, as a divisor, that the wait for Kafka may take. */
    private static final int KAFKA_SHARE = 2;

    private final ApiConfig config;

    /**
     * How much and how long.
     *
     * @param purchases purchases to make, 0 for none
     * @param bound when to stop at the latest
     */
    record Settings(int purchases, Duration bound) {}

    WarmUp(ApiConfig config) {
        this.config = config;
    }

    /** Warms up within the bound. Whatever goes wrong is no reason not to start. */
    void run() {
        if (config.warmUp().purchases() == 0) {
            return;
        }
        long start = System.nanoTime();
        SaleId sale = new SaleId("warm-up-" + UUID.randomUUID());
        int answered;
        try {
            answered = sell(sale);
            remove(sale);
        } catch (RuntimeException e) {
            log.warn("warm-up - did not work, starting cold (reason={})", e.getMessage());
            return;
        }
        log.info(
                "warm-up - done (purchases={}, answered={}, millis={})",
                config.warmUp().purchases(),
                answered,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private int sell(SaleId sale) {
        long stock = config.warmUp().purchases() / 2;
        RedisStockCounter.Settings bounds = new RedisStockCounter.Settings(
                stock,
                config.counter().outboxMax(),
                config.counter().readBackWait(),
                config.counter().keyLifetime(),
                Duration.ZERO,
                config.counter().lookAhead());
        ApiConfig.Http loopback = new ApiConfig.Http(
                "127.0.0.1",
                0,
                config.http().threads(),
                config.http().bodyMax(),
                config.http().answerWait(),
                config.http().retryAfter(),
                config.http().stopWait());
        Duration kafkaWait = config.warmUp().bound().dividedBy(KAFKA_SHARE);
        try (PracticeLog orderLog = new PracticeLog(config.kafka().withTopic(sale.value()), kafkaWait);
                ApiMetrics metrics = new ApiMetrics();
                OutboxDelivery delivery = new OutboxDelivery(orderLog, config.delivery());
                DecisionQueue queue = new DecisionQueue(
                        new RedisStockCounter(sale, config.redis(), bounds, () -> LoggedSeq.NONE, Clock.systemUTC()),
                        delivery,
                        config.decisions(),
                        metrics);
                HttpApi http = new HttpApi(loopback, new ModelRoutes(queue::submit, loopback, metrics))) {
            if (!orderLog.isUsed()) {
                log.warn("warm-up - without kafka, which did not answer (waited={})", kafkaWait);
            }
            return buy(URI.create("http://127.0.0.1:" + http.port() + "/seckill"));
        }
    }

    private int buy(URI uri) {
        AtomicInteger toDo = new AtomicInteger(config.warmUp().purchases());
        AtomicInteger answered = new AtomicInteger();
        long deadline = System.nanoTime() + config.warmUp().bound().toNanos();
        ExecutorService buyers = Executors.newFixedThreadPool(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            buyers.execute(() -> {
                while (toDo.getAndDecrement() > 0 && System.nanoTime() - deadline < 0) {
                    answered.addAndGet(post(uri) ? 1 : 0);
                }
            });
        }
        buyers.shutdown();
        try {
            if (!buyers.awaitTermination(config.warmUp().bound().toMillis() + TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn(
                        "warm-up - a purchase does not end (bound={})",
                        config.warmUp().bound());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answered.get();
    }

    private static boolean post(URI uri) {
        try {
            URL url = uri.toURL();
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestMethod("POST");
            connection.setFixedLengthStreamingMode(0);
            connection.setDoOutput(true);
            try (InputStream body = connection.getInputStream()) {
                body.readAllBytes();
            }
            return true;
        } catch (IOException e) {
            log.debug("warm-up - a purchase was not answered", e);
            return false;
        }
    }

    private void remove(SaleId sale) {
        try (RedisSale redis = new RedisSale(sale, config.redis())) {
            redis.remove();
        }
    }
}

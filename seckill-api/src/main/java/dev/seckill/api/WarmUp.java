package dev.seckill.api;

import dev.seckill.api.publish.KafkaSettings;
import dev.seckill.api.publish.PracticeLog;
import dev.seckill.api.stock.RedisSale;
import dev.seckill.api.stock.RedisStockCounter;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves sales of its own over loopback before the API listens, so that the first buyers do not meet a cold JVM: the
 * same instance from the HTTP server to the order log. Half of the purchases are accepted, half find everything sold.
 * Sales and topics are removed afterwards.
 *
 * <p>Several sales one after the other, each with everything made anew down to the topic: what happens once to a new
 * instance and never again would else be compiled as what never happens, and the code thrown away by the real one.
 */
final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final int SALES = 3;
    /** The part of the bound, as a divisor, that all waits for Kafka together may take. */
    private static final int KAFKA_SHARE = 4;

    private final ApiConfig config;
    private final BooleanSupplier stopAsked;

    /**
     * How much and how long.
     *
     * @param purchases purchases to make, 0 for none
     * @param bound when the last buyer stops at the latest
     */
    record Settings(int purchases, Duration bound) {}

    /** @param stopAsked whether to leave off early */
    WarmUp(ApiConfig config, BooleanSupplier stopAsked) {
        this.config = config;
        this.stopAsked = stopAsked;
    }

    /** Warms up within the bound. Whatever goes wrong is no reason not to start. */
    void run() {
        int purchases = config.warmUp().purchases();
        if (purchases == 0) {
            return;
        }
        long start = System.nanoTime();
        long end = start + config.warmUp().bound().toNanos();
        int answered;
        try {
            answered = serveSales(end);
        } catch (RuntimeException e) {
            log.warn("warm-up - did not work, starting cold (reason={})", Reason.of(e));
            return;
        }
        log.info(
                "warm-up - done (purchases={}, answered={}, millis={})",
                purchases,
                answered,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private int serveSales(long end) {
        String name = "warm-up-" + UUID.randomUUID();
        long kafkaWait = config.warmUp().bound().dividedBy(KAFKA_SHARE).toNanos();
        int answered = 0;
        int number = 0;
        while (number < SALES && !stopAsked.getAsBoolean()) {
            KafkaSettings topic = config.kafka().withTopic(name + "-" + number);
            long asked = System.nanoTime();
            try (PracticeLog orderLog = new PracticeLog(topic, Duration.ofNanos(kafkaWait), stopAsked)) {
                kafkaWait = Math.max(0, kafkaWait - (System.nanoTime() - asked));
                if (!orderLog.isUsed() && !stopAsked.getAsBoolean()) {
                    log.warn("warm-up - without kafka, which did not answer (topic={})", topic.topic());
                }
                int next = orderLog.isUsed() ? number + 1 : SALES; // without Kafka no log is asked for again
                while (number < next && !stopAsked.getAsBoolean()) {
                    answered += sell(new SaleId(name + "-" + number), number, orderLog, end);
                    number++;
                }
            }
        }
        return answered;
    }

    private int sell(SaleId sale, int number, PracticeLog orderLog, long end) {
        int all = config.warmUp().purchases();
        int purchases = all * (number + 1) / SALES - all * number / SALES;
        // A share of the time too, else the first sale, the coldest, takes it all.
        long now = System.nanoTime();
        long deadline = now + (end - now) / (SALES - number);
        AtomicInteger answered = new AtomicInteger();
        try {
            ApiConfig practice = practice(sale, purchases / 2);
            Main.serve(practice, sale.value(), orderLog.orderLog(), orderLog.loggedSeq(sale), ports -> {
                PracticeBuyers buyers = new PracticeBuyers(ports.shop(), deadline, stopAsked);
                buyers.look("/health/ready");
                answered.set(buyers.buy(purchases));
                if (!stopAsked.getAsBoolean()) {
                    new PracticeBuyers(ports.admin(), deadline, stopAsked).look("/metrics");
                    // Reading loads classes whose mere presence makes the JVM throw much of its compiled code away.
                    orderLog.loggedSeq(sale).highest();
                }
            });
        } finally {
            remove(sale);
        }
        return answered.get();
    }

    private ApiConfig practice(SaleId sale, long stock) {
        return new ApiConfig(
                new ApiConfig.Http(
                        "127.0.0.1",
                        0,
                        config.http().threads(),
                        config.http().bodyMax(),
                        config.http().answerWait(),
                        config.http().retryAfter(),
                        config.http().stopWait(),
                        config.http().gate()),
                new ApiConfig.Admin("127.0.0.1", 0),
                sale,
                config.redis(),
                new RedisStockCounter.Settings(
                        stock,
                        config.counter().outboxMax(),
                        config.counter().readBackWait(),
                        config.counter().keyLifetime(),
                        Duration.ZERO,
                        config.counter().lookAhead()),
                config.decisions(),
                config.kafka(),
                config.delivery(),
                config.relay(),
                config.warmUp());
    }

    private void remove(SaleId sale) {
        try (RedisSale redis = new RedisSale(sale, config.redis())) {
            redis.remove();
        }
    }
}

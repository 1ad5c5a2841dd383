package dev.seckill.loadtest.bench;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.DecisionQueue;
import dev.seckill.api.http.HttpServer;
import dev.seckill.api.http.PurchaseRoutes;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.orderlog.KafkaOrderLog;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.redis.RedisOutbox;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.StockCounter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The API with something else in the place of its one decision queue, to compare it with. */
final class ApiVariant {

    private ApiVariant() {}

    /**
     * Runs until it is killed.
     *
     * @param args options of {@code seckill-api.jar}
     * @param queues how many queues share the purchases, each with a connection of its own; 0 for one to each thread
     * @param around what stands between a queue and its counter
     */
    static void run(String[] args, int queues, UnaryOperator<StockCounter> around) {
        ApiConfig config = ApiConfig.of(args);
        ApiMetrics metrics = new ApiMetrics();
        OutboxDelivery delivery = new OutboxDelivery(new KafkaOrderLog(config.kafka()), config.delivery());
        new Relay(
                new RedisOutbox(config.sale(), config.redis(), "variant"), delivery, config.relay(), Clock.systemUTC());
        List<DecisionQueue> decisions = IntStream.range(
                        0, queues == 0 ? config.http().threads() : queues)
                .mapToObj(connection ->
                        new DecisionQueue(around.apply(counter(config)), delivery, config.decisions(), metrics))
                .toList();
        AtomicInteger next = new AtomicInteger();
        new HttpServer(
                config.http(),
                new PurchaseRoutes(
                        purchase -> decisions
                                .get(Math.floorMod(next.getAndIncrement(), decisions.size()))
                                .submit(purchase),
                        config.http(),
                        metrics),
                routes -> routes.get(
                        "/health/ready",
                        ctx -> ctx.status(
                                decisions.stream().anyMatch(queue -> queue.view() == null) || delivery.refusal() != null
                                        ? 503
                                        : 200)));
    }

    private static RedisStockCounter counter(ApiConfig config) {
        return new RedisStockCounter(
                config.sale(),
                config.redis(),
                config.counter(),
                () -> LoggedSeq.NONE, // nothing was logged of this sale before
                Clock.systemUTC());
    }
}

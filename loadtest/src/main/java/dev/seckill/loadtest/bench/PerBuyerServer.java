package dev.seckill.loadtest.bench;

import dev.seckill.api.ApiConfig;
import dev.seckill.api.ApiMetrics;
import dev.seckill.api.HttpApi;
import dev.seckill.api.ModelRoutes;
import dev.seckill.api.publish.KafkaOrderLog;
import dev.seckill.api.publish.OutboxDelivery;
import dev.seckill.api.publish.Relay;
import dev.seckill.api.stock.DecisionQueue;
import dev.seckill.api.stock.RedisOutbox;
import dev.seckill.api.stock.RedisStockCounter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What the API would be without combining: the same server, rules, outbox and order log, but a transaction for each buyer
 * on one of many connections, as a program does that takes one from a pool for each request. Buyers who meet on the
 * counter lose their race and try again.
 */
final class PerBuyerServer {

    private PerBuyerServer() {}

    /** Takes the options of {@code seckill-api.jar}, {@code --batch-max 1} among them; runs until it is killed. */
    public static void main(String[] args) {
        ApiConfig config = ApiConfig.of(args);
        ApiMetrics metrics = new ApiMetrics();
        OutboxDelivery delivery = new OutboxDelivery(new KafkaOrderLog(config.kafka()), config.delivery());
        new Relay(
                new RedisOutbox(config.sale(), config.redis(), "per-buyer"),
                delivery,
                config.relay(),
                Clock.systemUTC());
        List<DecisionQueue> transactions = IntStream.range(0, config.http().threads())
                .mapToObj(connection -> new DecisionQueue(counter(config), delivery, config.decisions(), metrics))
                .toList();
        AtomicInteger next = new AtomicInteger();
        new HttpApi(
                config.http(),
                new ModelRoutes(
                        purchase -> transactions
                                .get(Math.floorMod(next.getAndIncrement(), transactions.size()))
                                .submit(purchase),
                        config.http(),
                        metrics),
                routes -> routes.get(
                        "/health/ready",
                        ctx -> ctx.status(
                                transactions.stream().anyMatch(queue -> queue.view() == null)
                                                || delivery.refusal() != null
                                        ? 503
                                        : 200)));
    }

    private static RedisStockCounter counter(ApiConfig config) {
        return new RedisStockCounter(
                config.sale(),
                config.redis(),
                config.counter(),
                () -> 0, // nothing was logged of this sale before
                Clock.systemUTC());
    }
}

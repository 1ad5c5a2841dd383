package dev.seckill.api.redis;

import dev.seckill.api.sale.HeldOrder;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleModelContract;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.SaleWorld;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

@ExtendWith(SharedServers.class)
@Timeout(300)
final class RedisSaleModelIT extends SaleModelContract {

    private final ServerStack servers;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private LossyProxy proxy;
    private RedisClient redis;

    RedisSaleModelIT(ServerStack servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new LossyProxy(servers.redis().port());
        redis = RedisClient.create(servers.redisUrl());
        opened.addAll(List.of(proxy, redis));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Override
    public int histories() {
        return 60;
    }

    @Override
    public SaleWorld world(SaleId sale) {
        return new RedisWorld(sale);
    }

    private final class RedisWorld implements SaleWorld {
        private final SaleId id;
        private final RedisSale sale;

        private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        private RedisWorld(SaleId id) {
            proxy.setTime(now);
            this.id = id;
            this.sale = new RedisSale(id, settings(servers.redisUrl()));
            opened.add(sale);
        }

        private RedisSettings settings(String url) {
            return new RedisSettings(URI.create(url), Duration.ofSeconds(5));
        }

        @Override
        public StockCounter counter(Clock clock) {
            RedisStockCounter counter = new RedisStockCounter(
                    id,
                    settings("redis://127.0.0.1:" + proxy.port()),
                    new RedisStockCounter.Settings(
                            null,
                            1000,
                            Duration.ofSeconds(10),
                            Duration.ofHours(1),
                            Duration.ZERO,
                            Duration.ofMinutes(1)),
                    () -> LoggedSeq.NONE,
                    clock);
            opened.add(counter);
            return counter;
        }

        @Override
        public void loseNextRequest() {
            proxy.loseNextExec();
        }

        @Override
        public void loseNextReply() {
            proxy.loseNextExecReply();
        }

        @Override
        public void loseNextReply(Runnable meanwhile) {
            proxy.loseNextExecReply();
            proxy.beforeNext("KILL", meanwhile);
        }

        @Override
        public void failInNextExec(int command) {
            proxy.failInNextExec(command);
        }

        @Override
        public void loseNothing() {
            proxy.loseNothing();
        }

        @Override
        public void restock(long units) {
            redis.incrBy(id.value(), units);
        }

        @Override
        public void lose() {
            redis.del(
                    id.value(),
                    "{" + id + "}:sale",
                    "{" + id + "}:orders",
                    "{" + id + "}:buyers",
                    "{" + id + "}:states",
                    "{" + id + "}:held",
                    "{" + id + "}:outbox");
        }

        @Override
        public List<OutboxEntry> rebuild(RebuiltSale logged, Collection<OutboxEntry> log, RedisSale.Kept kept) {
            sale.halt();
            RecoveredOrders recovered = sale.recoveredOrders();
            log.stream()
                    .filter(entry -> entry.event() instanceof SaleEvent.OfOrder || entry.key() != null)
                    .forEach(recovered::add);
            long epoch = Instant.now().toEpochMilli();
            RebuiltSale rebuilt = recovered.takeBackOversold(
                    id, logged.withReleased(recovered.settle(true, kept, false).releasedUnits()), epoch);
            List<OutboxEntry> events = new ArrayList<>();
            if (!sale.rebuild(rebuilt, recovered, epoch, Duration.ofHours(1), kept, events::addAll)) {
                throw new AssertionError("rebuild was refused");
            }
            return events;
        }

        @Override
        public boolean lose(SaleLoss companion) {
            String name = switch (companion) {
                case KEYS -> "orders";
                case BUYERS -> "buyers";
                case OUTBOX -> "outbox";
                case STATES -> "states";
                case HELD -> "held";
            };
            return redis.del("{" + id + "}:" + name) == 1;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void passTime(Duration time) {
            now = now.plus(time);
            proxy.setTime(now);
        }

        @Override
        public SaleState state() {
            return sale.state();
        }

        @Override
        public List<OutboxEntry> outbox() {
            List<OutboxEntry> entries = new ArrayList<>();
            sale.outbox(entries::add, (field, reason) -> {
                throw new AssertionError(field + ": " + reason);
            });
            return entries;
        }

        @Override
        public Map<String, String> buyers() {
            return redis.hgetAll("{" + id + "}:buyers");
        }

        @Override
        public Map<OrderId, OrderRecord> orders() {
            Map<OrderId, OrderRecord> orders = new HashMap<>();
            redis.hgetAll("{" + id + "}:states")
                    .forEach((order, record) -> orders.put(OrderId.parse(order), OrderRecord.parse(record)));
            return orders;
        }

        @Override
        public List<HeldOrder> held() {
            return redis.zrangeWithScores("{" + id + "}:held", 0, -1).stream()
                    .map(order -> HeldOrder.parse(order.getElement(), (long) order.getScore()))
                    .toList();
        }
    }
}

package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.HookedClock;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockCounterContract;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.Protocol.Command;

/** What holds of every counter, of one over several Redis servers. */
abstract class ReplicatedCounterContract extends StockCounterContract {

    private static final RedisStockCounter.Settings SETTINGS = new RedisStockCounter.Settings(
            null, 1_000_000, Duration.ofSeconds(10), Duration.ofHours(1), Duration.ZERO, Duration.ofMinutes(1));

    private final SaleId sale = new SaleId("counter-" + UUID.randomUUID());
    private final List<AutoCloseable> opened = new ArrayList<>();
    final RedisNodes nodes = new RedisNodes(new RedisSettings(URI.create(url()), Duration.ofSeconds(5)));
    private final SaleKeys keys = new SaleKeys(sale);

    /** Where the servers are. */
    abstract String url();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        nodes.close();
    }

    /** As a decision thread has it. Where something is to happen at the commit, its first event would be planned twice. */
    @Override
    public StockCounter counter(Clock clock) {
        if (clock instanceof HookedClock) {
            RedisStockCounter counter =
                    new RedisStockCounter(sale, nodes.settings(), SETTINGS, () -> LoggedSeq.NONE, clock);
            opened.add(counter);
            return counter;
        }
        RedisCounters store =
                new RedisCounters(new SaleId("another"), nodes, SETTINGS, LoggedMarks.NOTHING, clock, new StoreRisks());
        opened.add(store);
        await().until(() -> store.isReady(sale));
        return store.counter(sale);
    }

    @Override
    public void set(String counter, Map<String, String> fields) {
        ask(Command.SET, keys.counter, counter.getBytes(UTF_8));
        if (!fields.isEmpty()) {
            ask(Command.HSET, SaleKeys.withTexts(keys.sale, fields));
        }
    }

    @Override
    public String left() {
        return RedisReply.text(ask(Command.GET, keys.counter));
    }

    @Override
    public String field(String name) {
        return RedisReply.text(ask(Command.HGET, keys.sale, SaleKeys.bytes(name)));
    }

    @Override
    public List<OrderId> outbox() {
        return RedisReply.list(ask(Command.HKEYS, keys.outbox)).stream()
                .map(RedisReply::text)
                .filter(field -> !field.equals(SaleMemory.KEPT))
                .map(field -> EventId.parse(sale, field))
                .map(EventId::order)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<OutboxEntry> entries() {
        List<OutboxEntry> entries = new ArrayList<>();
        try (RedisSale stored = new RedisSale(sale, nodes.settings())) {
            stored.outbox(entries::add, (field, reason) -> {
                throw new AssertionError(field + ": " + reason);
            });
        }
        return entries;
    }

    private Object ask(Command command, byte[]... arguments) {
        try (RedisLink link = new RedisLink(nodes, nodes.slotOf(keys.counter))) {
            link.open();
            link.send(command, arguments);
            return link.replies(1).get(0);
        }
    }
}

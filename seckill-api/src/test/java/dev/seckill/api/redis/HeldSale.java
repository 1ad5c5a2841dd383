package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.HookedClock;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.infra.ServerStack;
import dev.seckill.model.BuyerId;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** A sale in Redis that holds what it sells, the counters of its instances, and what becomes of it. */
final class HeldSale implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    final SaleId id = new SaleId("held-" + UUID.randomUUID());
    final RedisClient redis;
    final LossyProxy proxy;
    private final String url;
    private final List<AutoCloseable> opened = new ArrayList<>();

    HeldSale(ServerStack servers) throws IOException {
        this.url = servers.redisUrl();
        this.redis = RedisClient.create(url);
        this.proxy = new LossyProxy(servers.redis().port());
        opened.addAll(List.of(redis, proxy));
    }

    /** Puts units on sale, each of which is held for a second, and for a minute at most. */
    void open(int units) {
        open(units, Map.of("holdFor", "1", "holdMax", "60"));
    }

    void open(int units, Map<String, String> fields) {
        redis.hset(key("sale"), fields);
        redis.set(id.value(), Integer.toString(units));
    }

    StockCounter counter() {
        return counter(Clock.systemUTC(), url, RedisStockCounter.HoldBounds.DEFAULT);
    }

    /** One whose clock is read between its two trips. */
    StockCounter counter(HookedClock clock) {
        return counter(clock, url, RedisStockCounter.HoldBounds.DEFAULT);
    }

    StockCounter counterWith(RedisStockCounter.HoldBounds bounds) {
        return counter(Clock.systemUTC(), url, bounds);
    }

    /** One that reaches Redis through {@link #proxy}. */
    StockCounter counterBehindProxy() {
        return counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), RedisStockCounter.HoldBounds.DEFAULT);
    }

    /** The sale as recover sees it, through {@link #proxy}. */
    RedisSale behindProxy() {
        return new RedisSale(id, new RedisSettings(URI.create("redis://127.0.0.1:" + proxy.port()), TIMEOUT));
    }

    /** One that is another user of Redis. */
    StockCounter counterOf(String user, String password) {
        return counter(
                Clock.systemUTC(),
                url.replace("redis://", "redis://" + user + ":" + password + "@"),
                RedisStockCounter.HoldBounds.DEFAULT);
    }

    private StockCounter counter(Clock clock, String address, RedisStockCounter.HoldBounds bounds) {
        StockCounter counter = new RedisStockCounter(
                id,
                new RedisSettings(URI.create(address), TIMEOUT),
                new RedisStockCounter.Settings(
                        null,
                        1_000_000,
                        Duration.ofSeconds(10),
                        Duration.ofHours(1),
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        bounds),
                () -> LoggedSeq.NONE,
                clock);
        opened.add(counter);
        return counter;
    }

    /** One unit for a buyer. */
    static Purchase by(String buyer) {
        return new Purchase(null, new BuyerId(buyer));
    }

    /** The order that a buyer gets. */
    OrderId buy(StockCounter counter, String buyer) {
        Decision decision = decide(counter, by(buyer)).get(0);
        assertThat(decision.outcome()).as(decision.detail()).isEqualTo(Outcome.ACCEPTED);
        return decision.entry().order().orderId();
    }

    List<Decision> decide(StockCounter counter, Request... requests) {
        return decided(counter, requests).decisions();
    }

    Attempt.Decided decided(StockCounter counter, Request... requests) {
        Attempt attempt = counter.decide(List.of(requests), List.of());
        assertThat(attempt).isInstanceOf(Attempt.Decided.class);
        return (Attempt.Decided) attempt;
    }

    /** Waits until an order that was held just now is so no more, by Redis's clock. */
    void awaitEndOfHolds() {
        awaitEndOfHoldsAfter(() -> {});
    }

    /** The same for an order that may not be held so shortly any more after the action. */
    void awaitEndOfHoldsAfter(Runnable action) {
        double last = redis.zrangeWithScores(key("held"), -1, -1).get(0).getScore();
        action.run();
        await().until(() -> now().toEpochMilli() >= last);
    }

    void acl(String... arguments) {
        try (RedisLink link = new RedisLink(new RedisSettings(URI.create(url), TIMEOUT))) {
            link.open();
            link.send(Command.ACL, Stream.of(arguments).map(SaleKeys::bytes).toArray(byte[][]::new));
            link.replies(1);
        }
    }

    /** As if there had never been such a sale. */
    void forget() {
        redis.del(Stream.of(new SaleKeys(id).all()).map(RedisReply::text).toArray(String[]::new));
    }

    Instant now() {
        try (RedisLink link = new RedisLink(new RedisSettings(URI.create(url), TIMEOUT))) {
            link.open();
            link.send(Command.TIME);
            List<Object> parts = RedisReply.list(link.replies(1).get(0));
            return Instant.ofEpochSecond(Long.parseLong(RedisReply.text(parts.get(0))))
                    .plusMillis(Long.parseLong(RedisReply.text(parts.get(1))) / 1000);
        }
    }

    String key(String companion) {
        return "{" + id + "}:" + companion;
    }

    String left() {
        return redis.get(id.value());
    }

    String field(String name) {
        return redis.hget(key("sale"), name);
    }

    OrderRecord order(OrderId order) {
        return OrderRecord.parse(redis.hget(key("states"), order.toString()));
    }

    /** The journal as the outbox has it, in the order of {@code no}. */
    List<SaleEvent> journal() {
        List<SaleEvent> events = new ArrayList<>();
        try (RedisSale stored = new RedisSale(id, new RedisSettings(URI.create(url), TIMEOUT))) {
            stored.outbox(entry -> events.add(entry.event()), (field, reason) -> {
                throw new AssertionError(field + ": " + reason);
            });
        }
        events.sort(Comparator.comparingLong(SaleEvent::no));
        return events;
    }

    List<SaleEvent.Released> releases() {
        return journal().stream()
                .filter(SaleEvent.Released.class::isInstance)
                .map(SaleEvent.Released.class::cast)
                .toList();
    }

    static SaleEvent only(List<OutboxEntry> entries) {
        assertThat(entries).hasSize(1);
        return entries.get(0).event();
    }

    /** Holds what Redis has of holds against itself. */
    void assertSound() {
        Map<String, String> states = redis.hgetAll(key("states"));
        List<String> held = states.entrySet().stream()
                .filter(state -> state.getValue().startsWith("HELD "))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(redis.zrange(key("held"), 0, -1).stream().map(member -> member.substring(0, 36)))
                .containsExactlyInAnyOrderElementsOf(held);
        assertThat(redis.hmget(key("sale"), "heldOrders").get(0)).isEqualTo(Integer.toString(held.size()));
        List<SaleEvent> journal = journal();
        assertThat(journal).extracting(SaleEvent::no).doesNotHaveDuplicates();
        assertThat(journal.get(journal.size() - 1).left()).isEqualTo(Long.parseLong(left()));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }
}

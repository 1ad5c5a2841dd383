package dev.seckill.api.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.decide.StopFailedException;
import dev.seckill.api.redis.RedisOutbox;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.Purchase;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

@ExtendWith(SharedServers.class)
@Timeout(300)
final class RelayIT {

    private static final String INSTANCE = "this";
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration STOP_WAIT = Duration.ofMillis(200);

    private final SaleId sale = new SaleId("sale-" + UUID.randomUUID());
    private final RedisSettings settings;
    private final RedisClient redis;
    private final FakeOrderLog log = new FakeOrderLog();
    private final OutboxDelivery delivery = new OutboxDelivery(log, new OutboxDelivery.Settings(LONG, LONG, 100));
    private final List<SaleId> others = new ArrayList<>();
    private Relay relay;

    RelayIT(ServerStack servers) {
        this.settings = new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5));
        this.redis = RedisClient.create(servers.redisUrl());
    }

    @BeforeEach
    void load() {
        redis.set(sale.value(), "10");
        try (RedisStockCounter counter = counter(Duration.ZERO)) {
            counter.decide(List.of(), List.of());
            counter.decide(List.of(), List.of(EventId.parse(sale, "no-1"))); // the event of these units is delivered
        }
    }

    @AfterEach
    void close() {
        relay.close();
        delivery.close();
        redis.del("{seckill}:sales");
        for (SaleId other : others) {
            redis.del(other.value(), "{" + other + "}:outbox", "{" + other + "}:sale", "{" + other + "}:server");
        }
        redis.close();
    }

    @Test
    void deliversWhatStaysInTheOutboxThoughItsInstanceHadAClockThatIsAhead() {
        OutboxEntry entry = decide(Duration.ofDays(1));

        start(OFTEN, Duration.ofMillis(200));

        await().atMost(WAIT).until(() -> log.count() == 1);
        assertThat(log.sent(0).entry().order()).isEqualTo(entry.order());
    }

    @Test
    void deliversAnEventThatIsNoOrderOnce() {
        redis.set(sale.value(), "7");
        try (RedisStockCounter counter = counter(Duration.ZERO)) {
            counter.decide(List.of(), List.of());
        }

        start(OFTEN, Duration.ofMillis(200));

        await().atMost(WAIT).until(() -> log.count() == 1);
        assertThat(log.sent(0).entry().id()).isEqualTo(EventId.parse(sale, "no-2"));
        assertThat(log.sent(0).entry().event().units()).isEqualTo(-3);
        log.sent(0).acknowledgement().logged();
        assertThat(delivery.takeLogged(sale, 10)).containsExactly(EventId.parse(sale, "no-2"));
    }

    @Test
    void deliversWhatAnotherInstanceLeftBehindInASaleThatIsNotDecidedHere() {
        SaleId other = otherSale();
        redis.set(other.value(), "5");
        OutboxEntry entry;
        try (RedisStockCounter dying = counter(other, Duration.ZERO)) {
            entry = order(dying);
        }

        start(OFTEN, Duration.ofMillis(200));

        await().atMost(WAIT).until(() -> log.count() == 2);
        assertThat(List.of(log.sent(0).entry().id(), log.sent(1).entry().id()))
                .containsExactly(EventId.parse(other, "no-1"), entry.id());
        await("recover of that sale must wait for it").atMost(WAIT).until(() -> owed().equals(other + "=2"));
        log.sent(0).acknowledgement().logged();
        log.sent(1).acknowledgement().logged();
        await().atMost(WAIT).until(() -> redis.hkeys("{" + other + "}:outbox").equals(Set.of("kept")));
        await().atMost(WAIT).until(() -> owed().isEmpty());
    }

    @Test
    void isNotKeptFromASaleByOthersThatSomebodyElseWrote() {
        OutboxEntry entry = decide(Duration.ZERO);
        SaleId noHash = otherSale();
        SaleId noSale = otherSale();
        SaleId strange = otherSale();
        redis.set("{" + noHash + "}:outbox", "text");
        redis.set("{" + noSale + "}:sale", "text");
        redis.lpush("{" + noSale + "}:server", "text");
        redis.hset("{" + noSale + "}:outbox", "no-1", text(restock(noSale)));
        redis.hset("{" + strange + "}:outbox", Map.of("no-1", "text", "?", "text", "no-2", text(restock(noSale))));
        redis.sadd("{seckill}:sales", "no id", "", "\n", noHash.value(), noSale.value(), strange.value());

        start(OFTEN, Duration.ofMillis(200));

        await().atMost(WAIT).until(() -> log.count() == 1);
        assertThat(log.sent(0).entry().id()).isEqualTo(entry.id());
        awaitSignsOfLife(5);
        assertThat(log.count()).isEqualTo(1);
    }

    @Test
    void looksAtItsOwnSaleThoughTheRegistryIsOfAnotherType() {
        OutboxEntry entry = decide(Duration.ZERO);
        redis.del("{seckill}:sales");
        redis.set("{seckill}:sales", "text");

        start(OFTEN, Duration.ofMillis(200));

        await().atMost(WAIT).until(() -> log.count() == 1);
        assertThat(log.sent(0).entry().id()).isEqualTo(entry.id());
    }

    @Test
    void comesToTheLastOfManyRegisteredSales() {
        Set<SaleId> busy = new HashSet<>();
        for (int i = 0; i < 3000; i++) {
            SaleId other = otherSale();
            redis.sadd("{seckill}:sales", other.value());
            redis.hset("{" + other + "}:outbox", "kept", "1");
            if (i % 100 == 0) {
                busy.add(other);
                redis.set(other.value(), "5");
                try (RedisStockCounter dying = counter(other, Duration.ZERO)) {
                    dying.decide(List.of(), List.of());
                }
            }
        }

        start(OFTEN, Duration.ofMillis(200), 7);

        await().atMost(WAIT).until(() -> log.count() == busy.size());
        assertThat(IntStream.range(0, log.count())
                        .mapToObj(i -> log.sent(i).entry().id().sale()))
                .containsExactlyInAnyOrderElementsOf(busy);
    }

    @Test
    void looksThroughALargeOutboxBitByBitAndComesToEveryOrder() {
        redis.set(sale.value(), "60");
        List<OutboxEntry> entries =
                IntStream.range(0, 60).mapToObj(i -> decide(Duration.ZERO)).toList();
        String wholeReads = calls("hkeys");

        start(OFTEN, Duration.ofMillis(200), 7);

        await().atMost(WAIT).until(() -> sentOrders().size() == entries.size());
        assertThat(calls("hkeys")).as("whole outboxes read").isEqualTo(wholeReads);
    }

    @Test
    void leavesAnOrderAloneThatItHasNotSeenForLongThoughItsIdIsOld() {
        decide(Duration.ofDays(-1));

        start(OFTEN, LONG);

        awaitSignsOfLife(5);
        assertThat(log.count()).isZero();
    }

    @Test
    void sendsAgainWhatCouldNotBeSentAlsoWhenRedisHasLostIt() {
        OutboxEntry entry = decide(Duration.ZERO);
        delivery.deliver(entry, null);
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
        redis.del(sale.value(), "{" + sale + "}:sale", "{" + sale + "}:outbox");

        String valuesRead = valuesRead();
        start(OFTEN, LONG);

        await().atMost(WAIT).until(() -> log.count() == 2);
        assertThat(valuesRead()).as("only asks whether it is there").isEqualTo(valuesRead);
        assertThat(log.sent(1).entry()).isSameAs(entry);
        assertThat(delivery.unlogged()).as("recover must wait for it").isEqualTo(1);
    }

    @Test
    void sendsAgainWhatCouldNotBeSentAlsoWhenTheSaleIsHalted() {
        delivery.deliver(decide(Duration.ZERO), null);
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
        redis.set("{" + sale + "}:server", "the redis before");
        redis.hset("{" + sale + "}:sale", "state", "HALTED");

        start(OFTEN, LONG);

        await().atMost(WAIT).until(() -> log.count() == 2);
    }

    @Test
    void leavesTheOutboxOfAHaltedSaleToRecover() {
        decide(Duration.ZERO);
        redis.hset("{" + sale + "}:sale", "state", "HALTED");

        start(OFTEN, Duration.ofMillis(200));

        awaitSignsOfLife(5);
        assertThat(log.count()).isZero();
    }

    @Test
    void forgetsWhatCouldNotBeSentOnceTheSaleWasRebuiltWithoutIt() {
        delivery.deliver(decide(Duration.ZERO), null);
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
        redis.del("{" + sale + "}:outbox");
        redis.hset("{" + sale + "}:sale", "epoch", "1");

        start(OFTEN, LONG);

        await().atMost(WAIT).until(() -> delivery.unlogged() == 0);
        assertThat(log.count()).isEqualTo(1);
    }

    @Test
    void leavesTheOutboxOfARedisAloneThatMayBeABackup() {
        decide(Duration.ZERO);
        redis.set("{" + sale + "}:server", "the redis before");

        start(OFTEN, Duration.ofMillis(200));

        awaitSignsOfLife(5);
        assertThat(log.count()).isZero();
        decide(Duration.ZERO); // that instance finds it sound
        await().atMost(WAIT).until(() -> log.count() == 2);
    }

    @Test
    void closesAfterTheStopWaitThoughASendIsStuckAndOrdersAreAdoptedLate() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        OutboxEntry entry = decide(Duration.ZERO);
        delivery.deliver(entry, null);
        log.onAppend(() -> {
            stuck.countDown();
            await().atMost(Duration.ofMinutes(5)).until(() -> released.getCount() == 0);
        });
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
        start(OFTEN, LONG);
        assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();

        Relay closing = relay;
        assertThatThrownBy(closing::close)
                .isInstanceOf(StopFailedException.class)
                .hasMessageContaining("still busy");

        assertThat(released.getCount()).as("it did not wait for the send").isEqualTo(1);
        released.countDown();
        // It ends by itself now, unless the machine is slow, and then closing it waits again.
        await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> {
            closing.close();
            return true;
        });
    }

    @Test
    void tellsThatItLivesMoreOftenThanItLooks() {
        start(LONG, LONG);

        awaitSignsOfLife(3);
    }

    private void start(Duration interval, Duration after) {
        start(interval, after, 100);
    }

    private void start(Duration interval, Duration after, int batchMax) {
        relay = new Relay(
                new RedisOutbox(sale, settings, INSTANCE),
                delivery,
                new Relay.Settings(interval, after, batchMax, STOP_WAIT),
                other -> {},
                other -> false,
                Clock.systemUTC());
    }

    /** The orders that were sent, each once. */
    private Set<OrderId> sentOrders() {
        return IntStream.range(0, log.count())
                .mapToObj(i -> log.sent(i).entry().order())
                .filter(Objects::nonNull)
                .map(Order::orderId)
                .collect(Collectors.toSet());
    }

    /** How often Redis was asked for values of hashes. */
    private String valuesRead() {
        return calls("hmget");
    }

    private String calls(String command) {
        return redis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceFirst(",.*", ""))
                .findFirst()
                .orElse("none");
    }

    private void awaitSignsOfLife(int count) {
        Set<String> signs = new HashSet<>();
        await().atMost(WAIT).until(() -> {
            String sign = redis.hget("{seckill}:instances", INSTANCE);
            if (sign != null) {
                signs.add(sign);
            }
            return signs.size() >= count;
        });
    }

    /** What the last sign of life tells of undelivered events. */
    private String owed() {
        return redis.hget("{seckill}:instances", INSTANCE).replaceFirst("^\\d+ ?", "");
    }

    private SaleId otherSale() {
        SaleId other = new SaleId("sale-" + UUID.randomUUID());
        others.add(other);
        return other;
    }

    private static OutboxEntry restock(SaleId sale) {
        return OutboxEntry.of(
                new SaleEvent.Restocked(sale, 1, 5, 5, Instant.EPOCH, SaleEvent.Restocked.BY_HAND),
                null,
                new OutboxEntry.Offer(5, 0));
    }

    private static String text(OutboxEntry entry) {
        return new String(entry.bytes(), UTF_8);
    }

    /** An order of an instance whose clock is ahead by that much. */
    private OutboxEntry decide(Duration ahead) {
        try (RedisStockCounter counter = counter(ahead)) {
            return order(counter);
        }
    }

    private static OutboxEntry order(RedisStockCounter counter) {
        Attempt attempt = counter.decide(List.of(Purchase.ANONYMOUS), List.of());
        return ((Attempt.Decided) attempt).decisions().get(0).entry();
    }

    private RedisStockCounter counter(Duration ahead) {
        return counter(sale, ahead);
    }

    private RedisStockCounter counter(SaleId sale, Duration ahead) {
        return new RedisStockCounter(
                sale,
                settings,
                new RedisStockCounter.Settings(null, 100, Duration.ofSeconds(5), LONG, Duration.ZERO, Duration.ZERO),
                () -> LoggedSeq.NONE,
                Clock.offset(Clock.systemUTC(), ahead));
    }
}

package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.AppendedInRedis;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.HookedClock;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.OutcomeUnknownException;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleChange;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockCounterContract;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

@ExtendWith(SharedServers.class)
@Timeout(300)
@OnContainersToo
final class RedisStockCounterIT extends StockCounterContract {

    private static final Duration SHORT = Duration.ofMillis(500);

    private final SaleId sale = new SaleId("counter-" + UUID.randomUUID());
    private final AtomicReference<LoggedSeq.Mark> logged = new AtomicReference<>(LoggedSeq.NONE);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ServerStack servers;
    /** Long, but where Redis falls silent: a busy disk may hold it up for a while. */
    private Duration redisTimeout = Duration.ofSeconds(5);

    private Duration failoverWait = Duration.ZERO;
    private Duration keyLifetime = Duration.ofHours(1);
    /** So long that every batch that may is decided upon the look that came with the one before. */
    private Duration lookAhead = Duration.ofMinutes(1);

    private Runnable whileTheLogIsRead = () -> {};

    RedisStockCounterIT(ServerStack servers) {
        this.servers = servers;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @Override
    public StockCounter counter(Clock clock) {
        return counter(clock, servers.redisUrl(), null, Duration.ofSeconds(10));
    }

    private StockCounter counter(Clock clock, String url, Long stock, Duration readBackWait) {
        StockCounter counter = new RedisStockCounter(
                sale,
                new RedisSettings(URI.create(url), redisTimeout),
                new RedisStockCounter.Settings(stock, 1_000_000, readBackWait, keyLifetime, failoverWait, lookAhead),
                () -> {
                    whileTheLogIsRead.run();
                    return logged.get();
                },
                clock);
        opened.add(counter);
        return counter;
    }

    @Override
    public void set(String counter, Map<String, String> fields) {
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            redis.set(sale.value(), counter);
            if (!fields.isEmpty()) {
                redis.hset("{" + sale + "}:sale", fields);
            }
        }
    }

    @Override
    public String left() {
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            return redis.get(sale.value());
        }
    }

    @Override
    public String field(String name) {
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            return redis.hget("{" + sale + "}:sale", name);
        }
    }

    @Override
    public List<OrderId> outbox() {
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            return redis.hkeys("{" + sale + "}:outbox").stream()
                    .filter(field -> !field.equals(SaleMemory.KEPT))
                    .map(field -> EventId.parse(sale, field))
                    .map(EventId::order)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    @Override
    public List<OutboxEntry> entries() {
        List<OutboxEntry> entries = new ArrayList<>();
        try (RedisSale stored = new RedisSale(sale, new RedisSettings(URI.create(servers.redisUrl()), redisTimeout))) {
            stored.outbox(entries::add, (field, reason) -> {
                throw new AssertionError(field + ": " + reason);
            });
        }
        return entries;
    }

    /** One clock is a minute fast, the other a minute slow; Redis's decides. */
    @Test
    void decide_opensAndClosesByTheClockOfRedisWhateverTheInstancesHave() {
        lookAhead = Duration.ofMillis(20);
        Instant opensAt = redisTime().plusMillis(300);
        Instant closesAt = opensAt.plusMillis(400);
        set("1000000", Map.of("opensAt", opensAt.toString(), "closesAt", closesAt.toString()));
        List<StockCounter> counters = List.of(
                counter(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1))),
                counter(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1))));
        List<List<Decision>> decisions = List.of(new ArrayList<>(), new ArrayList<>());

        while (redisTime().isBefore(closesAt.plusMillis(50))) {
            for (int i = 0; i < counters.size(); i++) {
                // Several, so that the look ahead is used between them.
                for (int again = 0; again < 3; again++) {
                    decisions.get(i).addAll(decide(counters.get(i), anonymous(1)));
                }
            }
        }

        for (List<Decision> ofOne : decisions) {
            assertThat(ofOne).extracting(Decision::outcome).contains(Outcome.ACCEPTED, Outcome.NOT_OPEN);
            assertThat(ofOne).allSatisfy(decision -> {
                boolean accepted = decision.outcome() == Outcome.ACCEPTED;
                Instant at = accepted
                        ? decision.entry().order().decidedAt()
                        : decision.seen().at();
                assertThat(accepted)
                        .as("%s between %s and %s", at, opensAt, closesAt)
                        .isEqualTo(!at.isBefore(opensAt) && at.isBefore(closesAt));
            });
        }
    }

    @Test
    void decide_sellsNothingOnceTheSaleClosesBetweenTheTrips() {
        Instant closesAt = redisTime().plusMillis(500);
        set("5", Map.of("closesAt", closesAt.toString()));
        HookedClock clock = new HookedClock();
        StockCounter counter = counter(clock);
        clock.beforeCommit(() -> await().until(() -> !redisTime().isBefore(closesAt)));

        assertThat(counter.decide(anonymous(1), List.of())).isInstanceOf(Attempt.Contended.class);
        assertThat(left()).isEqualTo("5");
        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
    }

    private Instant redisTime() {
        try (RedisLink link = link()) {
            link.open();
            link.send(Protocol.Command.TIME);
            List<Object> parts = RedisReply.list(link.replies(1).get(0));
            return Instant.ofEpochSecond(Long.parseLong(RedisReply.text(parts.get(0))))
                    .plusMillis(Long.parseLong(RedisReply.text(parts.get(1))) / 1000);
        }
    }

    @Test
    void decide_readsBackATransactionThatOnlySaysWhatSomebodyDidToTheCounter() throws Exception {
        set("5", Map.of());
        LossyProxy proxy = new LossyProxy(servers.redis().port());
        opened.add(proxy);
        StockCounter counter =
                counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), null, Duration.ofSeconds(10));
        decide(counter, anonymous(5));
        set("0", Map.of("state", "PAUSED"));
        decide(counter, anonymous(1));
        set("7", Map.of());
        proxy.loseNextExecReply();

        Attempt.Decided applied = (Attempt.Decided) counter.decide(anonymous(1), List.of());

        assertThat(applied.others())
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().units()).isEqualTo(7));
        assertThat(field("no")).isEqualTo("7");
        set("9", Map.of());
        proxy.loseNextExec();

        assertThat(counter.decide(anonymous(1), List.of())).isInstanceOf(Attempt.Contended.class);
        assertThat(field("no")).isEqualTo("7");
        Attempt.Decided again = (Attempt.Decided) counter.decide(anonymous(1), List.of());
        assertThat(again.others())
                .singleElement()
                .satisfies(entry -> assertThat(entry.event().units()).isEqualTo(2));
    }

    @Test
    void decide_readsBackATransactionWhoseReplyGotLost() throws Exception {
        set("5", Map.of());
        LossyProxy proxy = new LossyProxy(servers.redis().port());
        opened.add(proxy);
        StockCounter counter =
                counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), null, Duration.ofSeconds(10));
        decide(counter, anonymous(1));
        proxy.loseNextExecReply();

        Attempt attempt = counter.decide(anonymous(2), List.of());

        assertThat(attempt).isInstanceOf(Attempt.Decided.class);
        assertThat(((Attempt.Decided) attempt).decisions())
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.ACCEPTED);
        assertThat(left()).isEqualTo("2");
        assertThat(outbox()).hasSize(3);
        assertThat(field("seq")).isEqualTo("3");
    }

    @Test
    void decide_decidesNothingWhenRedisDiesBeforeTheTransaction() {
        set("5", Map.of());
        HookedClock clock = new HookedClock();
        StockCounter counter = counter(clock);
        clock.beforeCommit(() -> {
            awaitAppended();
            servers.redis().kill();
            servers.redis().start();
        });

        assertThat(counter.decide(anonymous(2), List.of())).isInstanceOf(Attempt.Contended.class);
        assertThat(left()).isEqualTo("5");
        assertThat(outbox()).isEmpty();

        assertThat(decide(counter, anonymous(2))).hasSize(2);
        assertThat(left()).isEqualTo("3");
    }

    @Test
    void decide_doesNotTakeARedisThatRefusesCommandsForAnUnusableSale() {
        set("5", Map.of());
        String user = "no-hgetall-" + sale;
        acl("SETUSER", user, "on", ">secret", "~*", "+@all", "-hgetall");
        String url = servers.redisUrl().replace("redis://", "redis://" + user + ":secret@");
        StockCounter counter = counter(Clock.systemUTC(), url, null, Duration.ofSeconds(10));

        assertThatThrownBy(() -> counter.decide(anonymous(1), List.of()))
                .isInstanceOf(StockUnavailableException.class)
                .hasMessageContaining("hgetall");

        acl("DELUSER", user);
        assertThat(left()).isEqualTo("5");
    }

    private void awaitAppended() {
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            AppendedInRedis.await(redis);
        }
    }

    private RedisLink link() {
        return new RedisLink(new RedisSettings(URI.create(servers.redisUrl()), redisTimeout));
    }

    private void acl(String... arguments) {
        try (RedisLink link = link()) {
            link.open();
            link.send(
                    Protocol.Command.ACL,
                    Stream.of(arguments).map(SaleKeys::bytes).toArray(byte[][]::new));
            link.replies(1);
        }
    }

    @Test
    void decide_admitsThatItDoesNotKnowWhenRedisStaysSilent() {
        set("5", Map.of());
        redisTimeout = SHORT;
        HookedClock clock = new HookedClock();
        StockCounter counter = counter(clock, servers.redisUrl(), null, Duration.ofMillis(300));
        clock.beforeCommit(() -> servers.redis().freeze());
        try {
            assertThatThrownBy(() -> counter.decide(anonymous(2), List.of()))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .satisfies(e ->
                            assertThat(((OutcomeUnknownException) e).events()).hasSize(3));
        } finally {
            servers.redis().thaw();
        }

        // Whatever Redis made of it, no unit left the counter without its outbox entry.
        decide(counter, anonymous(1));
        assertThat(outbox()).hasSize(5 - Integer.parseInt(left()));
    }

    @Test
    void decide_tellsTheTruthAboutATransactionThatRedisSleptOver() {
        set("5", Map.of());
        redisTimeout = SHORT;
        HookedClock clock = new HookedClock();
        StockCounter counter = counter(clock);
        clock.beforeCommit(() -> {
            servers.redis().freeze();
            Thread waker = new Thread(() -> {
                java.util.concurrent.locks.LockSupport.parkNanos(
                        SHORT.multipliedBy(2).toNanos());
                servers.redis().thaw();
            });
            waker.start();
        });

        boolean accepted = counter.decide(anonymous(2), List.of()) instanceof Attempt.Decided;

        assertThat(left()).isEqualTo(accepted ? "3" : "5");
        assertThat(outbox()).hasSize(accepted ? 2 : 0);
        decide(counter, anonymous(1));
        assertThat(outbox()).hasSize(5 - Integer.parseInt(left()));
    }

    @Test
    void decide_isUnavailableWhileRedisIsAwayAndServesAgainAfterwards() {
        set("5", Map.of());
        lookAhead = Duration.ZERO; // else it is the transaction that finds Redis away
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        awaitAppended();
        servers.redis().kill();
        try {
            assertThatThrownBy(() -> counter.decide(anonymous(1), List.of()))
                    .isInstanceOf(StockUnavailableException.class);
        } finally {
            servers.redis().start();
        }

        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.ACCEPTED);
        assertThat(left()).isEqualTo("3");
    }

    @Test
    void decide_sellsNothingUponALookAheadThatSomebodyElseHasPassed() {
        set("9", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        StockCounter other = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        decide(other, anonymous(2));

        assertThat(counter.decide(anonymous(3), List.of()))
                .as("decided upon the look that came with the first order")
                .isInstanceOf(Attempt.Contended.class);
        assertThat(left()).isEqualTo("6");
        assertThat(outbox()).hasSize(3);
        assertThat(counter.decide(anonymous(3), List.of())).isInstanceOf(Attempt.Decided.class);
        assertThat(left()).isEqualTo("3");
    }

    @Test
    void decide_sellsNothingUponALookAheadOnceTheSaleIsPaused() {
        set("9", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        set("8", Map.of("state", "PAUSED"));

        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
        assertThat(left()).isEqualTo("8");
    }

    @Test
    void decide_refusesNobodyUponALookAhead() {
        set("1", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        set("5", Map.of());

        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void decide_looksForTheOrderOfAKeyWhateverItHasSeenAhead() {
        set("5", Map.of());
        Purchase keyed = new Purchase(new IdempotencyKey("k-1"), null);
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter(Clock.systemUTC()), List.of(keyed));
        decide(counter, anonymous(1));

        assertThat(decide(counter, List.of(keyed)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.REPLAYED);
    }

    @Test
    void decide_sellsNothingFromACounterThatRedisDoesNotTakeForAnInteger() {
        set("0100", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        for (int i = 0; i < 3; i++) {
            Attempt.Decided decided = (Attempt.Decided) counter.decide(anonymous(1), List.of());
            assertThat(decided.decisions().get(0).outcome()).isEqualTo(Outcome.UNKNOWN_SALE);
        }
        assertThat(left()).isEqualTo("0100");
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            assertThat(redis.exists("{" + sale + "}:outbox", "{" + sale + "}:sale"))
                    .isZero();
        }
    }

    @Test
    void decide_haltsTheSaleWhenACommandFailsWithinTheTransaction() {
        set("100", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        counter.decide(anonymous(1), List.of());
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            redis.del("{" + sale + "}:outbox");
            redis.set("{" + sale + "}:outbox", "not a hash");
            // The look ahead does not see it, and it is not watched: DECRBY is done, HSET fails.
            assertThatThrownBy(() -> counter.decide(anonymous(1), List.of()))
                    .isInstanceOf(StockUnavailableException.class)
                    .hasMessageContaining("failed within the transaction");
            assertThat(redis.hget("{" + sale + "}:sale", "state")).isEqualTo("HALTED");
            redis.del("{" + sale + "}:outbox");
        }
        Attempt.Decided later = (Attempt.Decided) counter(Clock.systemUTC()).decide(anonymous(1), List.of());
        assertThat(later.decisions().get(0).outcome()).isEqualTo(Outcome.NOT_OPEN);
    }

    @Test
    void decide_settlesInTheOneTripThatALookAheadLeaves() {
        set("5", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        Decision first = decide(counter, anonymous(1)).get(0);
        long looks = unwatched();

        Attempt second = counter.decide(anonymous(1), List.of(first.entry().id()));

        assertThat(unwatched()).as("looks of their own").isEqualTo(looks);
        assertThat(outbox())
                .containsExactly(((Attempt.Decided) second)
                        .decisions()
                        .get(0)
                        .entry()
                        .order()
                        .orderId());
    }

    /** How often the server was asked to forget what a connection watches, which a trip for a look begins with. */
    private long unwatched() {
        try (RedisLink link = link()) {
            link.open();
            link.send(Protocol.Command.INFO, SaleKeys.bytes("commandstats"));
            return RedisReply.text(link.replies(1).get(0))
                    .lines()
                    .filter(line -> line.startsWith("cmdstat_unwatch:calls="))
                    .map(line -> line.replaceAll(".*calls=(\\d+),.*", "$1"))
                    .mapToLong(Long::parseLong)
                    .sum();
        }
    }

    @Test
    void decide_haltsTheSaleForEverybodyWhenRedisIsOlderThanTheOrderLog() {
        set("60", Map.of("no", "40", "left", "60", "seq", "40", "allotment", "100"));
        logged.set(new LoggedSeq.Mark(41, 41, 0));

        assertThat(decide(counter(Clock.systemUTC()), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.NOT_OPEN);
        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(left()).isEqualTo("60");
    }

    @Test
    void decide_haltsNoSaleThatWasMendedAfterTheLook() throws Exception {
        set("60", Map.of("no", "40", "left", "60", "seq", "40", "allotment", "100"));
        LossyProxy proxy = new LossyProxy(servers.redis().port());
        opened.add(proxy);
        StockCounter counter =
                counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), null, Duration.ofSeconds(1));
        decide(counter, anonymous(2));
        set("60", Map.of("no", "40", "left", "60", "seq", "40"));
        proxy.beforeNext("HALTED", () -> set("58", Map.of("no", "42", "left", "58", "seq", "42")));

        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.ACCEPTED);
        assertThat(field("state")).isNull();
    }

    @Test
    void outbox_isNotSoundInASaleThatSomebodyHaltedInSmallLetters() {
        set("5", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        RedisOutbox outbox =
                new RedisOutbox(sale, new RedisSettings(URI.create(servers.redisUrl()), redisTimeout), "relay");
        opened.add(outbox);
        assertThat(outbox.events(10_000).get(sale)).hasSize(2);
        assertThat(outbox.sound(Set.of(sale))).containsExactly(sale);

        set("4", Map.of("state", "halted"));

        assertThat(outbox.sound(Set.of(sale))).isEmpty();
    }

    @Test
    void decide_takesASaleThatGoesOnElsewhereWhileTheLogIsReadForSound() {
        set("60", Map.of("no", "40", "left", "60", "seq", "40", "allotment", "100"));
        StockCounter other = counter(Clock.systemUTC());
        decide(other, anonymous(1));
        StockCounter starting = counter(Clock.systemUTC());
        whileTheLogIsRead = () -> {
            decide(other, anonymous(2));
            logged.set(new LoggedSeq.Mark(43, 43, 0));
        };

        assertThat(decide(starting, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void decide_haltsTheSaleWhenRedisForgetsWhatWasDecidedHere() {
        set("60", Map.of("no", "40", "left", "60", "seq", "40", "allotment", "100"));
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, anonymous(2));

        set("60", Map.of("no", "40", "left", "60", "seq", "40"));

        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
        assertThat(field("state")).isEqualTo("HALTED");
    }

    @Test
    void decide_haltsASaleFromBeforeItWasRebuiltThoughItsNumbersAreHigherThanTheLogs() {
        set("50", Map.of("no", "50", "left", "50", "seq", "50", "allotment", "100"));
        logged.set(new LoggedSeq.Mark(41, 41, 1000));

        assertThatThrownBy(() -> counter(Clock.systemUTC()).decide(anonymous(1), List.of()))
                .isInstanceOf(StockUnavailableException.class)
                .hasMessageContaining("from before it was rebuilt");
        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(left()).isEqualTo("50");
    }

    @Test
    void decide_letsEveryInstanceLookAtARedisThatCameBackBeforeItSells() {
        failoverWait = Duration.ofHours(1);
        set("60", Map.of("no", "40", "left", "60", "seq", "40", "allotment", "100"));
        checkedIn("the redis before");
        StockCounter first = counter(Clock.systemUTC());
        assertThatThrownBy(() -> first.decide(anonymous(1), List.of()))
                .isInstanceOf(StockUnavailableException.class)
                .hasMessageContaining("every instance shall look at it first");
        assertThat(left()).isEqualTo("60");

        failoverWait = Duration.ZERO;
        decide(counter(Clock.systemUTC()), anonymous(1));

        assertThat(decide(first, anonymous(1)))
                .as("another instance has found it sound")
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void decide_haltsARedisThatForgotWhatNoLogHasYetBeforeAnotherInstanceSellsIt() {
        set("60", Map.of("no", "40", "left", "60", "seq", "40", "allotment", "100"));
        StockCounter knowing = counter(Clock.systemUTC());
        decide(knowing, anonymous(2));
        failoverWait = Duration.ofHours(1);
        StockCounter starting = counter(Clock.systemUTC());
        set("60", Map.of("no", "40", "left", "60", "seq", "40"));
        checkedIn("the redis before");

        assertThatThrownBy(() -> starting.decide(anonymous(1), List.of()))
                .isInstanceOf(StockUnavailableException.class);
        decide(knowing, List.of());

        assertThat(decide(starting, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
        assertThat(field("state")).isEqualTo("HALTED");
    }

    @Test
    void decide_haltsARedisThatLostASaleSoThatNobodyMakesItUpAgain() {
        set("5", Map.of());
        StockCounter knowing = counter(Clock.systemUTC());
        decide(knowing, anonymous(2));
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            redis.del(sale.value(), "{" + sale + "}:sale", "{" + sale + "}:outbox");
        }

        decide(knowing, List.of());

        assertThat(decide(counter(Clock.systemUTC(), servers.redisUrl(), 5L, Duration.ofSeconds(1)), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.NOT_OPEN);
        assertThat(left()).isNull();
    }

    @Test
    void decide_checksAgainWhenWhatTheRelaysGoByIsGone() {
        set("60", Map.of("no", "40", "left", "60", "seq", "40"));
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            redis.del("{" + sale + "}:server");

            decide(counter, anonymous(1)); // upon the look that came with the first, from before
            decide(counter, anonymous(1));

            assertThat(redis.get("{" + sale + "}:server")).isNotNull();
        }
    }

    @Test
    void decide_answersRetriesFromAHaltedSaleUnlessItIsFromBeforeItWasRebuilt() {
        Purchase keyed = new Purchase(new IdempotencyKey("k"), null);
        set("60", Map.of("no", "40", "left", "60", "seq", "40"));
        decide(counter(Clock.systemUTC()), List.of(keyed));
        set("59", Map.of("state", "HALTED"));

        assertThat(decide(counter(Clock.systemUTC()), List.of(keyed)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.REPLAYED);
        logged.set(new LoggedSeq.Mark(41, 41, 1000));
        assertThatThrownBy(() -> counter(Clock.systemUTC()).decide(List.of(keyed), List.of()))
                .isInstanceOf(StockUnavailableException.class)
                .hasMessageContaining("from before it was rebuilt");
    }

    /** The process in which an instance found the sale sound last. */
    private void checkedIn(String runId) {
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            redis.set("{" + sale + "}:server", runId);
        }
    }

    @Test
    void decide_isUnavailableWhileTheOrderLogCannotBeAsked() {
        set("5", Map.of());
        StockCounter counter = new RedisStockCounter(
                sale,
                new RedisSettings(URI.create(servers.redisUrl()), redisTimeout),
                new RedisStockCounter.Settings(
                        null, 100, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ZERO, Duration.ZERO),
                () -> {
                    throw new IllegalStateException("log away");
                },
                Clock.systemUTC());
        opened.add(counter);

        assertThatThrownBy(() -> counter.decide(anonymous(1), List.of()))
                .isInstanceOf(StockUnavailableException.class)
                .hasMessageContaining("log away");
        assertThat(left()).isEqualTo("5");
    }

    @Test
    void stock_createsTheCounterOnlyIfTheSaleWasNeverSold() {
        counter(Clock.systemUTC(), servers.redisUrl(), 7L, Duration.ofSeconds(1))
                .decide(List.of(), List.of());
        assertThat(left()).isEqualTo("7");

        counter(Clock.systemUTC(), servers.redisUrl(), 9L, Duration.ofSeconds(1))
                .decide(List.of(), List.of());
        assertThat(left()).isEqualTo("7");
    }

    @Test
    void decide_goesOnWithTheJournalOfASaleThatWasEmptiedAndSetAnewBeforeAnybodyBought() {
        logged.set(LoggedSeq.Mark.of(new SaleEvent.Restocked(sale, 1, 10, 10, Instant.EPOCH, "by hand"), 0));
        set("7", Map.of());

        Attempt.Decided decided = (Attempt.Decided) counter(Clock.systemUTC()).decide(anonymous(2), List.of());

        assertThat(decided.others()).singleElement().satisfies(entry -> {
            assertThat(entry.event().no()).isEqualTo(2);
            assertThat(entry.event().units()).isEqualTo(-3);
            assertThat(entry.offer().allotment()).isEqualTo(7);
        });
        assertThat(decided.decisions())
                .extracting(decision -> decision.entry().event().no())
                .containsExactly(3L, 4L);
        assertThat(left()).isEqualTo("5");
    }

    /** Both events are the same to the byte, but only one batch can have been applied. */
    @Test
    void decide_takesTheSameEventOfAnotherInstanceForNoneOfItsOwnWhenAReplyIsLost() throws Exception {
        set("5", Map.of());
        try (LossyProxy proxy = new LossyProxy(servers.redis().port());
                RedisClient redis = RedisClient.create(servers.redisUrl())) {
            StockCounter counter =
                    counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), null, Duration.ofSeconds(10));
            decide(counter, anonymous(1));
            set("9", Map.of());
            proxy.loseNextExecReply();
            proxy.beforeNext(
                    "KILL", () -> redis.hset("{" + sale + "}:sale", "batch", "01890000-0000-7000-8000-000000000000"));

            assertThat(counter.decide(List.of(), List.of())).isInstanceOf(Attempt.Contended.class);

            assertThat(redis.hget("{" + sale + "}:sale", "state")).isNull();
            assertThat(decide(counter, anonymous(1)))
                    .extracting(Decision::outcome)
                    .containsExactly(Outcome.ACCEPTED);
        }
    }

    @Test
    void stock_isNamedInTheJournalAndNotTakenForAChangeByHand() {
        Attempt.Decided decided =
                (Attempt.Decided) counter(Clock.systemUTC(), servers.redisUrl(), 7L, Duration.ofSeconds(1))
                        .decide(anonymous(1), List.of());

        assertThat(decided.others())
                .extracting(OutboxEntry::event)
                .first()
                .isInstanceOfSatisfying(SaleEvent.Restocked.class, first -> {
                    assertThat(first.by()).isEqualTo("--stock");
                    assertThat(first.units()).isEqualTo(7);
                });
    }

    @Test
    void stock_createsTheCounterAgainIfItWasDeletedBeforeAnybodyBought() {
        counter(Clock.systemUTC(), servers.redisUrl(), 7L, Duration.ofSeconds(1))
                .decide(List.of(), List.of());
        counter(Clock.systemUTC()).decide(List.of(), List.of()); // its units are in the journal by now
        logged.set(new LoggedSeq.Mark(1, 0, 0));
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            redis.del(sale.value());
        }

        counter(Clock.systemUTC(), servers.redisUrl(), 9L, Duration.ofSeconds(1))
                .decide(List.of(), List.of());

        assertThat(left()).isEqualTo("9");
    }

    @Test
    void stock_isNotMadeUpAgainAfterRedisLostASale() {
        logged.set(new LoggedSeq.Mark(3, 3, 0));

        StockCounter counter = counter(Clock.systemUTC(), servers.redisUrl(), 7L, Duration.ofSeconds(1));

        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
        assertThat(left()).isNull();
    }

    @Test
    void decide_losesNoUnitToAKeyOfAnotherType() {
        set("5", Map.of());
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            redis.set("{" + sale + "}:outbox", "not a hash");
        }

        assertThat(decide(counter(Clock.systemUTC()), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.UNKNOWN_SALE);
        assertThat(left()).isEqualTo("5");
    }

    @Test
    void decide_remembersKeysForTheirLifetime() {
        set("5", Map.of());

        decide(counter(Clock.systemUTC()), List.of(new Purchase(new IdempotencyKey("k"), null)));

        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            assertThat(redis.ttl("{" + sale + "}:orders")).isBetween(3500L, 3600L);
        }
    }

    @Test
    void decide_keepsTheLimitPerBuyerAfterTheKeysHaveExpired() {
        keyLifetime = Duration.ofSeconds(1);
        set("5", Map.of("perBuyer", "1"));
        Purchase ann = new Purchase(new IdempotencyKey("k"), new BuyerId("ann"));
        decide(counter(Clock.systemUTC()), List.of(ann));
        awaitExpiryOfTheKeys();

        assertThat(decide(counter(Clock.systemUTC()), List.of(ann)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.LIMIT_REACHED);
        assertThat(left()).isEqualTo("4");
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            assertThat(redis.ttl("{" + sale + "}:buyers")).as("no lifetime").isEqualTo(-1);
        }
    }

    @Test
    void decide_takesBackOnlyTheUnitsThatAHalfDoneTransactionGaveABuyer() throws Exception {
        set("9", Map.of("perBuyer", "2"));
        LossyProxy proxy = new LossyProxy(servers.redis().port());
        opened.add(proxy);
        StockCounter counter =
                counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), null, Duration.ofSeconds(10));
        Purchase ann = new Purchase(null, new BuyerId("ann"));
        decide(counter, List.of(ann));
        proxy.failInNextExec(2);

        assertThatThrownBy(() ->
                        decide(counter, List.of(ann, new Purchase(new IdempotencyKey("k"), new BuyerId("bob")))))
                .isInstanceOf(StockUnavailableException.class)
                .hasMessageContaining("failed within the transaction");

        assertThat(field("state")).isEqualTo("HALTED");
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            assertThat(redis.hgetAll("{" + sale + "}:buyers")).containsExactly(Map.entry("buyer:ann", "1"));
            assertThat(redis.exists("{" + sale + "}:orders")).isFalse();
        }
    }

    @Test
    void decide_takesARestockByAnotherInstanceForNoSignThatABatchIsHalfDone() throws Exception {
        set("9", Map.of());
        LossyProxy proxy = new LossyProxy(servers.redis().port());
        opened.add(proxy);
        StockCounter counter =
                counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), null, Duration.ofSeconds(10));
        StockCounter other = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        proxy.loseNextExecReply();
        proxy.beforeNext("KILL", () -> decide(other, List.of(restock(2)))); // as many as the batch has

        assertThat(decide(counter, anonymous(2))).extracting(Decision::outcome).containsOnly(Outcome.ACCEPTED);
        assertThat(field("state")).isNull();
        assertThat(left()).isEqualTo("8");
    }

    @Test
    void decide_haltsASaleWithoutForgettingWhatAnotherInstanceRestockedMeanwhile() throws Exception {
        set("9", Map.of());
        LossyProxy proxy = new LossyProxy(servers.redis().port());
        opened.add(proxy);
        StockCounter counter =
                counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), null, Duration.ofSeconds(10));
        StockCounter other = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        proxy.failInNextExec(0);
        proxy.loseNextExecReply();
        proxy.beforeNext("KILL", () -> decide(other, List.of(restock(5))));

        assertThatThrownBy(() -> counter.decide(anonymous(2), List.of())).isInstanceOf(StockUnavailableException.class);

        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(field("allotment")).isEqualTo("14");
    }

    @Test
    void decide_putsTheDefinitionBackThatAHalfDoneTransactionReplaced() throws Exception {
        set("9", Map.of("perBuyer", "2", "opensAt", "2026-01-01T00:00:00Z"));
        LossyProxy proxy = new LossyProxy(servers.redis().port());
        opened.add(proxy);
        StockCounter counter =
                counter(Clock.systemUTC(), "redis://127.0.0.1:" + proxy.port(), null, Duration.ofSeconds(10));
        decide(counter, anonymous(1));
        SaleDefinition definition = new SaleDefinition("shoes", "pair", null, null, 5, 4);
        proxy.failInNextExec(2);

        assertThatThrownBy(() -> counter.decide(
                        List.of(new SaleChange.Define("ann", 20, definition), new SaleChange.Pause("ann")), List.of()))
                .isInstanceOf(StockUnavailableException.class);

        assertThat(field("name")).isNull();
        assertThat(field("opensAt")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(List.of(field("item"), field("perBuyer"), field("allotment"), field("state")))
                .containsExactly("car", "2", "9", "HALTED");
        assertThat(entries()).as("those of the first batch").hasSize(2);
    }

    private static SaleChange restock(long units) {
        return new SaleChange.Restock("ann", null, units);
    }

    /** As {@link #decide_sellsNothingToAKeyThatAFullRedisHasDropped} shows, an eviction does it so. */
    private void lose(String companion) {
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            assertThat(redis.del("{" + sale + "}:" + companion)).isEqualTo(1);
        }
    }

    @Test
    void decide_sellsNothingToAKeyThatRedisHasLostAndHaltsTheSale() {
        set("5", Map.of());
        Purchase keyed = new Purchase(new IdempotencyKey("k"), null);
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, List.of(keyed));
        lose("orders");

        for (StockCounter any : List.of(counter, counter(Clock.systemUTC()))) {
            assertThat(decide(any, List.of(keyed)))
                    .extracting(Decision::outcome)
                    .containsExactly(Outcome.NOT_OPEN);
        }
        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(left()).isEqualTo("4");
        assertThat(outbox()).hasSize(1);
    }

    @Test
    void decide_haltsTheSaleWhenRedisHasLostItsKeysUnderALookAhead() {
        set("5", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, List.of(new Purchase(new IdempotencyKey("k"), null)));
        lose("orders");

        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
        assertThat(left()).isEqualTo("4");
    }

    @Test
    void decide_sellsNothingToAKeyThatRedisLosesBetweenLookAndTransaction() {
        set("5", Map.of());
        HookedClock clock = new HookedClock();
        StockCounter counter = counter(clock);
        decide(counter, List.of(new Purchase(new IdempotencyKey("k-1"), null)));
        clock.beforeCommit(() -> lose("orders"));
        List<Purchase> other = List.of(new Purchase(new IdempotencyKey("k-2"), null));

        assertThat(counter.decide(other, List.of())).isInstanceOf(Attempt.Contended.class);
        assertThat(decide(counter, other)).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
        assertThat(left()).isEqualTo("4");
    }

    @Test
    void decide_haltsTheSaleWhenRedisHasLostWhatBuyersHave() {
        set("5", Map.of("perBuyer", "1"));
        List<Purchase> ann = List.of(new Purchase(null, new BuyerId("ann")));
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, ann);
        lose("buyers");

        assertThat(decide(counter, ann)).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(left()).isEqualTo("4");
    }

    @Test
    void decide_haltsTheSaleWhenRedisHasLostItsOutbox() {
        set("9", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, anonymous(1));
        lose("outbox");
        decide(counter, anonymous(1)); // upon the look that came with the first, from before

        for (StockCounter any : List.of(counter, counter(Clock.systemUTC()))) {
            assertThatThrownBy(() -> decide(any, anonymous(1)))
                    .isInstanceOf(StockUnavailableException.class)
                    .hasMessageContaining("redis has lost its outbox");
        }
        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(left()).isEqualTo("7");
    }

    @Test
    void decide_goesOnAfterTheOutboxWasEmptied() {
        set("9", Map.of());
        StockCounter counter = counter(Clock.systemUTC());
        counter.decide(
                List.of(), List.of(decide(counter, anonymous(1)).get(0).entry().id()));
        assertThat(outbox()).isEmpty();

        assertThat(decide(counter(Clock.systemUTC()), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void decide_sellsNothingToAKeyThatAFullRedisHasDropped() {
        set("5", Map.of());
        Purchase keyed = new Purchase(new IdempotencyKey("k"), null);
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, List.of(keyed));
        String policy = config("maxmemory-policy", "volatile-lru");
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            config("maxmemory", "1");
            await().until(() -> !redis.exists("{" + sale + "}:orders"));

            assertThatThrownBy(() -> decide(counter, List.of(keyed)))
                    .as("Redis takes not even the halt")
                    .isInstanceOf(StockUnavailableException.class);
        } finally {
            config("maxmemory", "0");
            config("maxmemory-policy", policy);
        }

        assertThat(decide(counter, List.of(keyed)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.NOT_OPEN);
        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(left()).isEqualTo("4");
    }

    @Test
    void decide_goesOnAfterTheKeysHaveExpired() {
        keyLifetime = Duration.ofSeconds(1);
        set("5", Map.of());
        List<Purchase> keyed = List.of(new Purchase(new IdempotencyKey("k"), null));
        StockCounter counter = counter(Clock.systemUTC());
        decide(counter, keyed);
        awaitExpiryOfTheKeys();

        assertThat(decide(counter(Clock.systemUTC()), keyed))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED);
        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.ACCEPTED);
        assertThat(field("state")).isNull();
    }

    @Test
    void connecting_findsOutHowRedisMayLoseThings() {
        StoreRisks risks = new StoreRisks();
        String policy = config("maxmemory-policy", "volatile-lru");
        String appendonly = config("appendonly", "no");
        try {
            counterWith(risks).decide(List.of(), List.of());
            assertThat(risks.present()).containsExactly(StoreRisk.EVICTION_OF_KEYS, StoreRisk.RESTART);
        } finally {
            config("maxmemory-policy", policy);
            config("appendonly", appendonly);
        }

        counterWith(risks).decide(List.of(), List.of());
        assertThat(risks.present()).isEmpty();
    }

    private StockCounter counterWith(StoreRisks risks) {
        StockCounter counter = new RedisStockCounter(
                sale,
                new RedisSettings(URI.create(servers.redisUrl()), redisTimeout),
                new RedisStockCounter.Settings(null, 100, SHORT, keyLifetime, failoverWait, lookAhead),
                logged::get,
                Clock.systemUTC(),
                risks);
        opened.add(counter);
        return counter;
    }

    /** Sets what Redis goes by and returns what it was. */
    private String config(String name, String value) {
        try (RedisLink link = link()) {
            link.open();
            link.send(Protocol.Command.CONFIG, SaleKeys.bytes("GET"), SaleKeys.bytes(name));
            link.send(Protocol.Command.CONFIG, SaleKeys.bytes("SET"), SaleKeys.bytes(name), SaleKeys.bytes(value));
            return RedisReply.text(RedisReply.list(link.replies(2).get(0)).get(1));
        }
    }

    private void awaitExpiryOfTheKeys() {
        try (RedisClient redis = RedisClient.create(servers.redisUrl())) {
            await().until(() -> !redis.exists("{" + sale + "}:orders"));
        }
    }
}

package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.decide.RecordingDelivery;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.decide.SaleDecisions;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** Several sales over one connection to a real Redis. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RedisCountersIT {

    private final String run = UUID.randomUUID().toString();
    private final SaleId one = new SaleId("one-" + run);
    private final SaleId two = new SaleId("two-" + run);
    private final Marks marks = new Marks();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RedisSettings settings;
    private final RedisClient redis;

    RedisCountersIT(ServerStack servers) {
        this.settings = new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(10));
        this.redis = RedisClient.create(servers.redisUrl());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        redis.close();
    }

    @Test
    void whatWasLookedAtAheadIsVoidOnceAnotherSaleHasUsedTheConnection() {
        redis.set(one.value(), "10");
        redis.set(two.value(), "10");
        RedisCounters store = store();
        StockCounter counterOfOne = store.counter(one);
        StockCounter counterOfTwo = store.counter(two);
        assertThat(buy(counterOfOne, 1)).containsExactly(Outcome.ACCEPTED);
        assertThat(buy(counterOfTwo, 1)).containsExactly(Outcome.ACCEPTED);

        assertThat(buy(store().counter(one), 9)).containsOnly(Outcome.ACCEPTED);

        assertThat(buy(counterOfOne, 1)).containsExactly(Outcome.SOLD_OUT);
        assertThat(buy(counterOfTwo, 1)).containsExactly(Outcome.ACCEPTED);
        assertThat(redis.get(one.value())).isEqualTo("0");
        assertThat(redis.hget("{" + one + "}:sale", "state")).isNotEqualTo("HALTED");
    }

    @Test
    void whatWasLookedAtAheadIsGoodWhileNobodyElseUsesTheConnection() {
        redis.set(one.value(), "10");
        StockCounter counter = store().counter(one);
        buy(counter, 1);
        long reads = gets();

        buy(counter, 1);

        assertThat(gets() - reads)
                .as("looks for the next batch, and none before it")
                .isEqualTo(1);
    }

    @Test
    void aConnectionThatOneSaleLostIsNewToTheOthers() {
        redis.set(one.value(), "10");
        redis.set(two.value(), "10");
        RedisCounters store = store();
        StockCounter counterOfOne = store.counter(one);
        StockCounter counterOfTwo = store.counter(two);
        buy(counterOfOne, 1);
        buy(counterOfTwo, 1);
        int reads = marks.reads.get();
        cutEveryConnection();
        assertThatThrownBy(() -> buy(counterOfOne, 1)).isInstanceOf(StockUnavailableException.class);
        marks.of.put(two, new LoggedSeq.Mark(100, 90, 0)); // what this Redis has of it is older than the log now

        assertThat(store.isReady(one)).isTrue();

        assertThat(marks.reads).hasValue(reads + 1);
        assertThat(buy(counterOfOne, 1)).containsExactly(Outcome.ACCEPTED);
        assertThatThrownBy(() -> counterOfTwo.unsettled(List.of())).isInstanceOf(StockUnavailableException.class);
        assertThat(buy(counterOfTwo, 1)).containsExactly(Outcome.NOT_OPEN);
    }

    @Test
    void isReadyOnlyOnceTheLogIsReadThatWasAskedForAfterTheConnectionWasMade() {
        marks.reading = new CompletableFuture<>();
        RedisCounters store =
                new RedisCounters(one, settings, counterSettings(), marks, Clock.systemUTC(), new StoreRisks());
        opened.add(store);

        assertThat(store.isReady(one)).isFalse();
        assertThat(store.isReady(one)).isFalse();
        assertThat(marks.reads).hasValue(1);
        marks.reading.completeExceptionally(new IllegalStateException("no broker answers"));
        assertThatThrownBy(() -> store.isReady(one))
                .isInstanceOfSatisfying(
                        StockUnavailableException.class,
                        e -> assertThat(e.trouble()).isEqualTo("The order log cannot be read."));

        marks.reading = CompletableFuture.completedFuture(null);
        assertThat(store.isReady(one)).isTrue();
        assertThat(marks.reads).hasValue(2);
    }

    @Test
    void aSaleThatWasDeletedBehindAnOpenConnectionIsNotBegunAgain() {
        StockCounter counter = store().counter(one);
        marks.reading = new CompletableFuture<>();
        redis.set(one.value(), "10"); // anew: another instance has sold of it since, and all of that was deleted

        Attempt meanwhile = counter.decide(List.of(Purchase.ANONYMOUS), List.of());
        marks.of.put(one, new LoggedSeq.Mark(12, 10, 0));
        marks.reading.complete(null);

        assertThat(meanwhile).isInstanceOf(Attempt.NotYet.class);
        assertThat(buy(counter, 1)).containsExactly(Outcome.NOT_OPEN);
        assertThat(redis.get(one.value())).isEqualTo("10");
        assertThat(redis.hget("{" + one + "}:sale", "state")).isEqualTo("HALTED");
    }

    @Test
    void aSaleThatIsBegunAnewSellsOnceEverybodyHadTimeToLookThoughItsBuyersComeOneByOne() throws Exception {
        marks.of.put(
                one,
                LoggedSeq.Mark.of(
                        new SaleEvent.Restocked(one, 1, 10, 10, Instant.EPOCH, SaleEvent.Restocked.BY_HAND), 0));
        redis.set(one.value(), "10");
        SaleDecisions decisions = decisions(1, Duration.ofSeconds(30), Duration.ofMillis(500));

        await().until(() -> isAccepted(decisions.submit(one, Purchase.ANONYMOUS)));

        assertThat(redis.hget("{" + one + "}:sale", "no")).isEqualTo("2");
    }

    /** Its look ends with 503 while the process is left alone, and nobody has it in memory then. */
    @Test
    void aSaleThatWasAskedForDuringThePauseIsHeldAgainstWhatWasLoggedMeanwhile() throws Exception {
        SaleDecisions decisions = newToASaleThatWasSold();
        assertThatThrownBy(() -> decisions.submit(one, Purchase.ANONYMOUS).get(30, TimeUnit.SECONDS))
                .hasMessageContaining("new to the sale");

        marks.arriving.put(one, new LoggedSeq.Mark(3, 2, 0)); // by an instance that dies before it looks at this Redis

        assertThat(firstOutcome(decisions)).isEqualTo(Outcome.NOT_OPEN);
        assertThat(redis.hget("{" + one + "}:sale", "state")).isEqualTo("HALTED");
        assertThat(redis.get(one.value())).isEqualTo("9");
    }

    @Test
    void aSaleThatIsFirstAskedForAfterThePauseIsHeldAgainstWhatWasLoggedMeanwhile() throws Exception {
        SaleDecisions decisions = newToASaleThatWasSold();
        redis.set(two.value(), "10");
        redis.set("{" + two + "}:server", "another");
        await().until(() -> isAccepted(decisions.submit(two, Purchase.ANONYMOUS))); // the pause is over

        marks.arriving.put(one, new LoggedSeq.Mark(3, 2, 0));

        assertThat(firstOutcome(decisions)).isEqualTo(Outcome.NOT_OPEN);
        assertThat(redis.get(one.value())).isEqualTo("9");
    }

    /** They are connected, and another process has the sale's mark. */
    private SaleDecisions newToASaleThatWasSold() throws Exception {
        redis.set(one.value(), "10");
        assertThat(buy(store().counter(one), 1)).containsExactly(Outcome.ACCEPTED);
        redis.set("{" + one + "}:server", "another");
        SaleDecisions decisions = decisions(1, Duration.ofSeconds(30), Duration.ofMillis(500));
        decisions.submit(new SaleId("invented-" + run), Purchase.ANONYMOUS).get(30, TimeUnit.SECONDS);
        return decisions;
    }

    private Outcome firstOutcome(SaleDecisions decisions) {
        CompletableFuture<Reply> told = await().until(
                        () -> {
                            CompletableFuture<Reply> reply = decisions.submit(one, Purchase.ANONYMOUS);
                            reply.exceptionally(unavailable -> null).get(30, TimeUnit.SECONDS);
                            return reply;
                        },
                        reply -> !reply.isCompletedExceptionally());
        return told.join().decision().outcome();
    }

    private static boolean isAccepted(CompletableFuture<Reply> reply) throws Exception {
        try {
            return reply.get(30, TimeUnit.SECONDS).decision().outcome() == Outcome.ACCEPTED;
        } catch (ExecutionException unavailable) {
            return false;
        }
    }

    @Test
    void theFirstEventOfASaleWaitsForTheLogAndNoOtherDoes() throws Exception {
        SaleDecisions decisions = decisions(1);
        decisions.submit(one, Purchase.ANONYMOUS).get(30, TimeUnit.SECONDS);
        int before = marks.reads.get();
        marks.reading = new CompletableFuture<>();
        redis.set(one.value(), "10");

        CompletableFuture<Reply> first = decisions.submit(one, Purchase.ANONYMOUS);
        await().until(() -> marks.reads.get() == before + 1);
        Reply other = decisions.submit(two, Purchase.ANONYMOUS).get(30, TimeUnit.SECONDS);
        assertThat(first).as("what only needs a look goes on").isNotDone();
        marks.reading.complete(null);
        Reply second = decisions.submit(one, Purchase.ANONYMOUS).get(30, TimeUnit.SECONDS);

        assertThat(other.decision().outcome()).isEqualTo(Outcome.UNKNOWN_SALE);
        assertThat(first.get(30, TimeUnit.SECONDS).decision().outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(second.decision().outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(marks.reads).hasValue(before + 1);
    }

    @Test
    void aSaleDoesNotBeginWhileTheLogCannotBeRead() {
        StockCounter counter = store().counter(one);
        marks.reading = CompletableFuture.failedFuture(new IllegalStateException("no broker answers"));
        redis.set(one.value(), "10");

        assertThatThrownBy(() -> buy(counter, 1)).isInstanceOf(StockUnavailableException.class);
        assertThat(redis.get(one.value())).isEqualTo("10");

        marks.reading = CompletableFuture.completedFuture(null);
        assertThat(buy(counter, 1)).containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void ofASaleThatSomebodyInventedNothingIsWritten() throws Exception {
        SaleDecisions decisions = decisions(1);
        SaleId invented = new SaleId("invented-" + run);

        Reply reply = decisions.submit(invented, Purchase.ANONYMOUS).get(30, TimeUnit.SECONDS);
        Reply keyed = decisions
                .submit(invented, new Purchase(new IdempotencyKey("k"), null))
                .get(30, TimeUnit.SECONDS);

        assertThat(reply.decision().outcome()).isEqualTo(Outcome.UNKNOWN_SALE);
        assertThat(keyed.decision().outcome()).isEqualTo(Outcome.UNKNOWN_SALE);
        assertThat(redis.keys("*invented-" + run + "*")).isEmpty();
        assertThat(redis.smembers("{seckill}:sales")).doesNotContain(invented.value());
    }

    @Test
    void aBuyerWhoWaitedTooLongWhileTheLogWasReadIsSoldNothing() throws Exception {
        redis.set(one.value(), "5");
        marks.reading = new CompletableFuture<>();
        SaleDecisions decisions = decisions(1, Duration.ofMillis(500));

        Reply late = decisions.submit(one, Purchase.ANONYMOUS).get(30, TimeUnit.SECONDS);
        marks.reading.complete(null);

        assertThat(late.decision().outcome()).isEqualTo(Outcome.OVERLOADED);
        await().until(() -> decisions
                        .submit(one, Purchase.ANONYMOUS)
                        .get(30, TimeUnit.SECONDS)
                        .decision()
                        .outcome()
                == Outcome.ACCEPTED);
        assertThat(redis.get(one.value())).isEqualTo("4");
    }

    @Test
    void twoInstancesSellManySalesDenselyAndNeverMoreThanThereIs() throws Exception {
        int stock = 60;
        List<SaleId> sales = IntStream.range(0, 8)
                .mapToObj(n -> new SaleId("many-" + n + "-" + run))
                .toList();
        sales.forEach(sale -> redis.set(sale.value(), Integer.toString(stock)));
        List<SaleDecisions> instances = List.of(decisions(1), decisions(2));
        Map<SaleId, List<CompletableFuture<Reply>>> replies = new ConcurrentHashMap<>();

        for (int i = 0; i < 2 * stock; i++) {
            for (SaleId sale : sales) {
                Purchase purchase = i % 3 == 0 ? new Purchase(new IdempotencyKey("k-" + i), null) : Purchase.ANONYMOUS;
                replies.computeIfAbsent(sale, made -> new ArrayList<>())
                        .add(instances.get(i % 2).submit(sale, purchase));
            }
        }

        for (SaleId sale : sales) {
            List<Long> seqs = new ArrayList<>();
            for (CompletableFuture<Reply> reply : replies.get(sale)) {
                Decision decision = reply.get(60, TimeUnit.SECONDS).decision();
                if (decision.outcome() == Outcome.ACCEPTED) {
                    seqs.add(decision.entry().order().seq());
                } else {
                    assertThat(decision.outcome()).isEqualTo(Outcome.SOLD_OUT);
                }
            }
            assertThat(seqs)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, stock).boxed().toList());
            assertThat(redis.get(sale.value())).isEqualTo("0");
            assertThat(redis.hget("{" + sale + "}:sale", "no")).isEqualTo(Integer.toString(stock + 1));
            assertThat(redis.hget("{" + sale + "}:sale", "state")).isNotEqualTo("HALTED");
        }
        assertThat(redis.smembers("{seckill}:sales"))
                .containsAll(sales.stream().map(SaleId::value).toList());
    }

    private SaleDecisions decisions(int deciders) {
        return decisions(deciders, Duration.ofSeconds(30));
    }

    private SaleDecisions decisions(int deciders, Duration decisionWait) {
        return decisions(deciders, decisionWait, Duration.ZERO);
    }

    private SaleDecisions decisions(int deciders, Duration decisionWait, Duration failoverWait) {
        ApiMetrics metrics = new ApiMetrics();
        SaleDecisions decisions = new SaleDecisions(
                new SaleId("first-" + run),
                () -> new RedisCounters(
                        two, settings, counterSettings(failoverWait), marks, Clock.systemUTC(), new StoreRisks()),
                new RecordingDelivery(),
                new SaleDecisions.Settings(
                        deciders,
                        100,
                        Duration.ofMinutes(1),
                        1000,
                        5,
                        1000,
                        Duration.ofMillis(1),
                        decisionWait,
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10)),
                metrics.stages());
        opened.add(decisions);
        opened.add(metrics);
        return decisions;
    }

    private RedisCounters store() {
        RedisCounters store =
                new RedisCounters(one, settings, counterSettings(), marks, Clock.systemUTC(), new StoreRisks());
        opened.add(store);
        assertThat(store.isReady(one)).isTrue();
        return store;
    }

    /** Every look that may be taken ahead is. */
    private static RedisStockCounter.Settings counterSettings() {
        return counterSettings(Duration.ZERO);
    }

    private static RedisStockCounter.Settings counterSettings(Duration failoverWait) {
        return new RedisStockCounter.Settings(
                null, 1_000_000, Duration.ofSeconds(10), Duration.ofHours(1), failoverWait, Duration.ofMinutes(1));
    }

    private static List<Outcome> buy(StockCounter counter, int purchases) {
        Attempt attempt = counter.decide(
                IntStream.range(0, purchases).mapToObj(n -> Purchase.ANONYMOUS).toList(), List.of());
        assertThat(attempt).isInstanceOf(Attempt.Decided.class);
        return ((Attempt.Decided) attempt)
                .decisions().stream().map(Decision::outcome).toList();
    }

    private void cutEveryConnection() {
        try (RedisLink link = new RedisLink(settings)) {
            link.open();
            link.send(
                    Command.CLIENT,
                    SaleKeys.bytes("KILL"),
                    SaleKeys.bytes("TYPE"),
                    SaleKeys.bytes("normal"),
                    SaleKeys.bytes("SKIPME"),
                    SaleKeys.bytes("yes"));
            link.replies(1);
        }
    }

    /** How often this Redis was asked for a sale. */
    private long gets() {
        return redis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_hgetall:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*=(\\d+).*", "$1")))
                .sum();
    }

    private static final class Marks implements LoggedMarks {

        private final AtomicInteger reads = new AtomicInteger();
        private final Map<SaleId, LoggedSeq.Mark> of = new ConcurrentHashMap<>();
        /** Known only once the log is read on. */
        private final Map<SaleId, LoggedSeq.Mark> arriving = new ConcurrentHashMap<>();

        private volatile CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

        @Override
        public CompletableFuture<Void> readOn() {
            reads.incrementAndGet();
            of.putAll(arriving);
            return reading;
        }

        @Override
        public LoggedSeq.Mark of(SaleId sale) {
            return of.getOrDefault(sale, LoggedSeq.NONE);
        }
    }
}

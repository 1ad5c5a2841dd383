package dev.seckill.api.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.InMemorySale;
import dev.seckill.api.sale.InMemoryStockCounter;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sales over one connection, whose counters the test controls. */
@Timeout(60)
final class ManySalesTest {

    private static final SaleId HOT = new SaleId("hot");
    private static final SaleId QUIET = new SaleId("quiet");
    private static final Duration LONG = Duration.ofHours(1);

    private final Map<SaleId, InMemorySale> sales = new ConcurrentHashMap<>();
    private final Map<SaleId, ControlledCounter> counters = new ConcurrentHashMap<>();
    private final Set<SaleId> closed = ConcurrentHashMap.newKeySet();
    /** The sales of which purchases were decided, batch by batch. */
    private final List<SaleId> turns = Collections.synchronizedList(new ArrayList<>());

    /** The sales that were told what is asked of them next, and of how many. */
    private final List<String> announced = Collections.synchronizedList(new ArrayList<>());

    private final RecordingDelivery delivery = new RecordingDelivery();
    private final ControlledStore store = new ControlledStore(this::counter);
    private SaleDecisions decisions;

    @AfterEach
    void close() {
        counters.values().forEach(ControlledCounter::open);
        store.away(false);
        store.awayFor(null);
        store.connectsTo(null);
        store.readsTheLog(false);
        if (decisions != null) {
            decisions.close();
        }
    }

    @Test
    void aHotSaleLeavesAQuietOneItsTurn() throws Exception {
        put(HOT, 1000);
        put(QUIET, 5);
        start(100, 1, LONG);
        counters.get(HOT).block();
        CompletableFuture<Reply> inHand = decisions.submit(HOT, Purchase.ANONYMOUS);
        counters.get(HOT).awaitBlocked();
        List<CompletableFuture<Reply>> crowd = submit(HOT, 50);
        CompletableFuture<Reply> quiet = decisions.submit(QUIET, Purchase.ANONYMOUS);

        counters.get(HOT).open();

        assertThat(outcome(quiet)).isEqualTo(Outcome.ACCEPTED);
        get(inHand);
        for (CompletableFuture<Reply> reply : crowd) {
            assertThat(outcome(reply)).isEqualTo(Outcome.ACCEPTED);
        }
        assertThat(turns.indexOf(QUIET)).as("after %s", turns).isLessThanOrEqualTo(2);
    }

    @Test
    void theBatchOfTheNextSaleIsAnnouncedAndNotLostWhenTheOneBeforeFails() throws Exception {
        put(HOT, 10);
        put(QUIET, 5);
        start(100, 100, LONG);
        assertThat(outcome(decisions.submit(HOT, Purchase.ANONYMOUS))).isEqualTo(Outcome.ACCEPTED);
        counters.get(QUIET).block();
        CompletableFuture<Reply> inHand = decisions.submit(QUIET, Purchase.ANONYMOUS);
        counters.get(QUIET).awaitBlocked();
        CompletableFuture<Reply> hot = decisions.submit(HOT, Purchase.ANONYMOUS);
        List<CompletableFuture<Reply>> quiet = submit(QUIET, 3);
        counters.get(HOT).away(true);
        counters.get(QUIET).open();

        assertThat(outcome(inHand)).isEqualTo(Outcome.ACCEPTED);
        assertThatThrownBy(() -> get(hot)).hasCauseInstanceOf(StockUnavailableException.class);
        for (CompletableFuture<Reply> reply : quiet) {
            assertThat(outcome(reply)).isEqualTo(Outcome.ACCEPTED);
        }
        assertThat(announced).containsExactly(QUIET + ": 3");
        assertThat(counters.get(QUIET).purchasesAsked).as("each once").hasValue(4);
    }

    @Test
    void eachSaleHasItsOwnBound() throws Exception {
        put(HOT, 1000);
        put(QUIET, 5);
        start(3, 100, LONG);
        counters.get(HOT).block();
        decisions.submit(HOT, Purchase.ANONYMOUS);
        counters.get(HOT).awaitBlocked();
        submit(HOT, 3);

        assertThat(outcome(decisions.submit(HOT, Purchase.ANONYMOUS))).isEqualTo(Outcome.OVERLOADED);
        CompletableFuture<Reply> quiet = decisions.submit(QUIET, Purchase.ANONYMOUS);
        assertThat(decisions.waiting()).isEqualTo(4);
        counters.get(HOT).open();

        assertThat(outcome(quiet)).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void aSaleThatLosesItsRacesDoesNotKeepAnotherWaiting() throws Exception {
        put(HOT, 10);
        put(QUIET, 5);
        start(100, 100, LONG);
        counters.get(HOT).block();
        counters.get(HOT).contend(3);
        CompletableFuture<Reply> hot = decisions.submit(HOT, Purchase.ANONYMOUS);
        counters.get(HOT).awaitBlocked();
        CompletableFuture<Reply> quiet = decisions.submit(QUIET, Purchase.ANONYMOUS);
        counters.get(HOT).open();

        assertThat(outcome(hot)).isEqualTo(Outcome.ACCEPTED);
        assertThat(outcome(quiet)).isEqualTo(Outcome.ACCEPTED);
        assertThat(turns).startsWith(HOT, QUIET, HOT, HOT, HOT);
    }

    @Test
    void theTroubleOfOneSaleIsNotThatOfAnother() throws Exception {
        put(HOT, 10);
        put(QUIET, 5);
        start(100, 100, LONG);
        assertThat(outcome(decisions.submit(HOT, Purchase.ANONYMOUS))).isEqualTo(Outcome.ACCEPTED);
        counters.get(HOT).away(true);

        assertThatThrownBy(() -> get(decisions.submit(HOT, Purchase.ANONYMOUS)))
                .hasCauseInstanceOf(StockUnavailableException.class);
        assertThat(outcome(decisions.submit(QUIET, Purchase.ANONYMOUS))).isEqualTo(Outcome.ACCEPTED);
        assertThat(decisions.view(HOT).trouble()).isEqualTo("Redis cannot be used.");
        assertThat(decisions.view(QUIET).trouble()).isNull();
    }

    @Test
    void aStoreThatIsAwayFailsAllSalesTogether() throws Exception {
        List<SaleId> many =
                IntStream.range(0, 50).mapToObj(n -> new SaleId("sale-" + n)).toList();
        many.forEach(sale -> put(sale, 5));
        start(100, 100, LONG);
        store.readsTheLog(true);
        List<CompletableFuture<Reply>> replies = many.stream()
                .map(sale -> decisions.submit(sale, Purchase.ANONYMOUS))
                .toList();
        store.away(true);

        for (CompletableFuture<Reply> reply : replies) {
            assertThatThrownBy(() -> get(reply)).hasCauseInstanceOf(StockUnavailableException.class);
        }
        assertThat(store.failures.get()).as("attempts for 50 sales").isLessThan(10);
        assertThat(decisions.view(SaleId.DEFAULT).trouble()).isEqualTo("Redis cannot be used.");

        store.away(false);
        store.readsTheLog(false);
        assertThat(outcome(decisions.submit(many.get(0), Purchase.ANONYMOUS))).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void aServerThatIsAwayFailsOnlyTheSalesThatItHas() throws Exception {
        put(HOT, 10);
        put(QUIET, 10);
        start(100, 100, LONG);
        assertThat(outcome(decisions.submit(HOT, Purchase.ANONYMOUS))).isEqualTo(Outcome.ACCEPTED);
        store.awayFor(HOT);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> get(decisions.submit(HOT, Purchase.ANONYMOUS)))
                    .hasCauseInstanceOf(StockUnavailableException.class);
            assertThat(outcome(decisions.submit(QUIET, Purchase.ANONYMOUS))).isEqualTo(Outcome.ACCEPTED);
        }
        assertThat(decisions.view(HOT).trouble()).isEqualTo("Redis cannot be used.");
        assertThat(decisions.view(QUIET).trouble()).isNull();
    }

    @Test
    void aServerThatIsNotReadyHoldsUpOnlyTheSalesThatItHas() throws Exception {
        put(HOT, 10);
        put(QUIET, 10);
        start(100, 100, LONG);
        assertThat(outcome(decisions.submit(HOT, Purchase.ANONYMOUS))).isEqualTo(Outcome.ACCEPTED);
        store.connectsTo(HOT);
        CompletableFuture<Reply> waits = decisions.submit(HOT, Purchase.ANONYMOUS);

        for (int i = 0; i < 3; i++) {
            assertThat(outcome(decisions.submit(QUIET, Purchase.ANONYMOUS))).isEqualTo(Outcome.ACCEPTED);
        }
        store.awayFor(QUIET);
        assertThatThrownBy(() -> get(decisions.submit(QUIET, Purchase.ANONYMOUS)))
                .hasCauseInstanceOf(StockUnavailableException.class);
        assertThat(waits).as("what keeps the other is nothing to it").isNotDone();
        assertThat(decisions.view(HOT).trouble()).isNull();
        store.connectsTo(null);
        assertThat(outcome(waits)).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void whileTheLogIsReadRequestsWaitAndAreRefusedWhenTheyWaitedTooLong() throws Exception {
        put(HOT, 10);
        put(QUIET, 10);
        store.readsTheLog(true);
        start(settings(100, 100, 100, LONG, Duration.ofMillis(300)));

        CompletableFuture<Reply> late = decisions.submit(HOT, Purchase.ANONYMOUS);
        CompletableFuture<Reply> alsoLate = decisions.submit(QUIET, Purchase.ANONYMOUS);

        assertThat(outcome(late)).isEqualTo(Outcome.OVERLOADED);
        assertThat(outcome(alsoLate)).isEqualTo(Outcome.OVERLOADED);
        assertThat(turns).as("decided meanwhile").isEmpty();
        store.readsTheLog(false);
        await().until(() -> outcome(decisions.submit(HOT, Purchase.ANONYMOUS)) == Outcome.ACCEPTED);
        assertThat(sales.get(HOT).counter).isEqualTo("9");
    }

    @Test
    void everySaleInMemoryIsLookedAtOverANewConnection() throws Exception {
        put(HOT, 10);
        put(QUIET, 10);
        start(settings(100, 100, 100, LONG, LONG, LONG));
        get(decisions.submit(HOT, Purchase.ANONYMOUS));
        get(decisions.submit(QUIET, Purchase.ANONYMOUS));
        sales.get(QUIET).put("7", Map.of("state", "HALTED"));
        assertThat(decisions.view(QUIET).trouble()).isNull();

        store.reconnects();
        get(decisions.submit(HOT, Purchase.ANONYMOUS));

        await().until(() -> decisions.view(QUIET).trouble() != null);
    }

    @Test
    void aSaleThatNobodyAsksForIsDroppedOnceItsEventsAreSettled() throws Exception {
        put(QUIET, 5);
        start(100, 100, Duration.ofMillis(100));
        delivery.hold();
        CompletableFuture<Reply> reply = decisions.submit(QUIET, Purchase.ANONYMOUS);
        await().until(() -> delivery.delivered().size() == 1);
        long since = System.nanoTime();
        await().until(() -> System.nanoTime() - since > Duration.ofMillis(300).toNanos());
        assertThat(closed).doesNotContain(QUIET);

        delivery.release();

        assertThat(outcome(reply)).isEqualTo(Outcome.ACCEPTED);
        await().until(() -> closed.contains(QUIET));
        assertThat(decisions.sales()).as("the one that stays").isEqualTo(1);
        assertThat(decisions.view(QUIET)).isEqualTo(decisions.view(new SaleId("never-asked-for")));
        decisions.submit(QUIET, Purchase.ANONYMOUS);
        await().until(() -> delivery.delivered().size() == 2);
    }

    @Test
    void aSaleThatNobodyAsksForStaysInUseUntilTheTimeOfItsHeldOrdersIsOver() throws Exception {
        put(QUIET, 5);
        put(HOT, 5);
        InMemorySale quiet = sales.get(QUIET);
        quiet.put("5", Map.of("holdFor", "60", "holdMax", "60"));
        quiet.clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        start(100, 100, Duration.ofMillis(100));
        get(decisions.submit(QUIET, Purchase.ANONYMOUS));
        get(decisions.submit(HOT, Purchase.ANONYMOUS));

        await().until(() -> closed.contains(HOT)); // which was asked for later
        assertThat(closed).doesNotContain(QUIET);

        synchronized (quiet) {
            quiet.clock = Clock.fixed(Instant.EPOCH.plusSeconds(60), ZoneOffset.UTC);
        }
        await().until(() -> delivery.others().stream()
                .anyMatch(entry -> entry.event() instanceof SaleEvent.Released released
                        && released.reason() == SaleEvent.Released.Reason.EXPIRED
                        && released.sale().equals(QUIET)));
        await().until(() -> closed.contains(QUIET));
        assertThat(quiet.counter).isEqualTo("5");
    }

    @Test
    void aSaleWhoseCounterHasSomethingToFinishIsNotDropped() throws Exception {
        put(QUIET, 5);
        put(HOT, 5);
        start(100, 100, Duration.ofMillis(100));
        counters.get(QUIET).busy = true;
        get(decisions.submit(QUIET, Purchase.ANONYMOUS));
        get(decisions.submit(HOT, Purchase.ANONYMOUS));

        await().until(() -> closed.contains(HOT)); // which was asked for later
        assertThat(closed).doesNotContain(QUIET);

        counters.get(QUIET).busy = false;
        await().until(() -> closed.contains(QUIET));
    }

    @Test
    void aSaleThatNobodyHasSeenIsNotDroppedEitherWhileItsCounterHasSomethingToFinish() throws Exception {
        counter(QUIET);
        start(100, 100, LONG);
        counters.get(QUIET).busy = true;
        get(decisions.submit(QUIET, Purchase.ANONYMOUS));
        get(decisions.submit(HOT, Purchase.ANONYMOUS));

        await().until(() -> closed.contains(HOT)); // which was asked for later
        assertThat(closed).doesNotContain(QUIET);

        counters.get(QUIET).busy = false;
        await().until(() -> closed.contains(QUIET));
    }

    @Test
    void aConnectionThatFailsAsNobodyExpectsDoesNotEndItsThread() throws Exception {
        put(QUIET, 5);
        start(100, 100, LONG);
        store.broken(true);
        CompletableFuture<Reply> failed = decisions.submit(QUIET, Purchase.ANONYMOUS);
        assertThatThrownBy(() -> get(failed)).hasCauseInstanceOf(StockUnavailableException.class);

        store.broken(false);

        // The turn that found it broken may still be failing what waits.
        await().ignoreExceptions()
                .until(() -> outcome(decisions.submit(QUIET, Purchase.ANONYMOUS)) == Outcome.ACCEPTED);
    }

    @Test
    void inventedSalesAreForgottenAsSoonAsTheyAreAnswered() throws Exception {
        start(100, 100, LONG);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            replies.add(decisions.submit(new SaleId("invented-" + i), Purchase.ANONYMOUS));
        }

        int unknown = 0;
        for (CompletableFuture<Reply> reply : replies) {
            assertThat(outcome(reply)).isIn(Outcome.UNKNOWN_SALE, Outcome.OVERLOADED);
            unknown += outcome(reply) == Outcome.UNKNOWN_SALE ? 1 : 0;
        }
        assertThat(unknown).isPositive();
        await().until(() -> decisions.sales() == 1);
    }

    @Test
    void inventedSalesLeaveRoomForThoseThatExist() throws Exception {
        put(QUIET, 5);
        put(HOT, 5);
        start(settings(100, 100, 10, LONG, LONG));
        get(decisions.submit(QUIET, Purchase.ANONYMOUS));
        store.readsTheLog(true); // so that nothing is answered
        List<CompletableFuture<Reply>> invented = IntStream.range(0, 20)
                .mapToObj(n -> decisions.submit(new SaleId("invented-" + n), Purchase.ANONYMOUS))
                .toList();

        assertThat(invented.stream().filter(CompletableFuture::isDone).count()).isBetween(14L, 17L);
        Reply refused = get(invented.get(19));
        assertThat(refused.decision().outcome()).isEqualTo(Outcome.OVERLOADED);
        assertThat(refused.decision().detail()).contains("Too many sales");
        CompletableFuture<Reply> known = decisions.submit(QUIET, Purchase.ANONYMOUS);
        store.readsTheLog(false);

        assertThat(outcome(known)).isEqualTo(Outcome.ACCEPTED);
        await().until(() -> outcome(decisions.submit(HOT, Purchase.ANONYMOUS)) == Outcome.ACCEPTED);
    }

    @Test
    void moreSalesThanTheBoundAreRefused() throws Exception {
        List<SaleId> many =
                IntStream.range(0, 12).mapToObj(n -> new SaleId("sale-" + n)).toList();
        many.forEach(sale -> put(sale, 5));
        start(settings(100, 100, 10, LONG, LONG));

        List<Outcome> outcomes = new ArrayList<>();
        for (SaleId sale : many) {
            outcomes.add(outcome(decisions.submit(sale, Purchase.ANONYMOUS)));
        }

        assertThat(outcomes.subList(0, 9)).containsOnly(Outcome.ACCEPTED);
        assertThat(outcomes.subList(9, 12)).containsOnly(Outcome.OVERLOADED);
        assertThat(decisions.sales()).isEqualTo(10);
    }

    @Test
    void whatIsLoggedLeavesTheOutboxOfItsSale() throws Exception {
        put(HOT, 5);
        put(QUIET, 5);
        start(100, 100, LONG);
        get(decisions.submit(HOT, Purchase.ANONYMOUS));
        get(decisions.submit(QUIET, Purchase.ANONYMOUS));

        await().until(() ->
                sales.get(HOT).outbox.isEmpty() && sales.get(QUIET).outbox.isEmpty());
    }

    @Test
    void close_answersWhatWaitsOfEverySaleAndClosesTheConnections() throws Exception {
        put(HOT, 100);
        put(QUIET, 100);
        start(100, 3, LONG);
        counters.get(HOT).block();
        decisions.submit(HOT, Purchase.ANONYMOUS);
        counters.get(HOT).awaitBlocked();
        List<CompletableFuture<Reply>> waiting = Stream.concat(submit(HOT, 10).stream(), submit(QUIET, 10).stream())
                .toList();
        Thread closing = new Thread(decisions::close);
        closing.start();

        counters.get(HOT).open();
        closing.join();

        for (CompletableFuture<Reply> reply : waiting) {
            assertThat(reply).isDone();
        }
        assertThat(store.isClosed()).isTrue();
    }

    private void put(SaleId sale, int stock) {
        sales.computeIfAbsent(sale, InMemorySale::new).put(Integer.toString(stock), Map.of());
    }

    private StockCounter counter(SaleId sale) {
        return new Noting(
                sale,
                counters.computeIfAbsent(
                        sale,
                        made -> new ControlledCounter(new InMemoryStockCounter(
                                sales.computeIfAbsent(made, InMemorySale::new), Clock.systemUTC()))));
    }

    private void start(int queueMax, int batchMax, Duration saleIdle) {
        start(settings(queueMax, batchMax, 1000, saleIdle, LONG));
    }

    private void start(SaleDecisions.Settings settings) {
        sales.keySet().forEach(this::counter);
        decisions = new SaleDecisions(SaleId.DEFAULT, () -> store, delivery, settings, new IgnoredEvents());
    }

    private static SaleDecisions.Settings settings(
            int queueMax, int batchMax, int salesMax, Duration saleIdle, Duration decisionWait) {
        return settings(queueMax, batchMax, salesMax, saleIdle, decisionWait, Duration.ofMillis(20));
    }

    private static SaleDecisions.Settings settings(
            int queueMax, int batchMax, int salesMax, Duration saleIdle, Duration decisionWait, Duration probe) {
        return new SaleDecisions.Settings(
                1,
                salesMax,
                saleIdle,
                queueMax,
                batchMax,
                5,
                Duration.ZERO,
                decisionWait,
                Duration.ofMillis(20),
                probe,
                Duration.ofSeconds(10));
    }

    private List<CompletableFuture<Reply>> submit(SaleId sale, int count) {
        return Stream.generate(() -> decisions.submit(sale, Purchase.ANONYMOUS))
                .limit(count)
                .toList();
    }

    private static Outcome outcome(CompletableFuture<Reply> reply) throws Exception {
        return get(reply).decision().outcome();
    }

    private static Reply get(CompletableFuture<Reply> reply) throws Exception {
        return reply.get(20, TimeUnit.SECONDS);
    }

    /** Notes whose turn it is. */
    private final class Noting implements StockCounter {

        private final SaleId sale;
        private final StockCounter counter;

        private Noting(SaleId sale, StockCounter counter) {
            this.sale = sale;
            this.counter = counter;
        }

        @Override
        public Attempt decide(List<? extends Request> requests, List<EventId> settled, BooleanSupplier tooLate) {
            if (!requests.isEmpty()) {
                turns.add(sale);
            }
            return counter.decide(requests, settled, tooLate);
        }

        @Override
        public void isNext(List<? extends Request> requests) {
            announced.add(sale + ": " + requests.size());
        }

        @Override
        public List<EventId> unsettled(List<EventId> events) {
            return counter.unsettled(events);
        }

        @Override
        public boolean isBusy() {
            return counter.isBusy();
        }

        @Override
        public void close() {
            closed.add(sale);
        }
    }

    private static final class IgnoredEvents implements DecisionEvents {

        @Override
        public void decided(int purchases, int accepted, int conflicts) {
            // Of no matter here.
        }

        @Override
        public void contended(int purchases, int conflicts) {
            // Of no matter here.
        }

        @Override
        public void unavailable(RuntimeException reason) {
            // Of no matter here.
        }
    }
}

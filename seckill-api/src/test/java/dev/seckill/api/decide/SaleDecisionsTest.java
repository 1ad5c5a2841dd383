package dev.seckill.api.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.InMemorySale;
import dev.seckill.api.sale.InMemoryStockCounter;
import dev.seckill.api.sale.Look;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleChange;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SaleDecisionsTest {

    private static final SaleDecisions.Settings SETTINGS = settings(100, 100, Duration.ofSeconds(20));

    private final InMemorySale sale = new InMemorySale();
    private final RecordingDelivery delivery = new RecordingDelivery();
    private final Events events = new Events();
    private final ControlledCounter counter = new ControlledCounter(new InMemoryStockCounter(sale, Clock.systemUTC()));
    private SaleDecisions queue;

    @AfterEach
    void close() {
        counter.open();
        if (queue != null) {
            queue.close();
        }
    }

    @Test
    void submit_answersAfterTheLogHasTheOrder() throws Exception {
        sale.put("5", Map.of());
        delivery.hold();
        start(SETTINGS);

        CompletableFuture<Reply> reply = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        await().until(() -> delivery.delivered().size() == 1);
        assertThat(reply).isNotDone();

        delivery.release();
        assertThat(get(reply).decision().outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(get(reply).logged()).isTrue();
    }

    @Test
    void close_saysThatItGaveUpWhenTheDecisionIsNotMadeInTime() throws Exception {
        sale.put("5", Map.of());
        counter.block();
        start(new SaleDecisions.Settings(
                1,
                100,
                Duration.ofHours(1),
                10,
                10,
                5,
                Duration.ZERO,
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofMillis(20),
                Duration.ofMillis(50)));
        queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.awaitBlocked();

        assertThatThrownBy(queue::close)
                .isInstanceOf(StopFailedException.class)
                .hasMessageContaining("still busy after 50ms");
        queue = null;
    }

    @Test
    void submit_combinesWhatWaitsIntoOneBatch() throws Exception {
        sale.put("50", Map.of());
        counter.block();
        start(SETTINGS);
        CompletableFuture<Reply> first = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.awaitBlocked();
        List<CompletableFuture<Reply>> rest = submit(20);

        counter.open();

        get(first);
        for (CompletableFuture<Reply> reply : rest) {
            assertThat(get(reply).decision().outcome()).isEqualTo(Outcome.ACCEPTED);
        }
        queue.close(); // no event comes after it
        assertThat(events.batches).contains(20);
    }

    @Test
    void submit_decidesNoMoreThanABatchAtOnce() throws Exception {
        sale.put("50", Map.of());
        counter.block();
        start(settings(100, 7, Duration.ofSeconds(20)));
        queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.awaitBlocked();
        List<CompletableFuture<Reply>> rest = submit(20);

        counter.open();

        for (CompletableFuture<Reply> reply : rest) {
            assertThat(get(reply).decision().outcome()).isEqualTo(Outcome.ACCEPTED);
        }
        queue.close(); // no event comes after it
        assertThat(events.batches).contains(7).allMatch(purchases -> purchases <= 7);
    }

    @Test
    void submit_answersAReplayAfterTheLogHasTheOrder() throws Exception {
        Purchase keyed = new Purchase(new IdempotencyKey("k-1"), null);
        sale.put("5", Map.of());
        delivery.hold();
        start(SETTINGS);
        queue.submit(SaleId.DEFAULT, keyed);
        await().until(() -> delivery.delivered().size() == 1);

        CompletableFuture<Reply> again = queue.submit(SaleId.DEFAULT, keyed);
        queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        // What came after the replay is decided, so the replay is.
        await().until(() -> delivery.delivered().size() == 2);
        assertThat(again).isNotDone();

        delivery.release();
        assertThat(get(again).decision().outcome()).isEqualTo(Outcome.REPLAYED);
        assertThat(get(again).logged()).isTrue();
    }

    @Test
    void submit_tellsWhetherTheOrderOfAnotherInstanceIsLogged() throws Exception {
        Purchase keyed = new Purchase(new IdempotencyKey("k-1"), null);
        sale.put("5", Map.of());
        StockCounter other = new InMemoryStockCounter(sale, Clock.systemUTC());
        other.decide(List.of(keyed), List.of());
        start(SETTINGS);

        assertThat(get(queue.submit(SaleId.DEFAULT, keyed)).logged()).isFalse();
        other.decide(List.of(), List.copyOf(sale.outbox.keySet()));
        assertThat(get(queue.submit(SaleId.DEFAULT, keyed)).logged()).isTrue();
    }

    @Test
    void submit_refusesAtOnceWhenTheQueueIsFull() throws Exception {
        sale.put("50", Map.of());
        counter.block();
        start(settings(3, 100, Duration.ofSeconds(20)));
        queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.awaitBlocked();
        submit(3);

        Reply refused = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS).getNow(null);

        assertThat(refused.decision().outcome()).isEqualTo(Outcome.OVERLOADED);
        assertThat(queue.waiting()).isEqualTo(3);
    }

    @Test
    void submit_refusesWhileTheDeliveryDoes() {
        sale.put("50", Map.of());
        start(SETTINGS);
        delivery.refuse("The order log cannot be reached.");

        Decision refused =
                queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS).getNow(null).decision();

        assertThat(refused.outcome()).isEqualTo(Outcome.OVERLOADED);
        assertThat(refused.detail()).contains("order log");
        assertThat(sale.counter).isEqualTo("50");
    }

    @Test
    void submit_refusesUndecidedWhatWaitedTooLong() throws Exception {
        sale.put("50", Map.of());
        counter.block();
        start(settings(100, 1, Duration.ofNanos(1)));
        CompletableFuture<Reply> reply = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.open();

        assertThat(get(reply).decision().outcome()).isEqualTo(Outcome.OVERLOADED);
        assertThat(sale.counter).isEqualTo("50");
    }

    @Test
    void submit_refusesUndecidedWhatGotLateBetweenTwoAttempts() throws Exception {
        Duration wait = Duration.ofMillis(500);
        sale.put("50", Map.of());
        counter.block();
        counter.contend(1);
        start(settings(100, 1, wait));
        CompletableFuture<Reply> reply = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.awaitBlocked();
        long since = System.nanoTime();
        await().until(() -> System.nanoTime() - since > wait.toNanos());
        counter.open();

        assertThat(get(reply).decision().outcome()).isEqualTo(Outcome.OVERLOADED);
        assertThat(sale.counter).isEqualTo("50");
    }

    @Test
    void submit_sellsToThoseOfABatchWhoAreNotLate() throws Exception {
        Duration wait = Duration.ofSeconds(5);
        sale.put("50", Map.of());
        counter.block();
        start(settings(100, 100, wait));
        queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.awaitBlocked();
        CompletableFuture<Reply> early = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        long since = System.nanoTime();
        await().until(() -> System.nanoTime() - since > wait.toNanos());
        CompletableFuture<Reply> timely = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.open();

        assertThat(get(early).decision().outcome()).isEqualTo(Outcome.OVERLOADED);
        assertThat(get(timely).decision().outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(sale.counter).isEqualTo("49");
    }

    @Test
    void submit_answersABuyerWithoutAKeySoldOutWithoutAskingTheCounter() throws Exception {
        sale.put("0", Map.of());
        start(SETTINGS);
        get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS));

        int asked = counter.purchasesAsked.get();
        Purchase named = new Purchase(null, new BuyerId("ann"), 2);
        Purchase keyed = new Purchase(new IdempotencyKey("k"), new BuyerId("ann"));

        assertThat(queue.submit(SaleId.DEFAULT, named).getNow(null)).isNotNull();
        assertThat(counter.purchasesAsked.get()).isEqualTo(asked);
        get(queue.submit(SaleId.DEFAULT, keyed));
        assertThat(counter.purchasesAsked.get())
                .as("who may have an order already")
                .isEqualTo(asked + 1);
    }

    @Test
    void submit_answersSoldOutWithoutAskingTheCounter() throws Exception {
        sale.put("0", Map.of());
        start(SETTINGS);
        get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS));
        int asked = counter.purchasesAsked.get();

        for (int i = 0; i < 1000; i++) {
            assertThat(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS)
                            .getNow(null)
                            .decision()
                            .outcome())
                    .isEqualTo(Outcome.SOLD_OUT);
        }

        assertThat(counter.purchasesAsked.get()).isEqualTo(asked);
    }

    @Test
    void submit_doesNotCallAPausedSaleSoldOut() throws Exception {
        sale.put("0", Map.of("state", "PAUSED"));
        start(SETTINGS);

        for (int i = 0; i < 3; i++) {
            assertThat(get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS))
                            .decision()
                            .outcome())
                    .isEqualTo(Outcome.NOT_OPEN);
        }
    }

    /** Else whoever repeats a pause after a lost reply would be told that it is safe while Redis alone knows of it. */
    @Test
    void submit_answersARepeatedPauseAfterTheLogHasTheFirstOne() throws Exception {
        sale.put("5", Map.of());
        delivery.hold();
        start(SETTINGS);
        CompletableFuture<Reply> reply = queue.submit(SaleId.DEFAULT, new SaleChange.Pause("ann"));
        CompletableFuture<Reply> again = queue.submit(SaleId.DEFAULT, new SaleChange.Pause("ann"));
        CompletableFuture<Reply> seen = queue.submit(SaleId.DEFAULT, new Look());

        assertThat(get(seen).decision().seen().status()).isEqualTo(SaleSeen.Status.PAUSED);
        assertThat(List.of(reply, again)).noneMatch(CompletableFuture::isDone);

        delivery.release();
        assertThat(get(reply).decision().outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(get(again).decision().outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(get(again).logged()).isTrue();
    }

    @Test
    void submit_answersAChangeAndItsRepetitionAfterTheLogHasTheEvent() throws Exception {
        SaleChange restock = new SaleChange.Restock("ann", new IdempotencyKey("k-1"), 3);
        sale.put("5", Map.of());
        delivery.hold();
        start(SETTINGS);
        CompletableFuture<Reply> reply = queue.submit(SaleId.DEFAULT, restock);
        CompletableFuture<Reply> again = queue.submit(SaleId.DEFAULT, restock);
        CompletableFuture<Reply> resumed = queue.submit(SaleId.DEFAULT, new SaleChange.Resume("ann"));

        assertThat(get(resumed).decision().outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(List.of(reply, again)).noneMatch(CompletableFuture::isDone);

        delivery.release();
        assertThat(get(reply).decision().outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(get(again).decision().outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(get(again).logged()).isTrue();
    }

    @Test
    void submit_deliversEventsInTheOrderOfTheJournal() throws Exception {
        sale.put("5", Map.of());
        counter.block();
        start(SETTINGS);
        queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.awaitBlocked();
        queue.submit(SaleId.DEFAULT, new SaleChange.Pause("ann"));
        queue.submit(SaleId.DEFAULT, define(7));
        queue.submit(SaleId.DEFAULT, new SaleChange.Resume("ann"));
        CompletableFuture<Reply> last = queue.submit(SaleId.DEFAULT, define(9));

        counter.open();

        get(last);
        assertThat(delivery.others())
                .extracting(entry -> entry.event().no())
                .as("2 is an order")
                .containsExactly(1L, 3L, 4L, 5L, 6L, 7L);
    }

    private static SaleChange define(long allotment) {
        return new SaleChange.Define("ann", allotment, new SaleDefinition("shoes", "pair", null, null, 0, 1));
    }

    @Test
    void submit_asksTheCounterAboutAKeyEvenWhenSoldOut() throws Exception {
        Purchase keyed = new Purchase(new IdempotencyKey("k-1"), null);
        sale.put("1", Map.of());
        start(SETTINGS);
        OrderId order = get(queue.submit(SaleId.DEFAULT, keyed))
                .decision()
                .entry()
                .order()
                .orderId();
        get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS));

        Reply again = get(queue.submit(SaleId.DEFAULT, keyed));

        assertThat(again.decision().outcome()).isEqualTo(Outcome.REPLAYED);
        assertThat(again.decision().entry().order().orderId()).isEqualTo(order);
    }

    @Test
    void submit_noticesARestockByItself() throws Exception {
        sale.put("0", Map.of());
        start(SETTINGS);
        get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS));

        sale.put("5", Map.of());

        await().until(() ->
                get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS)).decision().outcome() == Outcome.ACCEPTED);
    }

    @Test
    void submit_givesUpAfterSoManyLostRaces() throws Exception {
        sale.put("5", Map.of());
        counter.contend(1000);
        start(SETTINGS);

        assertThat(get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS))
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.OVERLOADED);
        assertThat(counter.contended.get()).isEqualTo(SETTINGS.conflictRetries() + 1);
    }

    @Test
    void submit_triesTheSameBatchAgainAfterALostRace() throws Exception {
        sale.put("5", Map.of());
        counter.contend(SETTINGS.conflictRetries());
        start(SETTINGS);

        assertThat(get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS))
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void submit_failsWhileTheCounterIsAwayAndServesAgainAfterwards() throws Exception {
        sale.put("5", Map.of());
        counter.away(true);
        start(SETTINGS);

        assertThatThrownBy(() -> get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StockUnavailableException.class);
        assertThat(queue.view(SaleId.DEFAULT)).isEqualTo(new SaleView(null, false, "Redis cannot be used."));

        counter.away(false);
        assertThat(get(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS))
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void trouble_saysWhyNothingCanBeSoldUntilThatEnds() {
        sale.put("5", Map.of("state", "HALTED"));
        start(SETTINGS);
        await().until(() -> "The sale is halted until recover."
                .equals(queue.view(SaleId.DEFAULT).trouble()));

        sale.put("many", Map.of());
        await().until(() -> "The sale's data cannot be used."
                .equals(queue.view(SaleId.DEFAULT).trouble()));

        counter.away(true);
        await().until(() ->
                "Redis cannot be used.".equals(queue.view(SaleId.DEFAULT).trouble()));

        sale.put("0", Map.of("state", "PAUSED"));
        counter.away(false);
        await().until(() -> queue.view(SaleId.DEFAULT).trouble() == null);
    }

    @Test
    void whatSomebodyDidToTheCounterIsDeliveredAndSettledThoughNobodyBuys() {
        sale.put("5", Map.of());
        start(SETTINGS);

        await().until(() -> delivery.others().size() == 1);

        assertThat(delivery.others().get(0).event().units()).isEqualTo(5);
        await().until(sale.outbox::isEmpty);
        sale.put("3", Map.of());
        await().until(() -> delivery.others().size() == 2);
        assertThat(delivery.others().get(1).event().units()).isEqualTo(-2);
    }

    @Test
    void ordersThatCouldNotBeSettledAreSettledLater() throws Exception {
        sale.put("5", Map.of());
        delivery.hold();
        start(SETTINGS);
        CompletableFuture<Reply> reply = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        await().until(() -> delivery.delivered().size() == 1);
        await().until(() -> sale.outbox.size() == 1); // the event of the first units has left it
        counter.away(true);
        delivery.release();
        EventId order = get(reply).decision().entry().id();
        delivery.notSettled(List.of(order));
        int failures = counter.failures.get();
        await().until(() -> counter.failures.get() > failures + 1);
        assertThat(sale.outbox).containsOnlyKeys(order);

        counter.away(false);

        await().until(sale.outbox::isEmpty);
    }

    @Test
    void ordersAreSettledLaterAlsoAfterAFailureThatNobodyExpects() throws Exception {
        sale.put("5", Map.of());
        start(SETTINGS);
        delivery.hold();
        CompletableFuture<Reply> reply = queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        await().until(() -> delivery.delivered().size() == 1);
        counter.failUnexpectedly();
        delivery.release();
        delivery.notSettled(List.of(get(reply).decision().entry().id()));

        await().until(counter::hasFailedUnexpectedly);
        await().until(sale.outbox::isEmpty);
    }

    @Test
    void close_answersEverythingThatIsQueued() throws Exception {
        sale.put("50", Map.of());
        counter.block();
        start(SETTINGS);
        queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS);
        counter.awaitBlocked();
        List<CompletableFuture<Reply>> queued = submit(30);
        CountDownLatch closed = new CountDownLatch(1);
        new Thread(() -> {
                    queue.close();
                    closed.countDown();
                })
                .start();

        counter.open();

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(queued).allMatch(CompletableFuture::isDone);
        assertThat(sale.counter)
                .isEqualTo(Integer.toString(50 - delivery.delivered().size()));
        assertThat(queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS)
                        .getNow(null)
                        .decision()
                        .outcome())
                .isEqualTo(Outcome.OVERLOADED);
    }

    private void start(SaleDecisions.Settings settings) {
        queue = new SaleDecisions(
                SaleId.DEFAULT, () -> new ControlledStore(sale -> counter), delivery, settings, events);
    }

    private List<CompletableFuture<Reply>> submit(int count) {
        return Stream.generate(() -> queue.submit(SaleId.DEFAULT, Purchase.ANONYMOUS))
                .limit(count)
                .toList();
    }

    private static Reply get(CompletableFuture<Reply> reply) throws Exception {
        return reply.get(10, TimeUnit.SECONDS);
    }

    private static SaleDecisions.Settings settings(int queueMax, int batchMax, Duration decisionWait) {
        return new SaleDecisions.Settings(
                1,
                100,
                Duration.ofHours(1),
                queueMax,
                batchMax,
                5,
                Duration.ZERO,
                decisionWait,
                Duration.ofMillis(20),
                Duration.ofMillis(20),
                Duration.ofSeconds(10));
    }

    private static final class Events implements DecisionEvents {
        private final List<Integer> batches = new ArrayList<>();

        @Override
        public synchronized void decided(int purchases, int accepted, int conflicts) {
            batches.add(purchases);
        }

        @Override
        public void contended(int purchases, int conflicts) {
            // Counted by the counter.
        }

        @Override
        public void unavailable(RuntimeException reason) {
            // Counted by the counter.
        }
    }
}

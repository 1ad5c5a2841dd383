package dev.seckill.api.recover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.OutboxInRedis;
import dev.seckill.api.TopicReader;
import dev.seckill.api.command.RecoveryPrinter;
import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.orderlog.KafkaOrderLog;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.redis.LossyProxy;
import dev.seckill.api.redis.RecoveredOrders;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.RebuiltJournal;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.RestoreParams;

/** What happens to a sale between the looks that a recovery takes at Redis and at the order log. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RecoveryIT {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final long HEAP = 160L << 20;

    private final SaleId sale = new SaleId("sale-" + UUID.randomUUID());
    private final ServerStack servers;
    private final KafkaSettings kafka;
    private LossyProxy proxy;
    private RedisClient redis;
    private RedisStockCounter counter;
    private KafkaOrderLog orderLog;
    private Consumer<List<OutboxEntry>> journalWriter;

    RecoveryIT(ServerStack servers) {
        this.servers = servers;
        this.kafka = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                "orders-" + UUID.randomUUID(),
                1,
                (short) 1,
                Duration.ofSeconds(5),
                WAIT,
                Duration.ofSeconds(5),
                WAIT,
                WAIT,
                Set.of());
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new LossyProxy(servers.redis().port());
        redis = RedisClient.create(servers.redisUrl());
        counter = counter();
        orderLog = new KafkaOrderLog(kafka);
        journalWriter = new JournalWriter(kafka)::write;
        redis.set(sale.value(), "10");
        Awaitility.await().atMost(WAIT).until(orderLog::isReady);
    }

    @AfterEach
    void close() throws IOException {
        orderLog.close();
        counter.close();
        redis.close();
        proxy.close();
    }

    @Test
    void countsAnOrderThatARelayDeliversWhileItLooks() {
        deliver(counter, decide(counter, 2));
        List<OutboxEntry> leftBehind = decide(counter, 1);
        haltAsAnInterruptedRecoverDoes();
        proxy.beforeNext("HSCAN", () -> deliver(counter, leftBehind));

        String told = recover();

        assertThat(told).contains("Recovered: allotment 10, 3 orders, 7 left, seq 3");
        assertThat(redis.get(sale.value())).isEqualTo("7");
    }

    @Test
    void opensASaleThatAnOlderVersionHasSoldAndNumbersItsEvents() {
        deliver(counter, decide(counter, 2));
        redis.hdel(companion("sale"), "no");
        assertThat(decided(Purchase.ANONYMOUS).outcome()).isEqualTo(Outcome.NOT_OPEN);

        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 2");

        assertThat(decide(counter, 1)).extracting(entry -> entry.event().no()).containsExactly(5L);
        assertThat(recover()).contains("Nothing to recover");
    }

    @Test
    void givesUpInTheJournalWhatOnlyRedisKnewAndPutsTheUnitsBack() {
        List<OutboxEntry> all = decideAll(4);
        deliver(counter, List.of(all.get(0), all.get(1), all.get(4)));
        redis.del(sale.value(), companion("sale"), companion("outbox"));

        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 4 (2 numbers void)");

        List<SaleEvent> journal = journal();
        assertThat(journal).extracting(SaleEvent::no).containsExactly(1L, 2L, 5L, 6L);
        assertThat(journal).extracting(SaleEvent::left).containsExactly(10L, 9L, 6L, 8L);
        assertThat(journal.get(3)).isInstanceOfSatisfying(SaleEvent.Recovered.class, recovered -> {
            assertThat(recovered.voided()).containsExactly(new NumberRange(3, 4));
            assertThat(recovered.voidedSeqs()).containsExactly(new NumberRange(2, 3));
            assertThat(redis.hget(companion("sale"), "epoch")).isEqualTo(Long.toString(recovered.epoch()));
        });
        assertThat(decideAll(1)).extracting(entry -> entry.event().no()).containsExactly(7L);
    }

    @Test
    void tellsInTheJournalWhatTheOperatorPutsRight() {
        deliver(counter, decideAll(2));
        redis.del(sale.value(), companion("sale"), companion("outbox"));

        assertThat(recover(Clock.systemUTC(), 5L)).contains("Recovered: allotment 5, 2 orders, 3 left");

        assertThat(journal().get(4)).isInstanceOfSatisfying(SaleEvent.Restocked.class, back -> {
            assertThat(back.units()).isEqualTo(-5);
            assertThat(back.left()).isEqualTo(3);
            assertThat(back.by()).isEqualTo("recover");
        });
    }

    @Test
    void rebuildsASaleThatRedisLostBeforeAnybodyBought() {
        deliver(counter, decideAll(0));
        redis.del(sale.value(), companion("sale"), companion("outbox"), companion("server"));

        assertThat(recover()).contains("Recovered: allotment 10, 0 orders, 10 left, seq 0");

        assertThat(journal()).extracting(SaleEvent::no).containsExactly(1L, 2L);
        assertThat(decideAll(1)).extracting(entry -> entry.event().no()).containsExactly(3L);
    }

    /** Both read the same, and the other has taken the number of its event when this one comes to write. */
    @Test
    void givesNoNumberOfTheJournalThatAnotherRecoverHasTaken() {
        deliver(counter, decideAll(2));
        haltAsAnInterruptedRecoverDoes();
        proxy.beforeNext("WATCH", () -> {
            journalWriter = events -> {
                throw new JedisException("dies before it is written");
            };
            assertThatThrownBy(this::recover).isInstanceOf(JedisException.class);
            journalWriter = new JournalWriter(kafka)::write;
        });

        assertThat(recover()).contains("Refused: somebody else changed the sale meanwhile. Run this again.");

        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");
        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 2");
        assertThat(journal()).extracting(SaleEvent::no).containsExactly(1L, 2L, 3L, 5L);
    }

    @Test
    void givesUpNothingTwice() {
        List<OutboxEntry> all = decideAll(2);
        deliver(counter, List.of(all.get(0), all.get(2)));
        redis.del(sale.value(), companion("sale"), companion("outbox"));
        recover();
        deliver(counter, decideAll(1));
        redis.del(sale.value(), companion("sale"));

        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 3");

        assertThat(journal())
                .filteredOn(SaleEvent.Recovered.class::isInstance)
                .extracting(event -> ((SaleEvent.Recovered) event).voided())
                .containsExactly(List.of(new NumberRange(2, 2)), List.of());
    }

    /** Its instance was cut off, and delivers it after that recover; or in the moment before that one writes what it gives up. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesOutALateOrderThatAnEarlierRecoverGaveUp(boolean beforeItIsWritten) {
        List<OutboxEntry> first = decideAll(1);
        List<OutboxEntry> late = decide(counter, new Purchase(new IdempotencyKey("k"), new BuyerId("late"), 3));
        deliver(counter, first);
        deliver(counter, decide(counter, 1));
        redis.del(sale.value(), companion("sale"), companion("outbox"));
        if (beforeItIsWritten) {
            journalWriter = events -> {
                deliver(counter, late);
                new JournalWriter(kafka).write(events);
            };
        }
        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 3 (1 number void), 0 keys");
        if (!beforeItIsWritten) {
            deliver(counter, late);
        }
        journalWriter = new JournalWriter(kafka)::write;
        redis.del(sale.value(), companion("sale"));

        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 3 (1 number void), 0 keys");

        List<SaleEvent> journal = journal();
        assertThat(journal.get(journal.size() - 1)).isInstanceOfSatisfying(SaleEvent.Recovered.class, again -> {
            assertThat(again.left()).isEqualTo(8);
            assertThat(again.voided()).isEmpty();
        });
        assertThat(redis.exists(companion("buyers"))).isFalse();
        assertThat(decided(new Purchase(new IdempotencyKey("k"), new BuyerId("late"), 3))
                        .outcome())
                .isEqualTo(Outcome.ACCEPTED);
    }

    /** The first of them to be gathered is dropped before the log is read for them. */
    @Test
    void givesUpNothingThatComesWhileItGathers() {
        List<OutboxEntry> all = decideAll(3);
        deliver(counter, List.of(all.get(0), all.get(1), all.get(3)));
        redis.del(sale.value(), companion("sale"), companion("outbox"));
        proxy.beforeNext("UNLINK", () -> deliver(counter, List.of(all.get(2))));

        assertThat(recover()).contains("Refused: the order log got an event meanwhile that was to be given up");

        assertThat(journal()).noneMatch(SaleEvent.Recovered.class::isInstance);
        assertThat(recover()).contains("Recovered: allotment 10, 3 orders, 7 left, seq 3");
    }

    @Test
    void knowsFromTheJournalWhatSomebodyDidToTheCounterAfterTheNewestOrder() {
        deliver(counter, decideAll(2));
        redis.set(sale.value(), "20");
        deliver(counter, decideAll(0));
        redis.del(sale.value(), companion("sale"), companion("outbox"));

        assertThat(recover()).contains("Recovered: allotment 22, 2 orders, 20 left, seq 2");
    }

    @Test
    void beginsTheJournalOfASaleThatAnOlderVersionHasLogged() {
        deliver(
                counter,
                decideAll(2).stream().skip(1).map(this::asOfAnOlderVersion).toList());
        redis.hdel(companion("sale"), "no", "left");
        redis.del(companion("outbox"));

        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 2");

        List<SaleEvent> journal = journal();
        assertThat(journal).extracting(SaleEvent::no).containsExactly(0L, 0L, 1L, 2L);
        assertThat(journal).extracting(SaleEvent::left).containsExactly(9L, 8L, 0L, 8L);
        assertThat(decideAll(1)).extracting(entry -> entry.event().no()).containsExactly(3L);
    }

    @Test
    void keepsTheSaleHaltedIfTheLogDoesNotTakeWhatTheJournalHasToSay() {
        deliver(counter, decideAll(2));
        haltAsAnInterruptedRecoverDoes();
        journalWriter = events -> {
            throw new JedisException("as a log does that is away");
        };

        assertThatThrownBy(this::recover).isInstanceOf(JedisException.class);

        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");
        journalWriter = new JournalWriter(kafka)::write;
        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 2");
        assertThat(journal()).extracting(SaleEvent::no).containsExactly(1L, 2L, 3L, 5L);
        assertThat(journal().get(3))
                .isInstanceOfSatisfying(
                        SaleEvent.Recovered.class,
                        recovered -> assertThat(recovered.voided()).containsExactly(new NumberRange(4, 4)));
    }

    private OutboxEntry asOfAnOlderVersion(OutboxEntry entry) {
        return OutboxEntry.of(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, entry.order()), entry.key(), entry.offer());
    }

    /** Everything new in the journal, with so many orders. */
    private List<OutboxEntry> decideAll(int count) {
        Attempt.Decided decided =
                (Attempt.Decided) counter.decide(Collections.nCopies(count, Purchase.ANONYMOUS), List.of());
        List<OutboxEntry> all = new ArrayList<>(decided.others());
        decided.decisions().forEach(decision -> all.add(decision.entry()));
        return all;
    }

    private List<SaleEvent> journal() {
        return TopicReader.events(kafka.bootstrapServers(), kafka.topic());
    }

    @Test
    void givesASaleBackTheKeysThatRedisLost() {
        Purchase keyed = new Purchase(new IdempotencyKey("k"), null);
        List<Decision> first = ((Attempt.Decided) counter.decide(List.of(keyed), List.of())).decisions();
        deliver(counter, List.of(first.get(0).entry()));
        redis.del(companion("orders"));

        assertThat(recover())
                .as("nobody has noticed yet")
                .contains("Recovered: allotment 10, 1 order, 9 left", "1 key");
        assertThat(replayedOrder(keyed)).isEqualTo(first.get(0).entry().order().orderId());

        redis.del(companion("orders"));
        assertThat(decided(keyed).outcome()).isEqualTo(Outcome.NOT_OPEN);
        assertThat(recover()).contains("Recovered: allotment 10, 1 order, 9 left", "1 key");
        assertThat(replayedOrder(keyed)).isEqualTo(first.get(0).entry().order().orderId());
        assertThat(recover()).contains("Nothing to recover");
    }

    @Test
    void givesUpOrdersThatOnlyALostOutboxKnewAndTheirKeysWithThem() {
        Purchase kept = new Purchase(new IdempotencyKey("kept"), null);
        Purchase lost = new Purchase(new IdempotencyKey("lost"), null);
        Decision first = decided(kept);
        deliver(counter, List.of(first.entry()));
        OrderId gone = decided(lost).entry().order().orderId();
        redis.del(companion("outbox"));
        assertThatThrownBy(() -> decided(lost))
                .as("nobody can say any more whether its order is in the log")
                .isInstanceOf(StockUnavailableException.class);

        assertThat(recover())
                .contains("Redis has lost [its outbox] of the sale")
                .contains("Recovered: allotment 10, 1 order, 9 left, seq 2 (1 number void), 1 key");

        assertThat(replayedOrder(kept)).isEqualTo(first.entry().order().orderId());
        Decision again = decided(lost);
        assertThat(again.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(again.entry().order().orderId()).isNotEqualTo(gone);
    }

    @Test
    void keepsWhatWasSoldAfterTheOutboxWasLost() {
        String gone = decided(Purchase.ANONYMOUS).entry().order().orderId().toString();
        String later = decided(Purchase.ANONYMOUS).entry().order().orderId().toString();
        redis.hdel(companion("outbox"), gone, "kept"); // as if it was dropped between the two

        assertThat(recover()).contains("Recovered: allotment 10, 1 order, 9 left, seq 2 (1 number void)");

        assertThat(redis.hkeys(companion("outbox"))).containsExactlyInAnyOrder("no-1", later, "kept");
        assertThat(decided(Purchase.ANONYMOUS).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void opensNothingWhenRedisDropsKeysWhileTheyAreGathered() {
        Decision sold = decided(new Purchase(new IdempotencyKey("k"), null));
        haltAsAnInterruptedRecoverDoes();
        try (RedisSale redisSale = new RedisSale(sale, new RedisSettings(URI.create(servers.redisUrl()), WAIT))) {
            RecoveredOrders orders = redisSale.recoveredOrders();
            orders.add(sold.entry());
            assertThat(orders.keys()).isEqualTo(1);
            orders.settle(true, RedisSale.Kept.OUTBOX, false);
            redis.del(companion("recovering"));

            assertThatThrownBy(() -> redisSale.rebuild(
                            new RebuiltSale(10, 1, 1, 0, 1, null, new RebuiltJournal(2, 9, 9, List.of(), List.of())),
                            orders,
                            1,
                            Duration.ofHours(1),
                            RedisSale.Kept.OUTBOX,
                            events -> {}))
                    .isInstanceOf(JedisException.class)
                    .hasMessageContaining("Redis has dropped keys, buyers or orders");
        }
        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");
        assertThat(redis.exists(companion("orders"))).isTrue();
    }

    private Decision decided(Purchase purchase) {
        return ((Attempt.Decided) counter.decide(List.of(purchase), List.of()))
                .decisions()
                .get(0);
    }

    private OrderId replayedOrder(Purchase purchase) {
        Decision decision = decided(purchase);
        assertThat(decision.outcome()).isEqualTo(Outcome.REPLAYED);
        return decision.entry().order().orderId();
    }

    @Test
    void leavesASoundSaleAloneThoughItSellsMeanwhile() throws Exception {
        redis.set(sale.value(), "1000000");
        AtomicBoolean selling = new AtomicBoolean(true);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (RedisStockCounter other = counter()) {
            Future<?> seller = threads.submit(() -> {
                while (selling.get()) {
                    deliver(other, decide(other, 1));
                }
            });
            String told = recover();
            selling.set(false);
            seller.get();

            assertThat(told).startsWith("Nothing to recover");
        } finally {
            selling.set(false);
            threads.shutdown();
        }
    }

    @Test
    void dropsTheOutboxAndTheKeysOfABackupFromBeforeTheSaleWasRebuilt() {
        deliver(counter, decide(counter, 2));
        decide(counter, new Purchase(new IdempotencyKey("lost"), null));
        List<String> keys = List.of(sale.value(), companion("sale"), companion("outbox"), companion("orders"));
        List<byte[]> backup = keys.stream().map(redis::dump).toList();
        redis.del(keys.toArray(String[]::new));
        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 2");
        deliver(counter, decide(counter, 1));
        for (int i = 0; i < keys.size(); i++) {
            redis.restore(
                    keys.get(i), 0, backup.get(i), RestoreParams.restoreParams().replace());
        }

        String rebuiltAt = Pattern.compile("give --rebuilt-at (\\S+),")
                .matcher(recover())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(OutboxInRedis.orders(redis, sale)).isEqualTo(1);

        String told = recover(Clock.systemUTC(), null, Instant.parse(rebuiltAt));

        assertThat(told)
                .contains("Redis is a backup from before the sale was rebuilt")
                .contains("Recovered: allotment 10, 3 orders, 7 left, seq 3");
        assertThat(OutboxInRedis.orders(redis, sale)).isZero();
        assertThat(redis.exists(companion("orders"))).isFalse();
        assertThat(decide(counter, 1)).extracting(entry -> entry.order().seq()).containsExactly(4L);
    }

    @Test
    void rebuildsLaterThanBeforeThoughTheClockWasSetBack() {
        redis.del(sale.value());
        assertThat(recover(Clock.offset(Clock.systemUTC(), Duration.ofDays(1)), 10L))
                .contains("Recovered");
        deliver(counter, decide(counter, 1));
        redis.del(sale.value(), companion("sale"));
        assertThat(recover()).contains("Recovered: allotment 10, 1 order, 9 left, seq 1");

        assertThat(decide(counter, 1)).hasSize(1);
    }

    private String companion(String name) {
        return "{" + sale + "}:" + name;
    }

    @Test
    void keepsUnitsThatWereAddedAfterTheNewestOrder() {
        deliver(counter, decide(counter, Purchase.ANONYMOUS, new Purchase(null, null, 3)));
        redis.incrBy(sale.value(), 5);
        haltAsAnInterruptedRecoverDoes();

        assertThat(recover()).contains("Recovered: allotment 15, 2 orders, 11 left, seq 2");
    }

    /** By what Redis has left, though it knows more orders than the log, each of several units. */
    @Test
    void countsTheUnitsOfEachOrderWhereRedisStillKnowsTheSale() {
        Purchase three = new Purchase(null, new BuyerId("b"), 3);
        deliver(counter, decide(counter, three));
        String lost =
                decided(new Purchase(null, null, 2)).entry().order().orderId().toString();
        redis.hdel(companion("outbox"), lost, "kept"); // as if it was dropped before its second order was delivered

        assertThat(recover()).contains("Recovered: allotment 10, 1 order, 7 left, seq 2 (1 number void)");

        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:b", "3"));
        assertThat(decided(new Purchase(null, null, 8)).outcome()).isEqualTo(Outcome.NOT_ENOUGH);
        assertThat(decided(new Purchase(null, null, 7)).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    /**
     * DECRBY, the figures, the outbox, the key: what is not done must not become a unit more or a unit less.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void opensASaleWithTheUnitsItOfferedThoughATransactionIsHalfDone(int failing) {
        deliver(counter, decide(counter, 2));
        Purchase keyed = new Purchase(new IdempotencyKey("half"), null);
        try (RedisStockCounter failed = counter("redis://127.0.0.1:" + proxy.port())) {
            proxy.failInNextExec(failing);
            assertThatThrownBy(() -> failed.decide(List.of(keyed), List.of()))
                    .isInstanceOf(StockUnavailableException.class);
        }
        assertThat(OutboxInRedis.orders(redis, sale)).isZero();
        assertThat(redis.exists(companion("orders"))).isFalse();

        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left");

        assertThat(redis.get(sale.value())).isEqualTo("8");
        assertThat(decide(counter, keyed)).hasSize(1);
        assertThat(redis.hget(companion("sale"), "allotment")).isEqualTo("10");
    }

    @Test
    void doesNotOpenASaleOfWhichItCouldNotWriteEverything() {
        deliver(counter, decide(counter, 2));
        haltAsAnInterruptedRecoverDoes();
        int figures = 2; // after UNLINK of what was remembered and SET of the counter
        proxy.failInNextExec(figures);

        assertThatThrownBy(this::recover).isInstanceOf(JedisException.class);

        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");
        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left");
    }

    @Test
    void opensASaleAgainThatHasNoOrderYet() {
        haltAsAnInterruptedRecoverDoes();

        assertThat(recover()).contains("Recovered: allotment 10, 0 orders, 10 left, seq 0");
    }

    @Test
    void refusesASaleThatNobodyKnowsAndLeavesNoTrace() {
        redis.del(sale.value());

        assertThat(recover())
                .isEqualToNormalizingNewlines("Refused: no such sale in Redis or in the order log: check --sale."
                        + " Nothing was written.\n");

        assertThat(redis.keys("*" + sale + "*")).isEmpty();
        assertThat(recover(Clock.systemUTC(), 5L)).contains("Recovered: allotment 5, 0 orders, 5 left, seq 0");
    }

    /** What an instance or the sale's operator has written is a trace of a sale: its instances may still deliver. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sale",
                "orders",
                "buyers",
                "outbox",
                "recovering",
                "recovering-buyers",
                "states",
                "recovering-states"
            })
    void haltsASaleOfWhichRedisHasNoMoreThanOneCompanion(String left) {
        redis.del(sale.value());
        redis.hset(companion(left), "other", "1 0");

        assertThat(recover()).contains("Halted the sale", "the order log has no order of this sale");

        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");
    }

    @Test
    void haltsASaleOfWhichAnInstanceHasEventsThatItHasNotDelivered() {
        redis.del(sale.value());
        redis.hset("{seckill}:instances", "other", "1 another=1");
        assertThat(recover()).contains("no such sale");
        redis.hset("{seckill}:instances", "other", "1 " + sale + "=1");

        assertThat(recover()).contains("Halted the sale", "the order log has no order of this sale");

        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");
    }

    @Test
    void saysWhatOpensASaleThatIsHaltedWithoutACounter() {
        redis.del(sale.value());
        haltAsAnInterruptedRecoverDoes();
        try (RedisStockCounter stocked = counter(servers.redisUrl(), 5L)) {
            assertThat(String.join("\n", LogLines.during(() -> decide(stocked, 1))))
                    .contains("halted, there is no counter")
                    .doesNotContain("--stock");

            assertThat(recover()).contains("Refused", "or SET the counter to its units, then run recover again.");
            redis.set(sale.value(), "5");
            assertThat(recover()).contains("Recovered: allotment 5, 0 orders, 5 left, seq 0");

            assertThat(decide(stocked, 5)).doesNotContainNull();
        }
    }

    @Test
    void countsEveryNumberAsSoldWhenTheLogHasLostItsBeginning() throws Exception {
        deliver(counter, decide(counter, 3));
        loseTheLogBefore(2);
        redis.del(sale.value(), "{" + sale + "}:sale");

        assertThat(recover())
                .contains("Recovered: allotment 10, 3 orders, 7 left, seq 3")
                .contains("WARNING: the order log has lost its beginning (1 order left of it)");
    }

    @Test
    void givesNobodyMoreThanTheLimitWhenTheLogHasLostItsBeginning() throws Exception {
        redis.hset(companion("sale"), "perBuyer", "3");
        Purchase before = new Purchase(null, new BuyerId("before"));
        Purchase since = new Purchase(null, new BuyerId("since"));
        deliver(counter, decide(counter, before, before, before));
        loseTheLogBefore(2); // so that it knows one of them
        deliver(counter, decide(counter, since));
        redis.hset(companion("buyers"), "buyer:since", "0"); // as in a Redis that is older than the log
        haltAsAnInterruptedRecoverDoes();

        assertThat(recover()).contains("Recovered: allotment 10, 4 orders, 6 left");

        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:before", "3", "buyer:since", "1"));
        assertThat(decided(before).outcome()).isEqualTo(Outcome.LIMIT_REACHED);
        assertThat(decided(since).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void countsTheUnitsOfABuyerAnewThoughSomebodyWroteThereWhatIsNoNumber() throws Exception {
        Purchase ofBuyer = new Purchase(null, new BuyerId("b"));
        deliver(counter, decide(counter, ofBuyer, ofBuyer));
        loseTheLogBefore(1);
        redis.hset(companion("buyers"), Map.of("buyer:b", "many", "buyer:other", "many"));
        haltAsAnInterruptedRecoverDoes();

        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left");

        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:b", "1", "buyer:other", "many"));
    }

    /** As an instance leaves it that dies right after the EXEC in which a command failed. */
    @Test
    void forgetsWhatNoOrderTellsOfWhenTheLogIsWhole() {
        Purchase sold = new Purchase(new IdempotencyKey("sold"), new BuyerId("b"));
        Decision first = decided(sold);
        deliver(counter, List.of(first.entry()));
        Purchase half = new Purchase(new IdempotencyKey("half"), new BuyerId("half"));
        OrderId undone = decided(half).entry().order().orderId();
        redis.hdel(companion("outbox"), undone.toString());
        redis.hset(companion("buyers"), "buyer:b", "5");
        haltAsAnInterruptedRecoverDoes();

        assertThat(recover()).contains("Recovered: allotment 10, 1 order, 9 left, seq 2 (1 number void), 1 key");

        assertThat(redis.hgetAll(companion("buyers"))).isEqualTo(Map.of("buyer:b", "1"));
        assertThat(replayedOrder(sold)).isEqualTo(first.entry().order().orderId());
        Decision again = decided(half);
        assertThat(again.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(again.entry().order().orderId()).isNotEqualTo(undone);
    }

    private void loseTheLogBefore(long offset) throws Exception {
        TopicPartition all = new TopicPartition(kafka.topic(), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(all, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    /** Only an order in the outbox says when the sale was last rebuilt, or one in the log says it too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsAnOutboxThatKnowsTheLastRebuildThoughTheFiguresAreLost(boolean logKnowsItToo) {
        deliver(counter, decide(counter, 2));
        haltAsAnInterruptedRecoverDoes();
        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 2");
        if (logKnowsItToo) {
            deliver(counter, decide(counter, 1));
        }
        int orders = logKnowsItToo ? 4 : 3;
        List<OutboxEntry> unlogged = decide(counter, new Purchase(new IdempotencyKey("k"), null));
        redis.del(sale.value(), companion("sale"));

        assertThat(recover())
                .contains("Recovered: allotment 10, " + orders + " orders, " + (10 - orders) + " left, seq " + orders);

        assertThat(redis.hkeys(companion("outbox")))
                .contains(unlogged.get(0).order().orderId().toString());
        assertThat(decide(counter, 1)).extracting(entry -> entry.order().seq()).containsExactly(orders + 1L);
    }

    @Test
    void refusesASaleThatSomebodyElseRebuildsWhileItLooks() {
        decide(counter, 2);
        haltAsAnInterruptedRecoverDoes();
        proxy.beforeNext(
                "HSCAN", () -> redis.hset(companion("sale"), "epoch", Long.toString(System.currentTimeMillis())));

        assertThat(recover()).contains("Refused: somebody else rebuilt the sale meanwhile. Run this again.");

        assertThat(recover()).contains("Recovered: allotment 10, 2 orders, 8 left, seq 2");
    }

    @Test
    void theOrderLogKeepsEveryOrder() throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, kafka.topic());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);

            assertThat(config.get("retention.ms").value()).isEqualTo("-1");
            assertThat(config.get("retention.bytes").value()).isEqualTo("-1");
        }
    }

    private RedisStockCounter counter() {
        return counter(servers.redisUrl());
    }

    private RedisStockCounter counter(String url) {
        return counter(url, null);
    }

    private RedisStockCounter counter(String url, Long stock) {
        return new RedisStockCounter(
                sale,
                new RedisSettings(URI.create(url), Duration.ofSeconds(5)),
                new RedisStockCounter.Settings(
                        stock, 1000, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ZERO, Duration.ZERO),
                () -> LoggedSeq.NONE,
                Clock.systemUTC());
    }

    private static List<OutboxEntry> decide(RedisStockCounter by, int count) {
        return decide(by, Collections.nCopies(count, Purchase.ANONYMOUS).toArray(Purchase[]::new));
    }

    private static List<OutboxEntry> decide(RedisStockCounter by, Purchase... purchases) {
        Attempt attempt = by.decide(List.of(purchases), List.of());
        return ((Attempt.Decided) attempt)
                .decisions().stream().map(Decision::entry).toList();
    }

    private void deliver(RedisStockCounter by, List<OutboxEntry> entries) {
        for (OutboxEntry entry : entries) {
            CompletableFuture<Void> logged = new CompletableFuture<>();
            orderLog.append(entry, new OrderLog.Acknowledgement() {
                @Override
                public void logged() {
                    logged.complete(null);
                }

                @Override
                public void failed(Exception reason) {
                    logged.completeExceptionally(reason);
                }
            });
            logged.join();
        }
        by.decide(List.of(), entries.stream().map(OutboxEntry::id).toList());
    }

    private void haltAsAnInterruptedRecoverDoes() {
        redis.hset("{" + sale + "}:sale", "state", "HALTED");
    }

    private String recover() {
        return recover(Clock.systemUTC(), null);
    }

    private String recover(Clock clock, Long allotment) {
        return recover(clock, allotment, null);
    }

    private String recover(Clock clock, Long allotment, Instant rebuiltAt) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        URI address = URI.create("redis://127.0.0.1:" + proxy.port());
        try (RedisSale redisSale = new RedisSale(sale, new RedisSettings(address, WAIT))) {
            RecoveryPrinter printer = new RecoveryPrinter(new PrintStream(told, true, UTF_8));
            RecoveryReport report = new Recovery(
                            redisSale,
                            new LoggedSale(sale, kafka, HEAP),
                            journalWriter,
                            new Recovery.Settings(
                                    allotment,
                                    rebuiltAt,
                                    Duration.ofSeconds(5),
                                    Duration.ofHours(1),
                                    Duration.ZERO), // nobody lives who gives signs of it
                            clock)
                    .run(printer::halted);
            printer.ended(report);
        }
        return told.toString(UTF_8);
    }
}

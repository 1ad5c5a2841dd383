package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

/** Sales that take turns over one connection to a real Redis, each with its look in the transaction of the one before. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class LookAlongIT {

    private static final List<Purchase> ONE = List.of(Purchase.ANONYMOUS);

    private final String run = UUID.randomUUID().toString();
    private final SaleId saleA = new SaleId("a-" + run);
    private final SaleId saleB = new SaleId("b-" + run);
    private final SaleId saleC = new SaleId("c-" + run);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RedisSettings settings;
    private final RedisClient redis;
    private StockCounter a;
    private StockCounter b;
    private StockCounter c;

    LookAlongIT(ServerStack servers) {
        this.settings = new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(10));
        this.redis = RedisClient.create(servers.redisUrl());
    }

    @BeforeEach
    void open() {
        List.of(saleA, saleB, saleC).forEach(sale -> redis.set(sale.value(), "10"));
        RedisCounters store = store();
        a = store.counter(saleA);
        b = store.counter(saleB);
        c = store.counter(saleC);
        for (StockCounter counter : List.of(b, c, a)) {
            assertThat(decided(counter, ONE)).containsExactly(Outcome.ACCEPTED);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
        redis.close();
    }

    @Test
    void salesThatTakeTurnsNeedOneTripForABatch() {
        decided(a, ONE);
        long trips = firstTrips();

        for (int turn = 0; turn < 3; turn++) {
            List<Purchase> batch = List.of(keyed("k-" + turn, "ann"), keyed("k-" + turn, "ann"), Purchase.ANONYMOUS);
            b.isNext(batch);
            assertThat(decided(a, ONE)).containsExactly(Outcome.ACCEPTED);
            a.isNext(ONE);
            assertThat(decided(b, batch)).containsExactly(Outcome.ACCEPTED, Outcome.REPLAYED, Outcome.ACCEPTED);
        }

        assertThat(firstTrips() - trips).as("at the first turn").isLessThanOrEqualTo(1);
        assertThat(redis.get(saleB.value())).isEqualTo("3");
    }

    @Test
    void whatSomebodyElseDidSinceTheLookMakesTheTransactionFail() {
        b.isNext(ONE);
        decided(a, ONE);
        assertThat(decided(store().counter(saleB), nOf(9))).containsOnly(Outcome.ACCEPTED);

        assertThat(b.decide(ONE, List.of())).isInstanceOf(Attempt.Contended.class);

        assertThat(decided(b, ONE)).containsExactly(Outcome.SOLD_OUT);
        assertThat(redis.get(saleB.value())).isEqualTo("0");
    }

    @Test
    void whatIsWatchedOfOneSaleDoesNotMakeTheTransactionOfAnotherFail() {
        b.isNext(ONE);
        decided(a, ONE);
        decided(store().counter(saleB), ONE);

        assertThat(decided(c, ONE)).containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void aLookIsVoidOnceAThirdSaleHasUsedTheConnection() {
        b.isNext(ONE);
        decided(a, ONE);
        decided(c, ONE);
        decided(store().counter(saleB), nOf(9));

        assertThat(decided(b, ONE)).containsExactly(Outcome.SOLD_OUT);
        assertThat(redis.get(saleB.value())).isEqualTo("0");
    }

    @Test
    void aLookIsForTheBatchThatWasAnnouncedAndForNoOther() {
        assertThat(decided(b, List.of(keyed("k", "ann")))).containsExactly(Outcome.ACCEPTED);
        b.isNext(ONE);
        decided(a, ONE);
        long trips = firstTrips();

        assertThat(decided(b, List.of(keyed("k", "ann"), Purchase.ANONYMOUS)))
                .containsExactly(Outcome.REPLAYED, Outcome.ACCEPTED);

        assertThat(firstTrips() - trips).isEqualTo(1);
    }

    @Test
    void aSaleThatIsHaltedInBetweenTakesTheLookOfTheNextWithIt() {
        redis.set("{" + saleA + "}:outbox", "no hash"); // it is not watched, and A has its look
        b.isNext(ONE);

        assertThatThrownBy(() -> a.decide(ONE, List.of())).isInstanceOf(HalfDoneException.class);

        decided(store().counter(saleB), nOf(9));
        assertThat(decided(b, ONE)).containsExactly(Outcome.SOLD_OUT);
        assertThat(redis.get(saleB.value())).isEqualTo("0");
        assertThat(redis.hget("{" + saleA + "}:sale", "state")).isEqualTo("HALTED");
    }

    @Test
    void whatIsWrongWithTheNextSaleIsNoTroubleOfTheOneBefore() {
        redis.del("{" + saleB + "}:sale");
        redis.set("{" + saleB + "}:sale", "no hash");
        b.isNext(ONE);

        assertThat(decided(a, ONE)).containsExactly(Outcome.ACCEPTED);
        assertThat(decided(b, ONE)).containsExactly(Outcome.UNKNOWN_SALE);
        assertThat(decided(a, ONE)).containsExactly(Outcome.ACCEPTED);
    }

    private RedisCounters store() {
        RedisStockCounter.Settings everyLook = new RedisStockCounter.Settings(
                null, 1_000_000, Duration.ofSeconds(10), Duration.ofHours(1), Duration.ZERO, Duration.ofMinutes(1));
        RedisCounters store = new RedisCounters(
                SaleId.DEFAULT, settings, everyLook, LoggedMarks.NOTHING, Clock.systemUTC(), new StoreRisks());
        opened.add(store);
        assertThat(store.isReady(SaleId.DEFAULT)).isTrue();
        return store;
    }

    private static List<Purchase> nOf(int purchases) {
        return IntStream.range(0, purchases).mapToObj(n -> Purchase.ANONYMOUS).toList();
    }

    private static Purchase keyed(String key, String buyer) {
        return new Purchase(new IdempotencyKey(key), new BuyerId(buyer));
    }

    private static List<Outcome> decided(StockCounter counter, List<Purchase> purchases) {
        Attempt attempt = counter.decide(purchases, List.of());
        assertThat(attempt).isInstanceOf(Attempt.Decided.class);
        return ((Attempt.Decided) attempt)
                .decisions().stream().map(Decision::outcome).toList();
    }

    /** UNWATCH stands in each of them, and nowhere else. */
    private long firstTrips() {
        return redis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_unwatch:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*=(\\d+).*", "$1")))
                .sum();
    }
}

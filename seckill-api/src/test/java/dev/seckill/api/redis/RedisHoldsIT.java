package dev.seckill.api.redis;

import static dev.seckill.api.redis.HeldSale.by;
import static dev.seckill.api.redis.HeldSale.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.HookedClock;
import dev.seckill.api.sale.OrderChange.Cancel;
import dev.seckill.api.sale.OrderChange.Confirm;
import dev.seckill.api.sale.OrderChange.Extend;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleChange;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@Timeout(300)
@OnContainersToo
final class RedisHoldsIT {

    private final HeldSale sale;

    RedisHoldsIT(ServerStack servers) throws IOException {
        this.sale = new HeldSale(servers);
    }

    @AfterEach
    void close() throws Exception {
        sale.close();
    }

    @Test
    void aHeldOrderIsConfirmedOnce() {
        sale.open(2);
        StockCounter counter = sale.counter();
        OrderId order = sale.buy(counter, "ann");
        assertThat(sale.field("held")).isEqualTo("1");
        assertThat(sale.order(order).state()).isEqualTo(OrderState.HELD);
        sale.assertSound();

        List<Decision> decisions = sale.decide(counter, new Confirm(order, "shop"), new Confirm(order, "shop"));

        assertThat(decisions).extracting(Decision::outcome).containsExactly(Outcome.CHANGED, Outcome.UNCHANGED);
        assertThat(sale.decide(sale.counter(), new Confirm(order, "shop")))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.UNCHANGED);
        assertThat(sale.order(order).state()).isEqualTo(OrderState.CONFIRMED);
        assertThat(List.of(sale.left(), sale.field("held"), sale.field("no"))).containsExactly("1", "0", "3");
        sale.assertSound();
    }

    @Test
    void aHoldThatIsExtendedEndsLater() {
        sale.open(1);
        StockCounter counter = sale.counter();
        OrderId order = sale.buy(counter, "ann");
        sale.awaitEndOfHoldsAfter(() -> sale.decide(counter, new Extend(order, "shop", null, null)));

        assertThat(sale.decided(counter, by("bob")).others()).isEmpty();
        assertThat(sale.order(order).heldUntil())
                .isEqualTo(sale.order(order).decidedAt().plusSeconds(60));
        sale.assertSound();
    }

    @Test
    void aCancelledOrderGivesItsUnitsBackOnce() {
        sale.open(1, Map.of("holdFor", "60", "perBuyer", "1"));
        StockCounter counter = sale.counter();
        OrderId order = sale.buy(counter, "ann");

        sale.decide(counter, new Cancel(order, "shop", null));
        sale.decide(sale.counter(), new Cancel(order, "shop", null));

        assertThat(sale.left()).isEqualTo("1");
        assertThat(sale.redis.hget(sale.key("buyers"), "buyer:ann")).isEqualTo("0");
        sale.assertSound();
        assertThat(sale.decide(counter, by("ann")).get(0).entry().order().seq()).isEqualTo(2);
    }

    @Test
    void whatIsDueComesBackWithTheNextPurchaseAndGoesToIt() {
        sale.open(1, Map.of("holdFor", "1", "perBuyer", "1"));
        StockCounter counter = sale.counter();
        OrderId order = sale.buy(counter, "ann");
        assertThat(sale.decide(counter, by("bob")))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.SOLD_OUT);
        sale.awaitEndOfHolds();

        Attempt.Decided decided = sale.decided(counter, by("bob"));

        assertThat(decided.decisions()).extracting(Decision::outcome).containsExactly(Outcome.ACCEPTED);
        assertThat(only(decided.others())).isInstanceOfSatisfying(SaleEvent.Released.class, released -> {
            assertThat(released.orderId()).isEqualTo(order);
            assertThat(released.reason()).isEqualTo(Reason.EXPIRED);
        });
        assertThat(sale.redis.hgetAll(sale.key("buyers")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("buyer:ann", "0", "buyer:bob", "1"));
        assertThat(sale.left()).isEqualTo("0");
        sale.assertSound();
    }

    @Test
    void whatIsDueComesBackWithALookThatNobodyAskedFor() {
        sale.open(3);
        StockCounter counter = sale.counter();
        OrderId order = sale.buy(counter, "ann");
        sale.awaitEndOfHolds();

        assertThat(only(sale.decided(sale.counter()).others()))
                .as("by an instance that knows the sale from nothing but Redis")
                .isInstanceOf(SaleEvent.Released.class);

        assertThat(sale.order(order).expired()).isTrue();
        assertThat(List.of(sale.left(), sale.field("held"))).containsExactly("3", "0");
        sale.assertSound();
    }

    @Test
    void aPurchaseUponALookAheadBringsBackWhatIsDue() {
        sale.open(5, Map.of("holdFor", "1"));
        StockCounter counter = sale.counter();
        OrderId order =
                sale.decide(counter, Purchase.ANONYMOUS).get(0).entry().order().orderId();
        sale.awaitEndOfHolds();
        sale.decide(counter, Purchase.ANONYMOUS); // its look is from before, and the one that it brings is not

        Attempt.Decided decided = sale.decided(counter, Purchase.ANONYMOUS);

        assertThat(decided.others().get(0).event())
                .isInstanceOfSatisfying(
                        SaleEvent.Released.class,
                        released -> assertThat(released.orderId()).isEqualTo(order));
        sale.assertSound();
    }

    @Test
    void noMoreThanTheBoundIsReleasedInOneBatch() {
        sale.open(5);
        StockCounter counter = sale.counterWith(new RedisStockCounter.HoldBounds(100, 2, 100));
        for (String buyer : List.of("ann", "bob", "cy", "dee", "eve")) {
            sale.buy(counter, buyer);
        }
        sale.awaitEndOfHolds();

        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> sale.decided(counter).others().size()))
                .containsExactly(2, 2, 1, 0);
        sale.assertSound();
    }

    @Test
    void noMoreThanTheBoundIsHeldAtOnce() {
        sale.open(5);
        StockCounter counter = sale.counterWith(new RedisStockCounter.HoldBounds(2, 2, 100));

        assertThat(sale.decide(counter, by("ann"), by("bob"), by("cy")))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.OVERLOADED);
    }

    @Test
    void noMoreThanTheBoundIsRememberedThoughUnitsComeBack() {
        sale.open(5);
        StockCounter counter = sale.counterWith(new RedisStockCounter.HoldBounds(100, 2, 3));
        for (String buyer : List.of("ann", "bob", "cy")) {
            sale.decide(counter, new Cancel(sale.buy(counter, buyer), "shop", null));
        }

        assertThat(sale.decide(counter, by("ann")))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.OVERLOADED);
        assertThat(sale.redis.hlen(sale.key("states"))).isEqualTo(3);
        assertThat(sale.left()).isEqualTo("5");
    }

    @Test
    void aPaymentThatComesTooLateIsToldOnce() {
        sale.open(1);
        StockCounter counter = sale.counter();
        OrderId order = sale.buy(counter, "ann");
        sale.awaitEndOfHolds();

        List<Decision> first = sale.decide(counter, new Confirm(order, "shop"));
        List<Decision> second = sale.decide(sale.counter(), new Confirm(order, "shop"));

        assertThat(List.of(first.get(0), second.get(0)))
                .extracting(Decision::outcome)
                .containsOnly(Outcome.LATE);
        assertThat(sale.journal())
                .extracting(SaleEvent::kind)
                .extracting(Enum::name)
                .containsExactly("RESTOCKED", "ACCEPTED", "RELEASED", "LATE");
        assertThat(second.get(0).event()).isEqualTo(first.get(0).event());
        assertThat(sale.left()).isEqualTo("1");
        sale.assertSound();
    }

    @Test
    void twoInstancesThatReleaseTheSameHoldReleaseItOnce() {
        sale.open(1);
        HookedClock clock = new HookedClock();
        StockCounter one = sale.counter(clock);
        StockCounter other = sale.counter();
        sale.buy(one, "ann");
        sale.awaitEndOfHolds();
        clock.beforeCommit(() -> sale.decided(other));

        assertThat(one.decide(List.of(), List.of())).isInstanceOf(Attempt.Contended.class);

        assertThat(sale.decided(one).others()).isEmpty();
        assertThat(sale.releases()).hasSize(1);
        assertThat(sale.left()).isEqualTo("1");
        sale.assertSound();
    }

    @Test
    void aConfirmationAndAnExpiryThatRaceEachOtherHaveOneWinner() {
        sale.open(1);
        HookedClock clock = new HookedClock();
        StockCounter one = sale.counter(clock);
        StockCounter other = sale.counter();
        OrderId order = sale.buy(one, "ann");
        clock.beforeCommit(() -> {
            sale.awaitEndOfHolds();
            sale.decided(other);
        });

        assertThat(one.decide(List.of(new Confirm(order, "shop")), List.of())).isInstanceOf(Attempt.Contended.class);

        assertThat(sale.decide(one, new Confirm(order, "shop")))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.LATE);
        assertThat(sale.left()).isEqualTo("1");
        sale.assertSound();
    }

    @Test
    void instancesThatRaceReleaseEveryHoldOnce() throws Exception {
        int holds = 300;
        sale.open(holds);
        StockCounter first = sale.counter();
        sale.decide(first, IntStream.range(0, holds).mapToObj(i -> by("b" + i)).toArray(Purchase[]::new));
        sale.awaitEndOfHolds();
        List<SaleEvent> released = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<SaleEvent>>> all = IntStream.range(0, 3)
                    .mapToObj(i -> sale.counterWith(new RedisStockCounter.HoldBounds(1000, 7, 1000)))
                    .map(counter -> threads.submit(() -> releaseAll(counter)))
                    .toList();
            for (Future<List<SaleEvent>> one : all) {
                released.addAll(one.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(released).extracting(SaleEvent::no).hasSize(holds).doesNotHaveDuplicates();
        assertThat(sale.releases())
                .extracting(SaleEvent.Released::orderId)
                .hasSize(holds)
                .doesNotHaveDuplicates();
        assertThat(sale.left()).isEqualTo(Integer.toString(holds));
        assertThat(sale.redis.hvals(sale.key("buyers"))).containsOnly("0");
        sale.assertSound();
    }

    private List<SaleEvent> releaseAll(StockCounter counter) {
        List<SaleEvent> released = new ArrayList<>();
        while (sale.redis.zcard(sale.key("held")) > 0) {
            if (counter.decide(List.of(), List.of()) instanceof Attempt.Decided decided) {
                decided.others().forEach(entry -> released.add(entry.event()));
            }
        }
        return released;
    }

    @Test
    void aSaleThatSellsWhileRecoverLooksHasLostNothing() {
        sale.open(5);
        StockCounter counter = sale.counter();
        sale.buy(counter, "ann");
        sale.proxy.beforeNext("ZCARD", () -> sale.buy(counter, "bob"));
        try (RedisSale seen = sale.behindProxy()) {
            assertThat(seen.lost()).isEmpty();
        }
        assertThat(sale.field("heldOrders")).isEqualTo("2");
    }

    @Test
    void aSaleHoldsFromTheRequestOnThatSaysSo() {
        sale.open(5, Map.of("perBuyer", "2"));
        StockCounter counter = sale.counter();
        sale.decide(counter, Purchase.ANONYMOUS);
        SaleDefinition definition = new SaleDefinition(
                "shoes", "pair", null, null, 2, 4, new HoldRules(Duration.ofSeconds(1), Duration.ofSeconds(2), false));

        sale.decide(counter, new SaleChange.Define("ann", 5, definition), Purchase.ANONYMOUS);
        sale.awaitEndOfHolds();

        assertThat(sale.decided(counter, Purchase.ANONYMOUS).others()).hasSize(1);
        sale.assertSound();
    }

    @Test
    void aSaleWithoutHoldsIsNotAskedForThem() {
        sale.open(5, Map.of("perBuyer", "2"));
        String user = "no-holds-" + sale.id;
        sale.acl("SETUSER", user, "on", ">secret", "~*", "+@all", "-zcard", "-zrangebyscore", "-hincrby", "-zadd");
        try {
            StockCounter counter = sale.counterOf(user, "secret");

            sale.buy(counter, "ann");
            sale.decide(counter, Purchase.ANONYMOUS);

            assertThat(sale.decide(counter, new Confirm(new OrderIdGenerator(Clock.systemUTC()).next(), "shop")))
                    .extracting(Decision::outcome)
                    .containsExactly(Outcome.UNKNOWN_ORDER);
            assertThat(sale.redis.exists(sale.key("states"), sale.key("held"))).isZero();
            assertThat(sale.redis.hkeys(sale.key("sale"))).doesNotContain("held", "heldOrders", "states");
        } finally {
            sale.acl("DELUSER", user);
        }
    }

    @Test
    void aPurchaseCostsASaleWithHoldsNoMoreTripsThanOneWithout() {
        sale.open(100, Map.of("holdFor", "60"));
        StockCounter counter = sale.counterBehindProxy();
        sale.decide(counter, Purchase.ANONYMOUS);
        int before = sale.proxy.count("WATCH");

        for (int i = 0; i < 10; i++) {
            sale.decide(counter, Purchase.ANONYMOUS);
        }

        assertThat(sale.proxy.count("WATCH") - before)
                .as("the looks that came with transactions")
                .isEqualTo(10);
        sale.assertSound();
    }
}

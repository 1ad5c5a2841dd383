package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link StockCounter} does, on a sale of its own that is empty when a test begins. */
public abstract class StockCounterContract extends SaleChangeContract {

    private static final int ATTEMPTS_MAX = 10_000;

    /** The orders in the outbox. */
    public abstract List<OrderId> outbox();

    @Test
    void decide_acceptsInArrivalOrderUntilNothingIsLeft() {
        set("2", Map.of());

        List<Decision> decisions = decide(counter(), anonymous(3));

        assertThat(decisions)
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.SOLD_OUT);
        assertThat(orders(decisions)).extracting(Order::seq).containsExactly(1L, 2L);
        assertThat(orders(decisions)).extracting(Order::left).containsExactly(1L, 0L);
        assertThat(left()).isEqualTo("0");
        assertThat(field("seq")).isEqualTo("2");
        assertThat(field("allotment")).isEqualTo("2");
    }

    @Test
    void decide_putsEveryAcceptedOrderIntoTheOutbox() {
        set("5", Map.of());

        List<Order> orders = orders(decide(counter(), anonymous(3)));

        assertThat(outbox())
                .containsExactlyInAnyOrderElementsOf(
                        orders.stream().map(Order::orderId).toList());
    }

    @Test
    void decide_numbersWhatItAcceptsOneAfterTheOther() {
        set("5", Map.of());
        StockCounter counter = counter();

        List<Decision> decisions = new ArrayList<>(decide(counter, anonymous(2)));
        decisions.addAll(decide(counter, anonymous(1)));
        decisions.addAll(decide(counter(), anonymous(1)));

        assertThat(decisions)
                .extracting(decision -> decision.entry().event().no())
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(field("no")).isEqualTo("5");
        assertThat(field("left")).isEqualTo("1");
    }

    @Test
    void decide_beginsTheJournalWithTheUnitsThatWereSetByHand() {
        set("5", Map.of());

        Attempt.Decided decided = (Attempt.Decided) counter().decide(anonymous(1), List.of());

        assertThat(decided.others())
                .singleElement()
                .satisfies(entry -> assertThat(entry.event())
                        .isEqualTo(new SaleEvent.Restocked(
                                entry.event().sale(), 1, 5, 5, entry.event().at(), "by hand")));
        assertThat(entries())
                .extracting(entry -> entry.id().toString())
                .containsExactlyInAnyOrder("no-1", outbox().get(0).toString());
        assertThat(entries()).extracting(entry -> entry.offer().allotment()).containsOnly(5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "0", "-4"})
    void decide_tellsInTheJournalWhatSomebodyDidToTheCounter(String byHand) {
        set("5", Map.of());
        StockCounter counter = counter();
        decide(counter, anonymous(2));
        set(byHand, Map.of("state", "PAUSED"));

        Attempt.Decided decided = decided(counter, List.of());

        long left = Math.max(0, Long.parseLong(byHand));
        assertThat(decided.others()).singleElement().satisfies(entry -> {
            assertThat(entry.event().no()).isEqualTo(4);
            assertThat(entry.event().units()).isEqualTo(left - 3);
            assertThat(entry.event().left()).isEqualTo(left);
        });
        assertThat(left()).as("as it was set").isEqualTo(byHand);
        assertThat(decided(counter, List.of()).others()).as("once").isEmpty();
        assertThat(decided(counter(), anonymous(1)).others()).isEmpty();
    }

    @Test
    void decide_tellsNothingInTheJournalOfASaleThatIsHalted() {
        set("5", Map.of("state", "HALTED"));

        assertThat(decided(counter(), anonymous(1)).others()).isEmpty();
        assertThat(entries()).isEmpty();
        assertThat(field("no")).isNull();
    }

    @Test
    void decide_settlesAnEventThatIsNoOrder() {
        set("5", Map.of());
        StockCounter counter = counter();
        decided(counter, List.of());
        assertThat(entries()).hasSize(1);

        counter.decide(List.of(), List.of(entries().get(0).id()));

        assertThat(entries()).isEmpty();
    }

    @Test
    void decide_haltsASaleThatAnOlderVersionHasSold() {
        set("5", Map.of("seq", "3", "allotment", "8"));

        assertThat(decide(counter(), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.NOT_OPEN);
        assertThat(field("state")).isEqualTo("HALTED");
        assertThat(left()).isEqualTo("5");
        assertThat(outbox()).isEmpty();
    }

    @Test
    void decide_removesSettledOrdersFromTheOutboxAndNoOther() {
        set("5", Map.of());
        StockCounter counter = counter();
        List<Order> orders = orders(decide(counter, anonymous(3)));

        counter.decide(
                List.of(),
                List.of(
                        EventId.of(orders.get(0).sale(), orders.get(0).orderId()),
                        EventId.of(orders.get(2).sale(), orders.get(2).orderId())));

        assertThat(outbox()).containsExactly(orders.get(1).orderId());
        List<EventId> ids = orders.stream()
                .map(order -> EventId.of(order.sale(), order.orderId()))
                .toList();
        assertThat(counter.unsettled(ids)).containsExactly(ids.get(1));
    }

    @Test
    void decide_decidesNothingOnceItIsTooLate() {
        set("5", Map.of());
        StockCounter counter = counter();

        assertThat(counter.decide(anonymous(2), List.of(), () -> true)).isInstanceOf(Attempt.TooLate.class);
        assertThat(left()).isEqualTo("5");
        assertThat(outbox()).isEmpty();

        assertThat(orders(decide(counter, anonymous(2)))).hasSize(2);
        assertThat(counter.decide(anonymous(2), List.of(), () -> true)).isInstanceOf(Attempt.TooLate.class);
        assertThat(left()).isEqualTo("3");
    }

    @Test
    void decide_doesNotKnowASaleWithoutCounter() {
        assertThat(decide(counter(), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.UNKNOWN_SALE);
        assertThat(left()).isNull();
    }

    /** Some of these are numbers to Java and none to Redis; the last two are too many units. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "many",
                "",
                "1.5",
                "99999999999999999999",
                "0100",
                "00",
                "+5",
                "-0",
                "-05",
                " 5",
                "5 ",
                "5\n",
                "1e3",
                "٣",
                "５",
                "9223372036854775807",
                "1000000001",
                "-1000000001"
            })
    void decide_doesNotKnowASaleWhoseCounterIsNoNumberOfUnits(String counter) {
        set(counter, Map.of());

        List<Decision> decisions = decide(counter(), anonymous(2));

        assertThat(decisions).extracting(Decision::outcome).containsExactly(Outcome.UNKNOWN_SALE, Outcome.UNKNOWN_SALE);
        assertThat(left()).isEqualTo(counter);
        assertThat(field("seq")).isNull();
        assertThat(outbox()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "left", "seq", "voided", "allotment", "perBuyer", "epoch"})
    void decide_doesNotKnowASaleWithAFieldThatIsNoNumber(String name) {
        for (String value : List.of("many", "", "+5", "05", "-1", " 5", "٣", "9223372036854775807")) {
            set("5", Map.of(name, value));

            List<Decision> decisions = decide(counter(), anonymous(1));

            assertThat(decisions).as(value).extracting(Decision::outcome).containsExactly(Outcome.UNKNOWN_SALE);
            assertThat(left()).isEqualTo("5");
            assertThat(outbox()).isEmpty();
        }
    }

    @Test
    void decide_sellsFromTheLargestStockWithoutLosingCountOfIt() {
        set("1000000000", Map.of("no", "7", "left", "1000000000", "seq", "7"));

        assertThat(orders(decide(counter(), anonymous(1))))
                .extracting(Order::seq)
                .containsExactly(8L);
        assertThat(left()).isEqualTo("999999999");
        assertThat(field("allotment")).isEqualTo("1000000007");
    }

    /** {@code date +%s} gives the first; in milliseconds it is a day in January 1970. */
    @ParameterizedTest
    @ValueSource(strings = {"1764403200", "0", "2000-12-31T23:59:59.999Z", "soon"})
    void decide_doesNotKnowASaleWhoseHoursAreNoTime(String time) {
        for (String name : List.of("opensAt", "closesAt")) {
            set("5", Map.of("opensAt", "", "closesAt", ""));
            set("5", Map.of(name, time));

            List<Decision> decisions = decide(counter(), anonymous(1));

            assertThat(decisions).as(name).extracting(Decision::outcome).containsExactly(Outcome.UNKNOWN_SALE);
            assertThat(left()).isEqualTo("5");
        }
    }

    @Test
    void decide_takesACounterBelowZeroForSoldOut() {
        set("-3", Map.of());

        assertThat(decide(counter(), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.SOLD_OUT);
        assertThat(left()).isEqualTo("-3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAUSED", "CLOSED", "HALTED"})
    void decide_sellsNothingWhileTheSaleIsNotOpen(String state) {
        set("5", Map.of("state", state));

        assertThat(decide(counter(), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.NOT_OPEN);
        assertThat(left()).isEqualTo("5");
        assertThat(outbox()).isEmpty();
    }

    @Test
    void decide_keepsTheOpeningHours() {
        Instant now = Instant.now();
        set("5", Map.of("opensAt", now.plusSeconds(3600).toString()));
        assertThat(decide(counter(), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.NOT_OPEN);

        set(
                "5",
                Map.of(
                        "opensAt",
                        now.minusSeconds(7200).toString(),
                        "closesAt",
                        now.minusSeconds(3600).toString()));
        assertThat(decide(counter(), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.NOT_OPEN);

        set("5", Map.of("closesAt", now.plusSeconds(3600).toString()));
        assertThat(decide(counter(), anonymous(1)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void decide_givesTheSameKeyTheSameOrder() {
        set("5", Map.of());
        Purchase keyed = new Purchase(new IdempotencyKey("k-1"), null);
        OrderId first = orders(decide(counter(), List.of(keyed))).get(0).orderId();

        // Another instance, twice in one batch, and after the stock is gone.
        set("0", Map.of());
        List<Decision> again = decide(counter(), List.of(keyed, Purchase.ANONYMOUS, keyed));

        assertThat(again)
                .extracting(Decision::outcome)
                .containsExactly(Outcome.REPLAYED, Outcome.SOLD_OUT, Outcome.REPLAYED);
        assertThat(orders(again)).extracting(Order::orderId).containsExactly(first, first);
        assertThat(field("seq")).isEqualTo("1");
    }

    @Test
    void decide_givesAKeyThatComesTwiceInOneBatchOneOrder() {
        set("5", Map.of());
        Purchase keyed = new Purchase(new IdempotencyKey("k-1"), null);

        List<Decision> decisions = decide(counter(), List.of(keyed, keyed));

        assertThat(decisions).extracting(Decision::outcome).containsExactly(Outcome.ACCEPTED, Outcome.REPLAYED);
        assertThat(orders(decisions))
                .extracting(Order::orderId)
                .containsOnly(orders(decisions).get(0).orderId());
        assertThat(left()).isEqualTo("4");
    }

    @Test
    void decide_givesABuyerNoMoreThanTheLimit() {
        set("9", Map.of("perBuyer", "2"));
        Purchase ann = new Purchase(null, new BuyerId("ann"));
        Purchase bob = new Purchase(null, new BuyerId("bob"));
        decide(counter(), List.of(ann));

        assertThat(decide(counter(), List.of(ann, ann, bob, Purchase.ANONYMOUS)))
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.LIMIT_REACHED, Outcome.ACCEPTED, Outcome.ACCEPTED);
        assertThat(left()).isEqualTo("5");
    }

    @Test
    void decide_countsAStockSetByHandAsOffered() {
        set("2", Map.of());
        decide(counter(), anonymous(3));

        set("10", Map.of());
        List<Order> orders = orders(decide(counter(), anonymous(1)));

        assertThat(orders.get(0).seq()).isEqualTo(3);
        assertThat(field("allotment")).isEqualTo("12");
    }

    @Test
    void decide_isContendedWhenAnotherInstanceWasFasterAndDecidesNothingThen() {
        set("5", Map.of());
        HookedClock clock = new HookedClock();
        StockCounter slow = counter(clock);
        StockCounter fast = counter();
        clock.beforeCommit(() -> decide(fast, anonymous(2)));

        assertThat(slow.decide(anonymous(3), List.of())).isInstanceOf(Attempt.Contended.class);
        assertThat(left()).isEqualTo("3");
        assertThat(outbox()).hasSize(2);

        assertThat(orders(decide(slow, anonymous(3)))).extracting(Order::seq).containsExactly(3L, 4L, 5L);
    }

    @Test
    void decide_isContendedWhenTheSaleIsPausedInBetween() {
        set("5", Map.of());
        HookedClock clock = new HookedClock();
        StockCounter counter = counter(clock);
        clock.beforeCommit(() -> set("5", Map.of("state", "PAUSED")));

        assertThat(counter.decide(anonymous(1), List.of())).isInstanceOf(Attempt.Contended.class);
        assertThat(decide(counter, anonymous(1))).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
    }

    /** The promise itself: accepted = min(stock, distinct requests), numbers without gap, whatever meets whatever. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void instancesTogetherNeverOversellAndLeaveNoGap(long seed) throws Exception {
        Random random = new Random(seed);
        int stock = random.nextInt(200);
        int instances = 2 + random.nextInt(3);
        int perInstance = random.nextInt(150);
        int distinctKeys = 1 + random.nextInt(100);
        set(Integer.toString(stock), Map.of());

        List<Callable<List<Decision>>> runs = IntStream.range(0, instances)
                .mapToObj(i -> (Callable<List<Decision>>)
                        () -> randomRun(counter(), new Random(seed * 31 + i), perInstance, distinctKeys))
                .toList();
        List<Decision> decisions = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(instances);
        try {
            for (Future<List<Decision>> run : pool.invokeAll(runs)) {
                decisions.addAll(run.get());
            }
        } finally {
            pool.shutdownNow();
        }

        List<Order> accepted = decisions.stream()
                .filter(decision -> decision.outcome() == Outcome.ACCEPTED)
                .map(decision -> decision.entry().order())
                .toList();
        long distinct = decisions.stream()
                .filter(decision -> decision.outcome() != Outcome.REPLAYED)
                .count();
        assertThat(accepted).as("seed %d", seed).hasSize((int) Math.min(stock, distinct));
        assertThat(accepted.stream().map(Order::seq).sorted().toList())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, accepted.size()).boxed().toList());
        assertThat(Long.parseLong(left())).isEqualTo(stock - accepted.size());
        assertThat(outbox())
                .containsExactlyInAnyOrderElementsOf(
                        accepted.stream().map(Order::orderId).toList());
    }

    private static List<Decision> randomRun(StockCounter counter, Random random, int purchases, int distinctKeys) {
        List<Decision> decisions = new ArrayList<>();
        while (decisions.size() < purchases) {
            int size = 1 + random.nextInt(20);
            List<Purchase> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(
                        random.nextInt(3) == 0
                                ? new Purchase(new IdempotencyKey("k" + random.nextInt(distinctKeys)), null)
                                : Purchase.ANONYMOUS);
            }
            decisions.addAll(decide(counter, batch));
        }
        return decisions;
    }

    public static List<Decision> decide(StockCounter counter, List<? extends Request> purchases) {
        return decided(counter, purchases).decisions();
    }

    static Attempt.Decided decided(StockCounter counter, List<? extends Request> purchases) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (counter.decide(purchases, List.of()) instanceof Attempt.Decided decided) {
                return decided;
            }
        }
        throw new AssertionError("contended " + ATTEMPTS_MAX + " times in a row");
    }

    public static List<Purchase> anonymous(int count) {
        return Collections.nCopies(count, Purchase.ANONYMOUS);
    }

    private static List<Order> orders(List<Decision> decisions) {
        return decisions.stream()
                .filter(decision -> decision.entry() != null)
                .map(decision -> decision.entry().order())
                .toList();
    }
}

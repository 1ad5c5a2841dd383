package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.Refusal.Cause;
import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every order book does. The book is empty of the sale at the start of each test. */
abstract class OrderStoreContract {

    private static final String FAR_FUTURE = "2999-01-01T00:00:00Z";
    private static final int SALE_LENGTH_MAX = 64;

    /** The book under test. */
    abstract OrderStore store();

    /** A sale that no test used before. */
    abstract String freshSale();

    /** The ids of the sale's rows. */
    abstract List<String> storedIds(String sale);

    @Test
    void storesABatch() {
        String sale = freshSale();
        List<Order> orders = new TestOrders(sale).next(2500);

        assertThat(store().store(orders)).isEqualTo(new StoreOutcome(2500, 0, List.of()));
        assertThat(storedIds(sale)).containsExactlyInAnyOrderElementsOf(idsOf(orders));
    }

    @Test
    void storesNothingForAnEmptyBatch() {
        assertThat(store().store(List.of())).isEqualTo(new StoreOutcome(0, 0, List.of()));
    }

    @Test
    void countsARepeatedBatchAsDuplicates() {
        String sale = freshSale();
        List<Order> orders = new TestOrders(sale).next(50);
        store().store(orders);

        assertThat(store().store(orders)).isEqualTo(new StoreOutcome(0, 50, List.of()));
        assertThat(storedIds(sale)).hasSize(50);
    }

    @Test
    void storesWhatIsNewInAPartlyRepeatedBatch() {
        String sale = freshSale();
        List<Order> orders = new TestOrders(sale).next(50);
        store().store(orders.subList(10, 30));

        assertThat(store().store(orders)).isEqualTo(new StoreOutcome(30, 20, List.of()));
        assertThat(storedIds(sale)).hasSize(50);
    }

    @Test
    void countsARepeatWithinABatchAsDuplicate() {
        String sale = freshSale();
        List<Order> orders = new ArrayList<>(new TestOrders(sale).next(5));
        orders.add(orders.get(2));

        assertThat(store().store(orders)).isEqualTo(new StoreOutcome(5, 1, List.of()));
    }

    @Test
    void refusesAnOrderWhoseSeqAnotherOneHolds() {
        String sale = freshSale();
        TestOrders orders = new TestOrders(sale);
        Order holder = orders.next();
        store().store(List.of(holder));
        Order clash = orders.withSeq(1);
        List<Order> batch = List.of(orders.next(), clash, orders.next());

        StoreOutcome outcome = store().store(batch);

        assertThat(outcome.stored()).isEqualTo(2);
        assertThat(outcome.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.index()).isEqualTo(1);
            assertThat(refusal.cause()).isEqualTo(Cause.SEQ_CLASH);
            assertThat(refusal.detail()).contains(holder.orderId().toString());
        });
        assertThat(storedIds(sale)).hasSize(3).doesNotContain(clash.orderId().toString());
    }

    @Test
    void refusesTheLaterOfTwoWithOneSeqInABatch() {
        String sale = freshSale();
        TestOrders orders = new TestOrders(sale);
        Order first = orders.next();
        Order second = orders.withSeq(1);

        StoreOutcome outcome = store().store(List.of(first, second));

        assertThat(causes(outcome)).containsExactly(Cause.SEQ_CLASH);
        assertThat(storedIds(sale)).containsExactly(first.orderId().toString());
    }

    @Test
    void refusesAKnownOrderWithOtherContent() {
        String sale = freshSale();
        Order order = new TestOrders(sale).next();
        store().store(List.of(order));

        StoreOutcome outcome = store().store(List.of(TestOrders.movedTo(order, 7)));

        assertThat(causes(outcome)).containsExactly(Cause.CONTENT_CLASH);
        assertThat(outcome.duplicate()).isZero();
    }

    @Test
    void refusesAnUnstorableOrderAlone() {
        String sale = freshSale();
        List<Order> orders = new ArrayList<>(new TestOrders(sale).next(1000));
        Order bad = TestOrders.decidedAt(orders.get(321), FAR_FUTURE);
        orders.set(321, bad);

        StoreOutcome outcome = store().store(orders);

        assertThat(outcome.stored()).isEqualTo(999);
        assertThat(outcome.refusals()).extracting(Refusal::index).containsExactly(321);
        assertThat(causes(outcome)).containsExactly(Cause.UNSTORABLE);
        assertThat(storedIds(sale)).hasSize(999).doesNotContain(bad.orderId().toString());
    }

    @Test
    void refusesARepeatOfAnUnstorableOrderToo() {
        Order bad = TestOrders.decidedAt(new TestOrders(freshSale()).next(), FAR_FUTURE);

        assertThat(causes(store().store(List.of(bad, bad)))).containsExactly(Cause.UNSTORABLE, Cause.UNSTORABLE);
    }

    @Test
    void keepsSalesApartByCase() {
        String sale = freshSale();
        Order lower = new TestOrders(sale).next();
        Order upper = new TestOrders(sale.toUpperCase(java.util.Locale.ROOT)).next();

        assertThat(store().store(List.of(lower, upper)).stored()).isEqualTo(2);
    }

    @Test
    void keepsTheWidestOrder() {
        String sale = freshSale();
        Order order = new TestOrders(sale).next();
        Order widest = new Order(
                order.orderId(),
                new SaleId(sale + "x".repeat(SALE_LENGTH_MAX - sale.length())),
                Long.MAX_VALUE,
                new BuyerId("李".repeat(BuyerId.LENGTH_MAX)),
                "car",
                Integer.MAX_VALUE,
                0,
                order.decidedAt());

        assertThat(store().store(List.of(widest)).stored()).isEqualTo(1);
        assertThat(store().store(List.of(widest))).isEqualTo(new StoreOutcome(0, 1, List.of()));
    }

    @Test
    void keepsAnOrderWithoutBuyer() {
        Order order = new TestOrders(freshSale()).next();
        Order anonymous = new Order(order.orderId(), order.sale(), 1, null, "car", 1, 0, order.decidedAt());

        assertThat(store().store(List.of(anonymous)).stored()).isEqualTo(1);
        assertThat(store().store(List.of(anonymous)).duplicate()).isEqualTo(1);
        assertThat(causes(store().store(List.of(order)))).containsExactly(Cause.CONTENT_CLASH);
    }

    /** Any mixture of new, repeated, clashing and unstorable orders: each has one outcome, and the book is exact. */
    @Test
    void givesEveryOrderOfAMixedBatchItsOutcome() {
        String sale = freshSale();
        Random random = new Random(7);
        TestOrders orders = new TestOrders(sale);
        List<Order> known = orders.next(200);
        store().store(known);
        List<Order> batch = new ArrayList<>(orders.next(150));
        batch.addAll(known.subList(50, 90));
        for (int i = 0; i < 10; i++) {
            batch.add(orders.withSeq(1 + random.nextInt(200)));
            batch.add(TestOrders.decidedAt(orders.next(), FAR_FUTURE));
            batch.add(TestOrders.movedTo(known.get(i), 5000 + i));
        }
        Collections.shuffle(batch, random);

        StoreOutcome outcome = store().store(batch);

        assertThat(outcome.stored()).isEqualTo(150);
        assertThat(outcome.duplicate()).isEqualTo(40);
        assertThat(causes(outcome)).hasSize(30);
        for (Cause cause : Cause.values()) {
            assertThat(causes(outcome)).filteredOn(cause::equals).hasSize(10);
        }
        assertThat(outcome.refusals()).extracting(Refusal::index).isSorted();
        assertThat(storedIds(sale)).hasSize(350).doesNotHaveDuplicates();
    }

    private static List<Cause> causes(StoreOutcome outcome) {
        return outcome.refusals().stream().map(Refusal::cause).toList();
    }

    static List<String> idsOf(List<Order> orders) {
        return orders.stream().map(order -> order.orderId().toString()).toList();
    }
}

package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.Refusal.Cause;
import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every order book does. The book is empty of the sale at the start of each test. */
abstract class OrderStoreContract extends OrderLifeContract {

    private static final String FAR_FUTURE = "2999-01-01T00:00:00Z";
    private static final int SALE_LENGTH_MAX = 64;

    /** The ids of the sale's rows. */
    abstract List<String> storedIds(String sale);

    /** How far the sale has come, and what was said of it last, {@code last_no changed_no state name}, or {@code no 0 undefined}. */
    abstract String saleRow(String sale);

    private StoreOutcome storeOrders(List<Order> orders) {
        return store().store(TestOrders.events(orders));
    }

    @Test
    void storesABatch() {
        String sale = freshSale();
        List<Order> orders = new TestOrders(sale).next(2500);

        assertThat(storeOrders(orders)).isEqualTo(new StoreOutcome(2500, 0, List.of()));
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
        storeOrders(orders);

        assertThat(storeOrders(orders)).isEqualTo(new StoreOutcome(0, 50, List.of()));
        assertThat(storedIds(sale)).hasSize(50);
    }

    @Test
    void storesWhatIsNewInAPartlyRepeatedBatch() {
        String sale = freshSale();
        List<Order> orders = new TestOrders(sale).next(50);
        storeOrders(orders.subList(10, 30));

        assertThat(storeOrders(orders)).isEqualTo(new StoreOutcome(30, 20, List.of()));
        assertThat(storedIds(sale)).hasSize(50);
    }

    @Test
    void countsARepeatWithinABatchAsDuplicate() {
        String sale = freshSale();
        List<Order> orders = new ArrayList<>(new TestOrders(sale).next(5));
        orders.add(orders.get(2));

        assertThat(storeOrders(orders)).isEqualTo(new StoreOutcome(5, 1, List.of()));
    }

    @Test
    void refusesAnOrderWhoseSeqAnotherOneHolds() {
        String sale = freshSale();
        TestOrders orders = new TestOrders(sale);
        Order holder = orders.next();
        storeOrders(List.of(holder));
        Order clash = orders.withSeq(1);
        List<Order> batch = List.of(orders.next(), clash, orders.next());

        StoreOutcome outcome = storeOrders(batch);

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

        StoreOutcome outcome = storeOrders(List.of(first, second));

        assertThat(causes(outcome)).containsExactly(Cause.SEQ_CLASH);
        assertThat(storedIds(sale)).containsExactly(first.orderId().toString());
    }

    @Test
    void refusesAKnownOrderWithOtherContent() {
        String sale = freshSale();
        Order order = new TestOrders(sale).next();
        storeOrders(List.of(order));

        StoreOutcome outcome = storeOrders(List.of(TestOrders.movedTo(order, 7)));

        assertThat(causes(outcome)).containsExactly(Cause.CONTENT_CLASH);
        assertThat(outcome.duplicate()).isZero();
    }

    @Test
    void refusesAnUnstorableOrderAlone() {
        String sale = freshSale();
        List<Order> orders = new ArrayList<>(new TestOrders(sale).next(1000));
        Order bad = TestOrders.decidedAt(orders.get(321), FAR_FUTURE);
        orders.set(321, bad);

        StoreOutcome outcome = storeOrders(orders);

        assertThat(outcome.stored()).isEqualTo(999);
        assertThat(outcome.refusals()).extracting(Refusal::index).containsExactly(321);
        assertThat(causes(outcome)).containsExactly(Cause.UNSTORABLE);
        assertThat(storedIds(sale)).hasSize(999).doesNotContain(bad.orderId().toString());
    }

    @Test
    void refusesARepeatOfAnUnstorableOrderToo() {
        Order bad = TestOrders.decidedAt(new TestOrders(freshSale()).next(), FAR_FUTURE);

        assertThat(causes(storeOrders(List.of(bad, bad)))).containsExactly(Cause.UNSTORABLE, Cause.UNSTORABLE);
    }

    @Test
    void keepsSalesApartByCase() {
        String sale = freshSale();
        Order lower = new TestOrders(sale).next();
        Order upper = new TestOrders(sale.toUpperCase(java.util.Locale.ROOT)).next();

        assertThat(storeOrders(List.of(lower, upper)).stored()).isEqualTo(2);
    }

    @Test
    void keepsTheWidestOrder() {
        String sale = freshSale();
        Order order = new TestOrders(sale).next();
        Order widest = new Order(
                order.orderId(),
                new SaleId(sale + "x".repeat(SALE_LENGTH_MAX - sale.length())),
                Long.MAX_VALUE,
                new BuyerId("🚗".repeat(BuyerId.LENGTH_MAX)),
                "🚗".repeat(64),
                Integer.MAX_VALUE,
                0,
                order.decidedAt());

        assertThat(storeOrders(List.of(widest)).stored()).isEqualTo(1);
        assertThat(storeOrders(List.of(widest))).isEqualTo(new StoreOutcome(0, 1, List.of()));
    }

    @Test
    void keepsAnOrderWithoutBuyer() {
        Order order = new TestOrders(freshSale()).next();
        Order anonymous = new Order(order.orderId(), order.sale(), 1, null, "car", 1, 0, order.decidedAt());

        assertThat(storeOrders(List.of(anonymous)).stored()).isEqualTo(1);
        assertThat(storeOrders(List.of(anonymous)).duplicate()).isEqualTo(1);
        assertThat(causes(storeOrders(List.of(order)))).containsExactly(Cause.CONTENT_CLASH);
    }

    /** Any mixture of new, repeated, clashing and unstorable orders: each has one outcome, and the book is exact. */
    @Test
    void givesEveryOrderOfAMixedBatchItsOutcome() {
        String sale = freshSale();
        Random random = new Random(7);
        TestOrders orders = new TestOrders(sale);
        List<Order> known = orders.next(200);
        storeOrders(known);
        List<Order> batch = new ArrayList<>(orders.next(150));
        batch.addAll(known.subList(50, 90));
        SaleEvent.Recovered rebuilt = new SaleEvent.Recovered(
                new SaleId(sale),
                7000,
                0,
                known.get(0).decidedAt(),
                1,
                List.of(new NumberRange(6000, 6009)),
                List.of());
        store().store(List.of(rebuilt));
        List<SaleEvent> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(new SaleEvent.Accepted(150 + i, orders.withSeq(9000 + i)));
            events.add(new SaleEvent.Accepted(6000 + i, orders.withSeq(8000 + i)));
            batch.add(orders.withSeq(1 + random.nextInt(200)));
            batch.add(TestOrders.decidedAt(orders.next(), FAR_FUTURE));
            batch.add(TestOrders.movedTo(known.get(i), 5000 + i));
        }
        events.addAll(TestOrders.events(batch));
        Collections.shuffle(events, random);

        StoreOutcome outcome = store().store(events);

        assertThat(outcome.stored()).isEqualTo(150);
        assertThat(outcome.duplicate()).isEqualTo(40);
        assertThat(causes(outcome)).hasSize(50);
        for (Cause cause : Cause.values()) {
            assertThat(causes(outcome)).filteredOn(cause::equals).hasSize(10);
        }
        assertThat(outcome.refusals()).extracting(Refusal::index).isSorted();
        assertThat(storedIds(sale)).hasSize(350).doesNotHaveDuplicates();
        assertThat(journal(sale)).hasSize(351);
    }

    @Test
    void keepsEventsOfEveryKindOnce() {
        TestEvents events = new TestEvents(freshSale());
        List<SaleEvent> all = List.of(
                events.restocked(100),
                events.accepted(),
                events.changed("Cars"),
                events.recovered(),
                events.restocked(-9));

        assertThat(store().store(all)).isEqualTo(new StoreOutcome(5, 0, List.of()));
        assertThat(store().store(all)).isEqualTo(new StoreOutcome(0, 5, List.of()));

        assertThat(journal(events.sale()))
                .containsExactly(
                        "1 RESTOCKED 100 100",
                        "2 ACCEPTED -1 99",
                        "3 SALE_CHANGED 0 99",
                        "6 RECOVERED 0 99",
                        "7 RESTOCKED -9 90");
        assertThat(storedIds(events.sale())).hasSize(1);
        assertThat(saleRow(events.sale())).isEqualTo("7 3 OPEN Cars");
    }

    @Test
    void refusesAnotherEventUnderANumberThatIsTaken() {
        TestEvents events = new TestEvents(freshSale());
        SaleEvent first = events.restocked(100);
        store().store(List.of(first));
        List<SaleEvent> others = List.of(
                new SaleEvent.Restocked(first.sale(), 1, 100, 100, first.at(), "somebody else"),
                new SaleEvent.Restocked(first.sale(), 1, 99, 100, first.at(), "by hand"),
                new SaleEvent.Accepted(1, events.accepted().order()),
                events.accepted());

        StoreOutcome outcome = store().store(others);

        assertThat(causes(outcome)).containsExactly(Cause.NO_CLASH, Cause.NO_CLASH, Cause.NO_CLASH);
        assertThat(outcome.stored()).isEqualTo(1);
        assertThat(outcome.refusals().get(0).cause().isAlarm()).isTrue();
        assertThat(storedIds(events.sale())).hasSize(1);
    }

    @Test
    void refusesTheLaterOfTwoEventsWithOneNumberInABatch() {
        TestEvents events = new TestEvents(freshSale());
        SaleEvent first = events.restocked(100);
        SaleEvent second = new SaleEvent.Restocked(first.sale(), 1, 7, 7, first.at(), "by hand");

        StoreOutcome outcome = store().store(List.of(first, second));

        assertThat(outcome.refusals()).extracting(Refusal::index).containsExactly(1);
        assertThat(causes(outcome)).containsExactly(Cause.NO_CLASH);
        assertThat(journal(events.sale())).containsExactly("1 RESTOCKED 100 100");
    }

    /** Its unit would be counted twice. */
    @Test
    void refusesAnOrderThatComesAgainUnderAnotherNumber() {
        Order order = new TestOrders(freshSale()).next();
        store().store(List.of(new SaleEvent.Accepted(4, order)));

        StoreOutcome outcome = store().store(List.of(new SaleEvent.Accepted(5, order)));

        assertThat(causes(outcome)).containsExactly(Cause.NO_CLASH);
        assertThat(journal(order.sale().value())).hasSize(1);
    }

    @Test
    void keepsAnOrderWithoutNumberOutOfTheJournal() {
        Order order = new TestOrders(freshSale()).next();
        SaleEvent unnumbered = new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order);

        assertThat(store().store(List.of(unnumbered)).stored()).isEqualTo(1);
        assertThat(store().store(List.of(unnumbered)).duplicate()).isEqualTo(1);

        assertThat(storedIds(order.sale().value())).hasSize(1);
        assertThat(journal(order.sale().value())).isEmpty();
    }

    @Test
    void completesAnOrderThatGetsItsNumberLater() {
        Order order = new TestOrders(freshSale()).next();
        String sale = order.sale().value();
        SaleEvent unnumbered = new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order);
        SaleEvent numbered = new SaleEvent.Accepted(3, order);
        store().store(List.of(unnumbered));

        assertThat(store().store(List.of(numbered))).isEqualTo(new StoreOutcome(1, 0, List.of()));
        assertThat(store().store(List.of(unnumbered, numbered))).isEqualTo(new StoreOutcome(0, 2, List.of()));

        assertThat(journal(sale)).hasSize(1);
        assertThat(storedIds(sale)).hasSize(1);
        assertThat(causes(store().store(List.of(new SaleEvent.Accepted(4, order)))))
                .as("its number is known now")
                .containsExactly(Cause.NO_CLASH);
    }

    @Test
    void completesAnOrderWithinABatchToo() {
        Order order = new TestOrders(freshSale()).next();

        StoreOutcome outcome = store().store(
                        List.of(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order), new SaleEvent.Accepted(3, order)));

        assertThat(outcome).isEqualTo(new StoreOutcome(2, 0, List.of()));
        assertThat(journal(order.sale().value())).hasSize(1);
    }

    @Test
    void aSaleMovesOnlyForwardWhateverComesLate() {
        TestEvents events = new TestEvents(freshSale());
        SaleEvent first = events.restocked(100);
        SaleEvent early = events.changed("Early");
        SaleEvent late = events.changed("Late", Change.PAUSED, SalePhase.PAUSED);
        SaleEvent last = events.accepted();

        store().store(List.of(last, late));
        assertThat(saleRow(events.sale())).isEqualTo("4 3 PAUSED Late");
        store().store(List.of(early, first));
        assertThat(saleRow(events.sale())).isEqualTo("4 3 PAUSED Late");
        store().store(List.of(early, late));
        assertThat(saleRow(events.sale())).as("all known").isEqualTo("4 3 PAUSED Late");
    }

    @Test
    void keepsManySalesOfOneBatchApart() {
        String prefix = freshSale();
        List<TestEvents> sales = IntStream.range(0, 1000)
                .mapToObj(i -> new TestEvents(prefix + "-" + i))
                .toList();
        List<SaleEvent> batch = new ArrayList<>();
        sales.forEach(sale -> batch.add(sale.restocked(100)));
        sales.forEach(sale -> batch.add(sale.changed("Cars of " + sale.sale())));
        Collections.shuffle(batch, new Random(3));

        assertThat(store().store(batch)).isEqualTo(new StoreOutcome(2000, 0, List.of()));

        for (TestEvents sale : List.of(sales.get(0), sales.get(345), sales.get(999))) {
            assertThat(journal(sale.sale())).containsExactly("1 RESTOCKED 100 100", "2 SALE_CHANGED 0 100");
            assertThat(saleRow(sale.sale())).isEqualTo("2 2 OPEN Cars of " + sale.sale());
        }
    }

    @Test
    void refusesWhatComesAfterItsNumberWasGivenUp() {
        TestEvents events = new TestEvents(freshSale());
        SaleEvent first = events.restocked(100);
        SaleEvent late = events.accepted();
        SaleEvent lateToo = events.restocked(7);
        store().store(List.of(first, events.recovered(100, new NumberRange(2, 3))));

        SaleEvent next = events.accepted();
        StoreOutcome outcome = store().store(List.of(late, next, lateToo));

        assertThat(outcome.stored()).isEqualTo(1);
        assertThat(outcome.refusals()).extracting(Refusal::index).containsExactly(0, 2);
        assertThat(causes(outcome)).containsExactly(Cause.GIVEN_UP, Cause.GIVEN_UP);
        assertThat(Cause.GIVEN_UP.isAlarm()).isTrue();
        assertThat(journal(events.sale()))
                .containsExactly("1 RESTOCKED 100 100", "4 RECOVERED 0 100", "5 ACCEPTED -1 99");
        assertThat(storedIds(events.sale())).hasSize(1);
    }

    /** A batch is of several partitions, so what stands first in it need not have come first. */
    @Test
    void refusesWhatARecoverOfTheSameBatchGivesUp() {
        TestEvents events = new TestEvents(freshSale());
        SaleEvent first = events.restocked(100);
        SaleEvent late = events.accepted();

        StoreOutcome outcome = store().store(List.of(late, first, events.recovered(100, new NumberRange(2, 2))));

        assertThat(outcome.stored()).isEqualTo(2);
        assertThat(causes(outcome)).containsExactly(Cause.GIVEN_UP);
        assertThat(storedIds(events.sale())).isEmpty();
    }

    /** It came before the recover did; the audit tells of it. */
    @Test
    void whatIsInTheBookIsADuplicateAlsoIfItsNumberWasGivenUp() {
        TestEvents events = new TestEvents(freshSale());
        SaleEvent first = events.restocked(100);
        SaleEvent early = events.accepted();
        store().store(List.of(first, early));
        store().store(List.of(events.recovered(100, new NumberRange(2, 2))));

        assertThat(store().store(List.of(early))).isEqualTo(new StoreOutcome(0, 1, List.of()));
    }

    @Test
    void anotherSaleGivesNothingUp() {
        String prefix = freshSale();
        TestEvents one = new TestEvents(prefix + "-1");
        TestEvents other = new TestEvents(prefix + "-2");
        store().store(List.of(one.restocked(5), one.restocked(5), one.recovered(10, new NumberRange(1, 1))));

        assertThat(store().store(List.of(other.restocked(3))).stored()).isEqualTo(1);
    }

    @Test
    void keepsWhatAnOrderOfSeveralUnitsIsOf() {
        TestEvents events = new TestEvents(freshSale());
        store().store(List.of(events.restocked(5), events.accepted(3, "ticket")));

        assertThat(journal(events.sale())).containsExactly("1 RESTOCKED 5 5", "2 ACCEPTED -3 2");
    }

    @Test
    void refusesAnOrderThatComesAgainWithOtherUnitsOrItem() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(5);
        SaleEvent.Accepted order = events.accepted(3, "ticket");
        store().store(List.of(order));

        StoreOutcome outcome =
                store().store(List.of(TestEvents.of(order, 2, "ticket"), TestEvents.of(order, 3, "seat")));

        assertThat(causes(outcome)).containsExactly(Cause.CONTENT_CLASH, Cause.CONTENT_CLASH);
    }

    @Test
    void refusesAnUnstorableEventAlone() {
        TestEvents events = new TestEvents(freshSale());
        SaleEvent first = events.restocked(100);
        SaleEvent bad =
                new SaleEvent.Restocked(first.sale(), 2, 1, 101, java.time.Instant.parse(FAR_FUTURE), "by hand");

        StoreOutcome outcome = store().store(List.of(first, bad));

        assertThat(outcome.stored()).isEqualTo(1);
        assertThat(causes(outcome)).containsExactly(Cause.UNSTORABLE);
        assertThat(saleRow(events.sale())).isEqualTo("1 0 undefined");
    }

    private static List<Cause> causes(StoreOutcome outcome) {
        return outcome.refusals().stream().map(Refusal::cause).toList();
    }

    static List<String> idsOf(List<Order> orders) {
        return orders.stream().map(order -> order.orderId().toString()).toList();
    }
}

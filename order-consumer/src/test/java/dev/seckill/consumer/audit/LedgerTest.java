package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.StoredOrder;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LedgerTest {

    private static final AuditSettings SETTINGS = new AuditSettings(
            new KafkaConnection("k:1"),
            "LOG",
            "g",
            10,
            4096,
            Set.of(),
            Duration.ofSeconds(1),
            null,
            null,
            false,
            false);

    private final TestOrders orders = new TestOrders("counter");
    private final Ledger ledger = new Ledger();
    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private long lastSeq;

    @Test
    void passesWhenLogAndBookAgree() {
        logAndStore(orders.next(5));

        AuditReport report = report(SETTINGS);

        assertThat(report.passes()).isTrue();
        assertThat(report.logged()).isEqualTo(5);
        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.asTable()).endsWith("PASS" + System.lineSeparator());
    }

    @Test
    void passesAnEmptyLogAndAnEmptyBook() {
        assertThat(report(SETTINGS).passes()).isTrue();
    }

    @Test
    void failsForAMissingOrder() {
        logAndStore(orders.next(5));
        Order missing = orders.next();
        ledger.logged(missing, true);

        AuditReport report = report(SETTINGS);

        assertThat(report.passes()).isFalse();
        assertThat(report.missing().examples())
                .containsExactly(missing.orderId().toString());
        assertThat(report.unread()).isZero();
        assertThat(report.asTable()).contains(missing.orderId().toString()).contains("FAIL");
    }

    @Test
    void tellsAnUnreadOrderFromALostOne() {
        ledger.logged(orders.next(), false);
        ledger.logged(orders.next(), true);

        assertThat(report(SETTINGS).missing().count()).isEqualTo(2);
        assertThat(report(SETTINGS).unread()).isEqualTo(1);
    }

    @Test
    void takesAParkedOrderAsAccountedFor() {
        Order parked = orders.next();
        ledger.logged(parked, true);
        ledger.parked(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, parked));

        assertThat(report(SETTINGS).passes()).isTrue();
        assertThat(report(SETTINGS).parked().examples())
                .containsExactly(parked.orderId().toString());
    }

    @Test
    void theUnitsOfAParkedOrderThatWasGivenUpAreNotSold() {
        logAndStore(orders.next(4));
        SaleEvent.Accepted late = new SaleEvent.Accepted(6, orders.next());
        ledger.logged(late, 4, true);
        ledger.recovered(recovered(7, 6));
        assertThat(oversold(4)).isEqualTo(1);

        ledger.parked(late);
        ledger.parked(late);
        assertThat(report(settings(4, false)).passes()).isTrue();

        store(late.order());
        assertThat(oversold(4)).as("the book has it after all").isEqualTo(1);
    }

    /** Its units were not sold, so they did not come back either. */
    @Test
    void whatAParkedOrderThatWasGivenUpGaveBackMakesNoRoomForOthers() {
        SaleEvent.Accepted late = new SaleEvent.Accepted(5, ofUnits(3, 2));
        ledger.logged(late, 5, true);
        ledger.released(released(late.order(), 9));
        ledger.recovered(recovered(10, 5, 9));
        ledger.parked(late);
        Order five = ofUnits(5, 0);
        Order threeTooMany = ofUnits(3, 0);
        ledger.logged(new SaleEvent.Accepted(11, five), 5, true);
        ledger.logged(new SaleEvent.Accepted(12, threeTooMany), 5, true);
        store(five);
        store(threeTooMany);

        assertThat(report(SETTINGS).sales().get(0).oversold()).isEqualTo(3);
        assertThat(report(SETTINGS).passes()).isFalse();
    }

    /** Only the acceptance came late: the sale that was rebuilt has never heard of the order. */
    @Test
    void aReleaseWhoseOrderWasGivenUpMakesNoRoomForOthers() {
        SaleEvent.Accepted late = new SaleEvent.Accepted(2, ofUnits(1, 99));
        ledger.released(released(late.order(), 3));
        ledger.recovered(recovered(4, 2));
        ledger.logged(late, 100, true);
        ledger.parked(late);

        assertThat(report(SETTINGS).sales().get(0).released()).isZero();
    }

    /** The sale that was rebuilt holds the order's units until it releases them once more. */
    @Test
    void aReleaseThatWasGivenUpGaveNothingBack() {
        logAndStore(orders.next(3));
        Order held = orders.next();
        logAndStore(List.of(held));
        ledger.released(released(held, 6));
        ledger.recovered(recovered(7, 6));
        assertThat(oversold(3)).isEqualTo(1);

        ledger.released(released(held, 8));
        assertThat(oversold(3)).isZero();
    }

    @Test
    void unitsOfferedThatWereGivenUpAreNotOffered() {
        logNumbered(1, 100, batch(100, 100));
        List<Order> late = batch(100, 1);
        ledger.restocked(restocked(102, "alice"));
        ledger.logged(new SaleEvent.Accepted(103, late.get(0)), 200, true);
        assertThat(report(SETTINGS).sales().get(0).allotment()).isEqualTo(200);

        ledger.recovered(recovered(104, 102, 103));
        ledger.parked(new SaleEvent.Accepted(103, late.get(0)));
        logNumbered(104, 100, batch(1, 1));

        assertThat(report(SETTINGS).sales().get(0).allotment()).isEqualTo(100);
        assertThat(report(SETTINGS).sales().get(0).oversold()).isEqualTo(1);
    }

    private long oversold(int allotment) {
        return report(settings(allotment, false)).sales().get(0).oversold();
    }

    private static SaleEvent.Recovered recovered(long no, long... voided) {
        List<NumberRange> ranges =
                Arrays.stream(voided).mapToObj(one -> new NumberRange(one, one)).toList();
        return new SaleEvent.Recovered(
                new SaleId("counter"), no, 0, Instant.parse("2026-11-29T10:00:00Z"), 1L, ranges, List.of());
    }

    @Test
    void takesAReplayedOrderAsStored() {
        Order order = orders.next();
        ledger.logged(order, true);
        ledger.parked(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order));
        store(order);

        assertThat(report(SETTINGS).parked().count()).isZero();
    }

    @Test
    void countsARepeatedMessageWithoutComplaint() {
        Order order = orders.next();
        ledger.logged(order, true);
        ledger.logged(order, true);
        store(order);

        assertThat(report(SETTINGS).repeated()).isEqualTo(1);
        assertThat(report(SETTINGS).passes()).isTrue();
    }

    @Test
    void failsForARowThatIsThereTwice() {
        Order order = orders.next();
        ledger.logged(order, true);
        store(order);
        store(order);

        assertThat(report(SETTINGS).duplicate().count()).isEqualTo(1);
        assertThat(report(SETTINGS).passes()).isFalse();
    }

    @Test
    void failsForARowThatDiffersFromItsMessage() {
        Order order = orders.next();
        ledger.logged(order, true);
        ledger.stored(order.orderId().toString(), new StoredOrder("counter", 1, "someone else", 1, order.decidedAt()));

        assertThat(report(SETTINGS).differing().examples())
                .containsExactly(order.orderId().toString());
        assertThat(report(SETTINGS).passes()).isFalse();
    }

    @Test
    void failsForARowWithoutAMessage() {
        store(orders.next());
        ledger.stored(
                "no order id",
                new StoredOrder("counter", 2, null, 1, orders.next().decidedAt()));

        assertThat(report(SETTINGS).unlogged().count()).isEqualTo(2);
        assertThat(report(SETTINGS).passes()).isFalse();
    }

    @Test
    void acceptsARowWhoseMessageCameWhileTheAuditRan() {
        Order order = orders.next();
        store(order);
        ledger.loggedLater(order);
        ledger.loggedLater(orders.next());

        assertThat(report(SETTINGS).unlogged().count()).isZero();
        assertThat(report(SETTINGS).missing().count()).isZero();
        assertThat(report(SETTINGS).passes()).isTrue();
    }

    @Test
    void failsForAGapUnlessGapsAreAllowed() {
        orders.next();
        logAndStore(orders.next(2));

        assertThat(report(SETTINGS).passes()).isFalse();
        assertThat(report(SETTINGS).sales().get(0).firstGaps()).containsExactly("1");
        assertThat(report(settings(null, true)).passes()).isTrue();
    }

    @Test
    void failsForMoreOrdersThanTheAllotment() {
        logAndStore(orders.next(5));

        assertThat(report(settings(4, false)).sales().get(0).oversold()).isEqualTo(1);
        assertThat(report(settings(4, false)).passes()).isFalse();
        assertThat(report(settings(5, false)).passes()).isTrue();
    }

    @Test
    void knowsTheAllotmentFromTheLog() {
        logAndStore(orders.next(5));

        assertThat(report(SETTINGS).sales().get(0).allotment()).isEqualTo(1_000_000);
    }

    /** The counter says 100 at each look, so left and decided add up to an allotment that grows with every batch. */
    @Test
    void failsForACounterThatNeverFellThoughTheAllotmentGrewAlong() {
        for (int batch = 0; batch < 15; batch++) {
            logAndStoreBatch(100, 10);
        }

        AuditReport.Sale sale = report(SETTINGS).sales().get(0);
        assertThat(sale.allotment()).isEqualTo(100);
        assertThat(sale.oversold()).isEqualTo(50);
        assertThat(report(SETTINGS).passes()).isFalse();
        assertThat(report(SETTINGS).asTable()).contains("140 more by a counter that did not fall");
        assertThat(report(SETTINGS).asJson()).contains("\"notFallen\" : 140");
        assertThat(report(settings(240, false)).passes())
                .as("somebody who knows what was offered says so")
                .isTrue();
    }

    @Test
    void failsForACounterThatFailedToFallOnce() {
        logAndStoreBatch(100, 90);
        logAndStoreBatch(10, 10);
        logAndStoreBatch(10, 10);

        assertThat(report(SETTINGS).sales().get(0).oversold()).isEqualTo(10);
        assertThat(report(SETTINGS).passes()).isFalse();
    }

    @Test
    void takesACounterThatWasRaisedByHandForUnitsOffered() {
        logAndStoreBatch(100, 30);
        logAndStoreBatch(70, 70);
        logAndStoreBatch(50, 20);
        logAndStoreBatch(200, 200);

        AuditReport.Sale sale = report(SETTINGS).sales().get(0);
        assertThat(sale.allotment()).isEqualTo(320);
        assertThat(sale.oversold()).isZero();
        assertThat(report(SETTINGS).passes()).isTrue();
    }

    @Test
    void holdsTheSameOrdersAgainstTheCounterWhateverTheOrderOfTheirMessages() {
        List<Order> batches = new ArrayList<>();
        for (int batch = 0; batch < 3; batch++) {
            batches.addAll(batch(50, 20));
        }
        Collections.shuffle(batches, new Random(1));
        logAndStore(batches);
        batches.forEach(order -> ledger.logged(order, true)); // as relays repeat them

        assertThat(report(SETTINGS).sales().get(0).allotment()).isEqualTo(50);
        assertThat(report(SETTINGS).sales().get(0).oversold()).isEqualTo(10);
    }

    @Test
    void countsUnitsAndNotOrdersAgainstTheAllotment() {
        Order threeOfFive = ofUnits(3, 2);
        Order threeMore = ofUnits(3, 0);
        ledger.logged(new SaleEvent.Accepted(2, threeOfFive), 5, true);
        ledger.logged(new SaleEvent.Accepted(3, threeMore), 5, true);
        store(threeOfFive);
        store(threeMore);

        AuditReport.Sale sale = report(SETTINGS).sales().get(0);
        assertThat(sale.units()).isEqualTo(6);
        assertThat(sale.oversold()).isEqualTo(1);
        assertThat(report(SETTINGS).passes()).isFalse();
        assertThat(report(SETTINGS).asTable()).containsPattern("orders +2  of 6 units");
    }

    private Order ofUnits(int quantity, long left) {
        return new Order(
                ids.next(),
                new SaleId("counter"),
                ++lastSeq,
                null,
                "car",
                quantity,
                left,
                Instant.parse("2026-11-29T10:00:00Z"));
    }

    /** The operator says so in the journal; a counter that did not fall would look the same. */
    @Test
    void takesUnitsThatTheOperatorPutOnSaleForOffered() {
        List<Order> first = batch(100, 100);
        List<Order> second = batch(100, 100);
        logNumbered(1, 100, first);
        ledger.restocked(restocked(102, "alice"));
        logNumbered(102, 200, second);

        assertThat(report(SETTINGS).sales().get(0).allotment()).isEqualTo(200);
        assertThat(report(SETTINGS).sales().get(0).oversold()).isZero();
    }

    @Test
    void doubtsAByHandEventThatLooksLikeACounterThatDidNotFall() {
        logNumbered(1, 100, batch(100, 100));
        ledger.restocked(restocked(102, SaleEvent.Restocked.BY_HAND));
        logNumbered(102, 200, batch(100, 100));

        assertThat(report(SETTINGS).sales().get(0).allotment()).isEqualTo(100);
        assertThat(report(SETTINGS).passes()).isFalse();
    }

    private void logNumbered(long lastNo, long offered, List<Order> batch) {
        long no = lastNo;
        for (Order order : batch) {
            ledger.logged(new SaleEvent.Accepted(++no, order), offered, true);
            store(order);
        }
    }

    /** A unit that came back was sold again, to an order of its own. */
    @Test
    void unitsThatWentBackAreNotOversold() {
        List<Order> all = orders.next(3);
        logAndStore(all);
        SaleEvent.Released released = released(all.get(0), 4);
        ledger.released(released);
        ledger.released(released);

        AuditReport report = report(settings(2, false));

        assertThat(report.sales().get(0).released()).isEqualTo(1);
        assertThat(report.sales().get(0).oversold()).isZero();
        assertThat(report.passes()).isTrue();
        assertThat(report(settings(1, false)).sales().get(0).oversold()).isEqualTo(1);
    }

    /** It stands again where it stood before the last batch, because that batch's unit came back. */
    @Test
    void aCounterThatAReleaseRaisedDidFall() {
        List<Order> first = batch(100, 1);
        ledger.logged(new SaleEvent.Accepted(2, first.get(0)), 100, true);
        ledger.released(released(first.get(0), 3));
        ledger.logged(new SaleEvent.Accepted(4, batch(100, 1).get(0)), 100, true);

        assertThat(report(SETTINGS).sales().get(0).notFallen()).isZero();
        assertThat(report(SETTINGS).sales().get(0).allotment()).isEqualTo(100);
    }

    private static SaleEvent.Released released(Order order, long no) {
        return new SaleEvent.Released(
                order.sale(),
                no,
                order.orderId(),
                order.buyer(),
                order.quantity(),
                100,
                Instant.parse("2026-11-29T10:00:00Z"),
                SaleEvent.Released.BY_EXPIRY,
                SaleEvent.Released.Reason.EXPIRED);
    }

    private static SaleEvent.Restocked restocked(long no, String by) {
        return new SaleEvent.Restocked(new SaleId("counter"), no, 100, 100, Instant.parse("2026-11-29T10:00:00Z"), by);
    }

    @Test
    void showsOfManySalesThoseThatDoNotPass() {
        for (int i = 0; i < 1000; i++) {
            logAndStore(new TestOrders("sale-" + i).next(2));
        }
        ledger.logged(new TestOrders("sale-7").withSeq(3), true);
        Order clash = new TestOrders("sale-500").withSeq(2);
        ledger.logged(clash, true);
        store(clash);

        assertThat(report(SETTINGS).asTable())
                .contains("sale sale-500")
                .doesNotContain("sale sale-7" + System.lineSeparator())
                .containsPattern("sales not shown +999  all of them pass")
                .contains("FAIL");
        assertThat(report(SETTINGS).asJson()).contains("\"sale\" : \"sale-999\"");
    }

    /** Orders that one transaction decided, from what its look found on the counter. */
    private List<Order> batch(long counter, int orders) {
        Instant decidedAt = Instant.parse("2026-11-29T10:00:00Z").plusMillis(lastSeq);
        List<Order> batch = new ArrayList<>();
        for (int i = 1; i <= orders; i++) {
            batch.add(new Order(ids.next(), new SaleId("counter"), ++lastSeq, null, "car", 1, counter - i, decidedAt));
        }
        return batch;
    }

    private void logAndStoreBatch(long counter, int orders) {
        logAndStore(batch(counter, orders));
    }

    @Test
    void failsForTwoOrdersWithOneSeqAlsoWhenOneIsParked() {
        logAndStore(orders.next(3));
        Order clash = orders.withSeq(2);
        ledger.logged(clash, true);
        ledger.parked(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, clash));

        assertThat(report(SETTINGS).sales().get(0).clashes()).isEqualTo(1);
        assertThat(report(SETTINGS).passes()).isFalse();
    }

    @Test
    void printsJsonWithTheSameFigures() {
        logAndStore(orders.next(2));
        ledger.logged(orders.next(), true);

        assertThat(report(SETTINGS).asJson())
                .contains("\"verdict\" : \"FAIL\"")
                .contains("\"logged\" : 3")
                .contains("\"rows\" : 2")
                .containsPattern("\"missing\" : \\{\\s+\"count\" : 1,")
                .contains("\"sale\" : \"counter\"");
    }

    private void logAndStore(List<Order> batch) {
        batch.forEach(order -> {
            ledger.logged(order, true);
            store(order);
        });
    }

    private void store(Order order) {
        ledger.stored(order.orderId().toString(), StoredOrder.of(order));
    }

    private AuditReport report(AuditSettings settings) {
        return AuditReport.of(
                settings,
                ledger,
                new AuditReport.Facts(true, true, 0, 0, false, new AuditReport.Undecodable(0, 0, 0)),
                List.of());
    }

    private static AuditSettings settings(Integer allotment, boolean gapsAllowed) {
        return new AuditSettings(
                new KafkaConnection("k:1"),
                "LOG",
                "g",
                10,
                4096,
                Set.of(),
                Duration.ofSeconds(1),
                null,
                allotment,
                gapsAllowed,
                false);
    }
}

package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.Refusal.Cause;
import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every order book does with the events that come after the acceptance of an order. */
abstract class OrderLifeContract {

    private static final long SEED = 20;

    /** The book under test. */
    abstract OrderStore store();

    /** A sale that no test used before. */
    abstract String freshSale();

    /** The sale's journal as {@code no kind units left}, in the order of the numbers. */
    abstract List<String> journal(String sale);

    /** The row of the event's order as {@code state last_no held_until settled_at}; none if the order is not there. */
    abstract List<String> orderRow(SaleEvent.OfOrder event);

    private String row(SaleEvent.OfOrder event) {
        List<String> rows = orderRow(event);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private StoreOutcome store(SaleEvent... events) {
        return store().store(List.of(events));
    }

    @Test
    void anOrderIsHeldUntilItIsConfirmed() {
        TestEvents events = new TestEvents(freshSale());
        store(events.restocked(100));
        SaleEvent.Accepted order = events.held();

        assertThat(store(order)).isEqualTo(new StoreOutcome(1, 0, List.of()));
        assertThat(row(order)).isEqualTo("HELD 2 " + order.heldUntil() + " null");
        SaleEvent.Confirmed confirmed = events.confirmed(order);
        assertThat(store(confirmed)).isEqualTo(new StoreOutcome(1, 0, List.of()));
        assertThat(row(order)).isEqualTo("CONFIRMED 3 " + order.heldUntil() + " " + confirmed.at());
        assertThat(journal(events.sale()))
                .containsExactly("1 RESTOCKED 100 100", "2 ACCEPTED -1 99", "3 CONFIRMED 0 99");
    }

    @Test
    void anOrderThatIsNotHeldIsSettledWhenItIsAccepted() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted sold = events.accepted();
        SaleEvent.Accepted cancellable = events.cancellable(2);

        store(sold, cancellable);

        assertThat(row(sold)).isEqualTo("CONFIRMED 2 null " + sold.at());
        assertThat(row(cancellable)).isEqualTo("CONFIRMED 3 null " + cancellable.at());
    }

    @Test
    void aCancelledOrderHasGivenItsUnitsBack() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted order = events.cancellable(2);
        store(order);
        SaleEvent.Released released = events.released(order);

        store(released);

        assertThat(row(order)).isEqualTo("RELEASED 3 null " + released.at());
        assertThat(journal(events.sale())).containsExactly("2 ACCEPTED -2 98", "3 RELEASED 2 100");
    }

    @Test
    void aLatePaymentChangesNothingButTheNumber() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted order = events.held();
        SaleEvent.Released released = events.released(order);
        store(order, released);

        store(events.late(order));

        assertThat(row(order)).isEqualTo("RELEASED 4 " + order.heldUntil() + " " + released.at());
    }

    @Test
    void anExtensionHoldsForLonger() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted order = events.held();
        store(order);
        SaleEvent.Extended extended = events.extended(order);

        store(extended);

        assertThat(row(order)).isEqualTo("HELD 3 " + extended.heldUntil() + " null");
    }

    /** A relay delivers late. */
    @Test
    void whatComesBeforeTheAcceptanceIsKeptAndCountsOnceThatComes() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted order = events.held();
        SaleEvent.Released released = events.released(order);
        SaleEvent.Late late = events.late(order);

        assertThat(store(late)).isEqualTo(new StoreOutcome(1, 0, List.of()));
        assertThat(orderRow(order)).isEmpty();
        assertThat(store(released)).isEqualTo(new StoreOutcome(1, 0, List.of()));
        assertThat(orderRow(order)).isEmpty();
        assertThat(store(order)).isEqualTo(new StoreOutcome(1, 0, List.of()));

        assertThat(row(order)).isEqualTo("RELEASED 4 " + order.heldUntil() + " " + released.at());
        assertThat(journal(events.sale())).hasSize(3);
    }

    @Test
    void aStateNeverGoesBackward() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted order = events.held();
        SaleEvent.Extended extended = events.extended(order);
        SaleEvent.Confirmed confirmed = events.confirmed(order);
        SaleEvent.Released released = events.released(order);
        store(order, released);

        store(extended);
        assertThat(row(order)).isEqualTo("RELEASED 5 " + extended.heldUntil() + " " + released.at());
        store(confirmed);
        assertThat(row(order)).isEqualTo("RELEASED 5 " + extended.heldUntil() + " " + released.at());
    }

    @Test
    void aRepeatedEventChangesNothing() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted order = events.held();
        SaleEvent.Confirmed confirmed = events.confirmed(order);
        store(order, confirmed);
        String before = row(order);

        assertThat(store(order)).isEqualTo(new StoreOutcome(0, 1, List.of()));
        assertThat(store(confirmed)).isEqualTo(new StoreOutcome(0, 1, List.of()));
        assertThat(store(confirmed, order, confirmed)).isEqualTo(new StoreOutcome(0, 3, List.of()));

        assertThat(row(order)).isEqualTo(before);
    }

    @Test
    void anEventThatIsRefusedMovesNoOrder() {
        TestEvents events = new TestEvents(freshSale());
        SaleEvent first = events.restocked(100);
        SaleEvent.Accepted order = events.held();
        store(first, order);
        SaleEvent.Confirmed taken = new SaleEvent.Confirmed(first.sale(), 1, order.orderId(), 99, order.at(), "shop");
        SaleEvent.Confirmed confirmed = events.confirmed(order);
        SaleEvent.Confirmed other =
                new SaleEvent.Confirmed(first.sale(), confirmed.no(), order.orderId(), 99, confirmed.at(), "other");

        assertThat(causes(store(taken))).containsExactly(Cause.NO_CLASH);
        assertThat(row(order)).startsWith("HELD 2 ");
        assertThat(causes(store(confirmed, other))).containsExactly(Cause.NO_CLASH);
        assertThat(row(order)).startsWith("CONFIRMED 3 ");
    }

    /** That it can still be cancelled, or until when it is held, is not for a repeat to say. */
    @Test
    void refusesAnAcceptanceThatComesAgainAndLeavesTheOrderMoreOrLessToDo() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted held = events.held();
        SaleEvent.Accepted sold = events.accepted();
        store(held, sold);

        StoreOutcome outcome = store(
                new SaleEvent.Accepted(held.no(), held.order()),
                new SaleEvent.Accepted(sold.no(), sold.order(), null, true),
                new SaleEvent.Accepted(held.no(), held.order(), held.heldUntil().plusSeconds(1), false));

        assertThat(causes(outcome)).containsOnly(Cause.NO_CLASH).hasSize(3);
        assertThat(row(held)).startsWith("HELD 2 " + held.heldUntil());
    }

    /** The journal keeps it, because it tells what happened in that sale; audit finds it. */
    @Test
    void anEventOfAnotherSaleMovesNoOrder() {
        TestEvents events = new TestEvents(freshSale());
        TestEvents others = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted order = events.held();
        SaleEvent.Accepted later = events.held();
        store(order);

        assertThat(store(others.confirmed(order), others.confirmed(later)))
                .isEqualTo(new StoreOutcome(2, 0, List.of()));
        assertThat(row(order)).startsWith("HELD 2 ");
        store(later);
        assertThat(row(later)).startsWith("HELD 3 ");
    }

    @Test
    void refusesAnOrderWithALifeUnderAnotherNumber() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        SaleEvent.Accepted order = events.held();
        SaleEvent.Confirmed confirmed = events.confirmed(order);
        store(order, confirmed);

        StoreOutcome outcome = store(new SaleEvent.Accepted(9, order.order(), order.heldUntil(), false));

        assertThat(causes(outcome)).containsExactly(Cause.NO_CLASH);
        assertThat(row(order)).startsWith("CONFIRMED 3 ");
    }

    /** Any order of arrival, any batches, any repeats: the rows are what the numbers say. */
    @Test
    void rowsAreWhatTheNumbersSayWhateverTheOrderOfArrival() {
        Random random = new Random(SEED);
        for (int round = 0; round < 4; round++) {
            TestEvents events = new TestEvents(freshSale());
            List<SaleEvent> all = new ArrayList<>(List.of(events.restocked(1000)));
            List<SaleEvent.Accepted> orders = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                List<SaleEvent.OfOrder> life = life(events, random);
                OrderLife row = new OrderLife();
                life.forEach(row::add);
                all.addAll(life);
                orders.add((SaleEvent.Accepted) life.get(0));
                expected.add(row.state() + " " + row.lastNo() + " " + row.heldUntil() + " " + row.settledAt());
            }
            List<SaleEvent> arriving = new ArrayList<>(all);
            arriving.addAll(all.subList(0, random.nextInt(all.size())));
            Collections.shuffle(arriving, random);
            for (int from = 0; from < arriving.size(); ) {
                int to = Math.min(arriving.size(), from + 1 + random.nextInt(30));
                assertThat(store().store(arriving.subList(from, to)).refusals()).isEmpty();
                from = to;
            }
            assertThat(orders.stream().map(this::row)).containsExactlyElementsOf(expected);
            assertThat(journal(events.sale())).hasSize(all.size());
        }
    }

    /** All that one order may go through. */
    static List<SaleEvent.OfOrder> life(TestEvents events, Random random) {
        SaleEvent.Accepted order = random.nextInt(5) == 0 ? events.cancellable(2) : events.held();
        List<SaleEvent.OfOrder> life = new ArrayList<>(List.of(order));
        if (order.heldUntil() != null) {
            for (int i = random.nextInt(3); i > 0; i--) {
                life.add(events.extended(order));
            }
            if (random.nextBoolean()) {
                life.add(events.confirmed(order));
            }
        }
        if (random.nextBoolean()) {
            life.add(events.released(order));
            if (random.nextBoolean()) {
                life.add(events.late(order));
            }
        }
        return life;
    }

    private static List<Cause> causes(StoreOutcome outcome) {
        return outcome.refusals().stream().map(Refusal::cause).toList();
    }
}

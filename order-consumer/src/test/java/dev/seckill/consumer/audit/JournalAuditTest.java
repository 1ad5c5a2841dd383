package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.consumer.store.OrderTerms;
import dev.seckill.consumer.store.SaleRow;
import dev.seckill.consumer.store.SaleRules;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JournalAuditTest {

    private final TestEvents events = new TestEvents("counter");
    private final JournalAudit audit = new JournalAudit(Clock.systemUTC());

    @Test
    void passesWhatTheApiDecidesAndTheConsumerStores() {
        logAndStore(sold(5));
        logAndStore(List.of(events.changed("Cars"), events.restocked(-3), events.accepted()));

        SaleJournal journal = journal();

        assertThat(journal.passes(false)).isTrue();
        assertThat(journal.events()).isEqualTo(9);
        assertThat(journal.lastNo()).isEqualTo(9);
    }

    @Test
    void anOrderWithoutNumberHasNoJournal() {
        audit.logged(unnumbered(), true);

        assertThat(audit.journals()).isEmpty();
    }

    @Test
    void namesTheNumbersThatAreMissing() {
        List<SaleEvent> all = sold(9);
        all.forEach(event -> audit.logged(event, true));
        all.stream()
                .filter(event -> event.no() != 3 && (event.no() < 5 || event.no() > 7))
                .forEach(this::store);

        SaleJournal journal = journal();

        assertThat(journal.passes(false)).isFalse();
        assertThat(journal.passes(true)).isTrue();
        assertThat(journal.missing()).isEqualTo(4);
        assertThat(journal.firstMissing()).containsExactly("3", "5-7");
        assertThat(journal.wrong().count()).as("nothing follows a gap").isZero();
    }

    @Test
    void tellsAGapAtTheEndThatTheGroupHasNotRead() {
        List<SaleEvent> all = sold(5);
        all.forEach(event -> audit.logged(event, event.no() < 5));
        all.subList(0, 4).forEach(this::store);

        assertThat(journal().firstMissing()).containsExactly("5-6");
        assertThat(journal().unread()).isEqualTo(2);
        assertThat(journal().passes(false)).isFalse();
    }

    /** The consumer stores what the log got after the audit has read it, from several partitions. */
    @Test
    void takesGapsAboveAllThatWasOnTheLogForInFlight() {
        List<SaleEvent> all = sold(5);
        all.subList(0, 3).forEach(event -> audit.logged(event, true));
        all.stream().filter(event -> event.no() != 4).forEach(this::store);

        SaleJournal journal = journal();

        assertThat(journal.inFlight()).isEqualTo(1);
        assertThat(journal.missing()).isZero();
        assertThat(journal.passes(false)).isTrue();
    }

    @Test
    void aGapOfASaleThatIsNotOnTheLogIsNotInFlight() {
        sold(5).stream().filter(event -> event.no() != 4).forEach(this::store);

        assertThat(journal().firstMissing()).containsExactly("4");
        assertThat(journal().passes(false)).isFalse();
    }

    @Test
    void aParkedEventIsAccountedFor() {
        List<SaleEvent> all = sold(5);
        all.forEach(event -> audit.logged(event, true));
        all.stream().filter(event -> event.no() != 4).forEach(this::store);
        audit.parked(all.get(3));

        assertThat(journal().parked()).isEqualTo(1);
        assertThat(journal().passes(false)).isTrue();
    }

    /** 4 was decided and lost with Redis, 5 was logged before that. */
    @Test
    void aRecoveredEventExplainsTheNumbersThatItGivesUp() {
        List<SaleEvent> all = sold(4);
        logAndStore(all.subList(0, 3));
        logAndStore(List.of(all.get(4)));
        logAndStore(List.of(events.recovered(97, new NumberRange(4, 4)), events.restocked(2), events.accepted()));

        SaleJournal journal = journal();

        assertThat(journal.passes(false)).isTrue();
        assertThat(journal.givenUp()).isEqualTo(1);
        assertThat(journal.events()).isEqualTo(7);
    }

    @Test
    void aRecoveredEventMustCountAllThatIsThere() {
        logAndStore(sold(4));
        logAndStore(List.of(events.recovered(97)));

        assertThat(journal().wrong().examples()).containsExactly("6: left 97, but all units up to it make 96");
        assertThat(journal().passes(true)).isFalse();
    }

    @Test
    void findsANumberThatCameBackAfterItWasGivenUp() {
        logAndStore(sold(4));
        logAndStore(List.of(events.recovered(97, new NumberRange(4, 5))));

        assertThat(journal().revived().examples()).containsExactly("4-5");
        assertThat(journal().passes(true)).isFalse();
    }

    /** A rebuilt sale whose orders are all of a program without journal begins with nothing. */
    @Test
    void aJournalMayBeginWithARecover() {
        logAndStore(List.of(events.recovered(0), events.restocked(40), events.accepted()));

        assertThat(journal().passes(false)).isTrue();
    }

    @Test
    void findsUnitsThatDoNotAddUpOrAreBelowZero() {
        store(entry(events.restocked(100), 0, true));
        store(entry(events.accepted(), -1, true));
        store(entry(events.restocked(100), 50, true));

        assertThat(journal().wrong().examples())
                .containsExactly(
                        "1: left 0, but 0 before it and 100 units make 100",
                        "2: left -1 is below zero",
                        "3: left 50, but -1 before it and 100 units make 99");
        assertThat(journal().passes(true)).isFalse();
    }

    @Test
    void findsOrdersThatDoNotAgreeWithTheirEntries() {
        logAndStore(List.of(events.restocked(100)));
        SaleEvent.Accepted accepted = events.accepted();
        audit.logged(accepted, true);
        store(entry(accepted, 99, false));
        audit.trail("counter").stray("some order");

        assertThat(journal().disagreeing().examples())
                .containsExactly("2: " + accepted.order().orderId(), "some order");
        assertThat(journal().passes(true)).isFalse();
    }

    @Test
    void knowsWhatARepairHasToBring() {
        List<SaleEvent> all = sold(5);
        all.stream().filter(event -> event.no() < 6 && event.no() != 3).forEach(this::store);

        assertThat(all.stream().filter(audit::isMissing).map(SaleEvent::no)).containsExactly(3L, 6L);
        assertThat(audit.isMissing(new TestEvents("other").restocked(1))).isTrue();
        assertThat(audit.isMissing(unnumbered())).isFalse();
    }

    private static SaleEvent unnumbered() {
        return new SaleEvent.Accepted(SaleEvent.UNNUMBERED, new TestOrders("counter").next());
    }

    /** Past a bound, gaps are counted but not kept, and then nothing is said about what lies there. */
    @Test
    void holdsNoMoreThanSoManyGaps() {
        TestEvents many = new TestEvents("counter");
        many.restocked(100_000);
        for (int i = 0; i < 30_000; i++) {
            SaleEvent event = many.accepted();
            if (event.no() % 2 == 1) {
                store(event);
            }
        }

        assertThat(journal().missing()).isEqualTo(15_001);
        assertThat(audit.trail("counter").missing()).hasSize(10_000);
        assertThat(audit.trail("counter").lacks(29_999)).isTrue();
        assertThat(audit.trail("counter").lacks(3)).isFalse();
    }

    @Test
    void aRowThatIsBehindWhatTheGroupHasReadIsFound() {
        logAndStore(List.of(events.restocked(9), events.changed("Cars"), events.accepted()));

        audit.row(new SaleRow("counter", 3, 2, true));
        assertThat(journal().passes(false)).isTrue();
        audit.row(new SaleRow("counter", 2, 0, true));
        assertThat(journal().row().examples())
                .containsExactly("last_no 2, but event 3 is there", "changed_no 0, but event 2 changed the sale");
        assertThat(journal().passes(true)).isFalse();
        assertThat(audit.salesToRebuild()).containsExactly("counter");
    }

    /** It is written after the events, and its messages are committed after that. */
    @Test
    void aRowMayBeBehindWhatTheGroupHasNotReadYet() {
        logAndStore(List.of(events.restocked(9)));
        SaleEvent changed = events.changed("Cars");
        audit.logged(changed, false);
        store(changed);

        audit.row(new SaleRow("counter", 1, 0, true));

        assertThat(journal().row().count()).isZero();
    }

    @Test
    void aRowThatIsAheadOfTheJournalOrAnotherEventsIsFound() {
        logAndStore(List.of(events.restocked(9)));

        audit.row(new SaleRow("counter", 2, 1, false));

        assertThat(journal().row().examples())
                .containsExactly(
                        "last_no 2, but the journal ends at 1", "definition and state are not those of event 1");
    }

    @Test
    void aSaleWithoutARowIsFound() {
        logAndStore(List.of(events.restocked(9)));

        audit.row(new SaleRow("other", 0, 0, true));

        assertThat(audit.salesToRebuild()).containsExactly("counter");
    }

    @Test
    void saysWhereTheUnitsAre() {
        SaleEvent stock = events.restocked(100);
        SaleEvent.Accepted kept = events.held();
        SaleEvent.Accepted paid = events.held();
        SaleEvent.Accepted gone = events.held();
        SaleEvent.Accepted back = events.cancellable(3);
        logAndStore(List.of(stock, kept, paid, gone, back, events.accepted(2, "car")));
        logAndStore(List.of(events.extended(kept), events.confirmed(paid), events.released(gone), events.late(gone)));
        logAndStore(List.of(events.released(back), events.accepted()));
        audit.ended();

        JournalUnits units = journal().units();

        assertThat(journal().passes(false)).isTrue();
        assertThat(units).isEqualTo(new JournalUnits(100, 95, 1, 4, 4, 1, 1, true));
        assertThat(units.allotment()).isEqualTo(units.left() + units.held() + units.confirmed());
    }

    /** Nobody has to have looked at the sale since. */
    @Test
    void anOrderThatIsHeldPastItsTimeIsToldAndNoFailure() {
        logAndStore(List.of(events.restocked(100), events.held()));
        audit.ended();

        assertThat(journal().units().overdue()).isEqualTo(1);
        assertThat(journal().passes(false)).isTrue();
    }

    @Test
    void findsUnitsThatAreNotTheAllotment() {
        SaleEvent stock = events.restocked(100);
        SaleEvent.Accepted order = events.cancellable(3);
        logAndStore(List.of(stock, order, events.released(order, 2)));
        audit.ended();

        assertThat(journal().wrong().examples()).containsExactly("allotment 100, but 99 left, 0 held and 0 confirmed");
        assertThat(journal().illegal().examples())
                .containsExactly("3: " + order.orderId() + " gave 2 units back, but had 3");
        assertThat(journal().passes(true)).isFalse();
    }

    private List<SaleEvent> sold(int orders) {
        List<SaleEvent> all = new ArrayList<>(List.of(events.restocked(100)));
        for (int i = 0; i < orders; i++) {
            all.add(events.accepted());
        }
        return all;
    }

    private void logAndStore(List<? extends SaleEvent> all) {
        all.forEach(event -> {
            audit.logged(event, true);
            store(event);
        });
    }

    private void store(SaleEvent event) {
        store(entry(event, event.left(), true, terms(event)));
    }

    private void store(JournalEntry entry) {
        audit.take(entry);
    }

    private static JournalEntry entry(SaleEvent event, long left, boolean ordersAgree) {
        return entry(event, left, ordersAgree, OrderTerms.NONE);
    }

    private static JournalEntry entry(SaleEvent event, long left, boolean ordersAgree, OrderTerms terms) {
        Order order = event instanceof SaleEvent.Accepted accepted ? accepted.order() : null;
        return new JournalEntry(
                event.sale().value(),
                event.no(),
                event.kind().name(),
                event instanceof SaleEvent.OfOrder ofOrder ? ofOrder.orderId().toString() : null,
                order == null || order.buyer() == null ? null : order.buyer().value(),
                event.units(),
                left,
                event.at(),
                event instanceof SaleEvent.SaleChanged changed ? rules(changed) : null,
                terms,
                event instanceof SaleEvent.Recovered recovered ? recovered.voided() : List.of(),
                ordersAgree);
    }

    private static OrderTerms terms(SaleEvent event) {
        if (event instanceof SaleEvent.Accepted accepted) {
            return new OrderTerms(accepted.heldUntil(), accepted.cancellable(), null);
        }
        if (event instanceof SaleEvent.Extended extended) {
            return new OrderTerms(extended.heldUntil(), false, null);
        }
        return event instanceof SaleEvent.Released released
                ? new OrderTerms(null, false, released.reason().name())
                : OrderTerms.NONE;
    }

    private static SaleRules rules(SaleEvent.SaleChanged changed) {
        SaleDefinition definition = changed.definition();
        return new SaleRules(
                changed.state().name(),
                definition.opensAt(),
                definition.closesAt(),
                definition.perBuyer(),
                definition.perOrder());
    }

    private SaleJournal journal() {
        assertThat(audit.journals()).hasSize(1);
        return audit.journals().get(0);
    }
}

package dev.seckill.loadtest.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.event.NumberRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A journal of 10 units, three orders, and a recover that gave up two numbers; each test spoils one thing. */
class JournalReplayTest {

    private final List<JournalEvent> events = new ArrayList<>(List.of(
            restocked(1, 10, 10),
            accepted(2, "order-1", 9),
            accepted(3, "order-2", 8),
            recovered(6, 8, new NumberRange(4, 5)),
            accepted(7, "order-3", 7)));
    private final List<String> rows = new ArrayList<>(List.of("order-1", "order-2", "order-3"));
    private final List<Long> refused = new ArrayList<>();
    private JournalEnd redis = new JournalEnd(7, 7);

    @Test
    void addsUpOverNumbersThatWereGivenUp() {
        JournalVerdict verdict = replay();

        assertThat(verdict).isEqualTo(new JournalVerdict(true, 5, 0, 7, List.of()));
        assertThat(verdict.line()).isEqualTo("  journal             5   events, replays to 7 left: adds up\n");
    }

    @Test
    void addsUpForASaleThatWasNeverSoldFrom() {
        assertThat(new JournalReplay().end(new JournalEnd(0, 0)).findings()).isEmpty();
    }

    @Test
    void findsANumberThatIsNotThere() {
        events.remove(2);
        rows.remove("order-2");

        assertThat(findings()).contains("journal: numbers without an event that no RECOVERED gives up: 1 (3)");
    }

    @Test
    void findsThatTheFirstNumberIsNotThere() {
        events.remove(0);

        assertThat(findings()).contains("journal: numbers without an event that no RECOVERED gives up: 1 (1)");
    }

    @Test
    void findsAGapThatRecoverGaveUpOnlyInPart() {
        events.set(3, recovered(6, 8, new NumberRange(5, 5)));

        assertThat(findings()).containsExactly("journal: numbers without an event that no RECOVERED gives up: 1 (4)");
        assertThat(replay().missing()).isEqualTo(1);
    }

    @Test
    void findsANumberThatWasGivenUpAndIsThere() {
        events.add(3, accepted(4, "order-4", 7));
        events.set(4, recovered(6, 7, new NumberRange(4, 5)));
        events.set(5, accepted(7, "order-3", 6));
        rows.add("order-4");
        redis = new JournalEnd(7, 6);

        assertThat(findings()).containsExactly("journal: numbers that were given up and have an event: 1 (4)");
    }

    @Test
    void acceptsANumberThatIsGivenUpTwice() {
        events.add(4, recovered(7, 8, new NumberRange(4, 4)));
        events.set(5, accepted(8, "order-3", 7));
        redis = new JournalEnd(8, 7);

        assertThat(findings()).isEmpty();
    }

    @Test
    void findsALeftThatDoesNotFollow() {
        events.set(2, accepted(3, "order-2", 7));

        assertThat(findings()).containsExactly("journal: events whose left does not follow: 1 (no 3: 7, should be 8)");
    }

    @Test
    void findsThatTheFirstEventDoesNotBeginAtZero() {
        events.set(0, restocked(1, 9, 10));

        assertThat(findings())
                .contains(
                        "journal: events whose left does not follow: 2 (no 1: 10, should be 9, no 6: 8, should be 7)");
    }

    @Test
    void findsARecoverThatDoesNotGiveBackWhatWasLost() {
        events.set(3, recovered(6, 6, new NumberRange(4, 5)));
        events.set(4, accepted(7, "order-3", 5));
        redis = new JournalEnd(7, 5);

        assertThat(findings()).containsExactly("journal: events whose left does not follow: 1 (no 6: 6, should be 8)");
    }

    /** No 4 took a unit before it was lost, which no 5 knows; the recover gives it back. */
    @Test
    void acceptsAnOrderThatWasDecidedAfterOneThatWasLost() {
        events.set(3, accepted(5, "order-4", 6));
        events.add(4, recovered(6, 7, new NumberRange(4, 4)));
        events.set(5, accepted(7, "order-3", 6));
        rows.add("order-4");
        redis = new JournalEnd(7, 6);

        assertThat(findings()).isEmpty();
    }

    @Test
    void findsALeftBelowZero() {
        events.add(new JournalEvent(8, "RESTOCKED", null, -8, -1, List.of()));
        redis = new JournalEnd(8, -1);

        assertThat(findings()).containsExactly("journal: events whose left is below zero: 1 (no 8: -1)");
    }

    @Test
    void findsAnOrderThatWasAcceptedTwice() {
        events.add(accepted(8, "order-1", 6));
        redis = new JournalEnd(8, 6);

        assertThat(findings()).containsExactly("journal: orders accepted twice: 1 (order-1 at no 8)");
    }

    @Test
    void findsAnAcceptedEventWithoutAnOrder() {
        events.add(accepted(8, null, 6));
        redis = new JournalEnd(8, 6);

        assertThat(findings()).containsExactly("journal: ACCEPTED events without an order id: 1 (no 8)");
    }

    @Test
    void findsAnAcceptedOrderWithoutARow() {
        rows.remove("order-2");

        assertThat(findings()).containsExactly("journal: orders accepted that have no row: 1 (order-2)");
    }

    @Test
    void findsARowWithoutAnEvent() {
        rows.add("order-9");

        assertThat(findings()).containsExactly("journal: rows whose order has no ACCEPTED event: 1 (order-9)");
    }

    @Test
    void findsThatRedisHasGivenMoreNumbers() {
        redis = new JournalEnd(8, 7);

        assertThat(findings()).containsExactly("journal: it ends at no 7, but Redis has given numbers up to 8");
        assertThat(replay().missing()).isEqualTo(1);
    }

    @Test
    void findsThatTheCounterIsNotWhatIsLeft() {
        redis = new JournalEnd(7, 6);

        assertThat(findings()).containsExactly("journal: it replays to 7 left, but the counter is 6");
    }

    @Test
    void findsEventsOutOfOrder() {
        events.add(3, accepted(3, "order-2", 7));

        assertThat(findings()).containsExactly("journal: events out of order: 1 (no 3 after no 3)");
    }

    @Test
    void saysSoWhenItDoesNotAddUpOrThereIsNone() {
        redis = new JournalEnd(7, 6);

        assertThat(replay().line()).isEqualTo("  journal             5   events, replays to 7 left: does not add up\n");
        assertThat(JournalVerdict.NONE.line())
                .isEqualTo("  journal          none   the order book is of a version that kept no journal\n");
    }

    @Test
    void acceptsAGapWhereAnEventWasRefusedAndNoEventThere() {
        events.remove(2);
        rows.remove("order-2");
        refused.add(3L);

        assertThat(findings()).isEmpty();

        events.add(2, accepted(3, "order-2", 8));
        rows.add("order-2");
        assertThat(findings()).containsExactly("journal: numbers that were refused and have an event: 1 (3)");
    }

    private List<String> findings() {
        return replay().findings();
    }

    private JournalVerdict replay() {
        JournalReplay replay = new JournalReplay();
        refused.forEach(replay::refused);
        events.forEach(replay::take);
        rows.forEach(replay::stored);
        return replay.end(redis);
    }

    private static JournalEvent restocked(long no, long units, long left) {
        return new JournalEvent(no, "RESTOCKED", null, units, left, List.of());
    }

    private static JournalEvent accepted(long no, String orderId, long left) {
        return new JournalEvent(no, "ACCEPTED", orderId, -1, left, List.of());
    }

    private static JournalEvent recovered(long no, long left, NumberRange givenUp) {
        return new JournalEvent(no, "RECOVERED", null, 0, left, List.of(givenUp));
    }
}

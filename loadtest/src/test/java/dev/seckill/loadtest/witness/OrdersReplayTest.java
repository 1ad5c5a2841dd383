package dev.seckill.loadtest.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.witness.JournalEvent.Hold;
import dev.seckill.loadtest.witness.OrdersReplay.State;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrdersReplayTest {

    private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
    private static final Instant UNTIL = START.plusSeconds(10);
    private static final Hold EXPIRED = new Hold(null, false, "EXPIRED");
    private static final Hold CANCELLED = new Hold(null, false, "CANCELLED");

    private final OrdersReplay replay = new OrdersReplay();
    private long no;

    @Test
    void everyWayThatAnOrderMayGoIsAllowed() {
        take("ACCEPTED", "paid", -1, 0, new Hold(UNTIL, false, null));
        take("EXTENDED", "paid", 0, 5, new Hold(UNTIL.plusSeconds(10), false, null));
        take("CONFIRMED", "paid", 0, 19, Hold.NONE);
        take("ACCEPTED", "expired", -2, 0, new Hold(UNTIL, false, null));
        take("RELEASED", "expired", 2, 10, EXPIRED);
        take("LATE", "expired", 0, 11, Hold.NONE);
        take("ACCEPTED", "taken back", -1, 0, new Hold(null, true, null));
        take("RELEASED", "taken back", 1, 1, CANCELLED);
        take("ACCEPTED", "waiting", -3, 12, new Hold(UNTIL.plusSeconds(60), false, null));
        take("RESTOCKED", null, 5, 13, Hold.NONE);

        assertThat(replay.findings()).isEmpty();
        assertThat(replay.units(State.CONFIRMED)).isEqualTo(1);
        assertThat(replay.units(State.HELD)).isEqualTo(3);
        assertThat(replay.orders().get("expired").late()).isTrue();
    }

    @Test
    void unitsThatGoBackTwiceAreFound() {
        take("ACCEPTED", "a", -1, 0, new Hold(UNTIL, false, null));
        take("RELEASED", "a", 1, 10, EXPIRED);
        take("RELEASED", "a", 1, 11, CANCELLED);

        assertThat(replay.findings())
                .singleElement()
                .asString()
                .contains("no 3, RELEASED of a of one that was RELEASED");
    }

    @Test
    void aPaymentAfterTheTimeIsFound() {
        take("ACCEPTED", "a", -1, 0, new Hold(UNTIL, false, null));
        take("CONFIRMED", "a", 0, 10, Hold.NONE);

        assertThat(replay.findings()).singleElement().asString().contains("after their time");
    }

    @Test
    void aReleaseBeforeTheTimeIsFound() {
        take("ACCEPTED", "a", -1, 0, new Hold(UNTIL, false, null));
        take("RELEASED", "a", 1, 9, EXPIRED);

        assertThat(replay.findings()).singleElement().asString().contains("expired before their time");
    }

    @Test
    void aConfirmedOrderThatCannotBeCancelledIsFoundWhenItIs() {
        take("ACCEPTED", "a", -1, 0, Hold.NONE);
        take("RELEASED", "a", 1, 9, CANCELLED);

        assertThat(replay.findings()).singleElement().asString().contains("does not allow");
    }

    @Test
    void otherUnitsAndASecondLatePaymentAreFound() {
        take("ACCEPTED", "a", -2, 0, new Hold(UNTIL, false, null));
        take("RELEASED", "a", 1, 10, EXPIRED);
        take("LATE", "a", 0, 11, Hold.NONE);
        take("LATE", "a", 0, 12, Hold.NONE);
        take("CONFIRMED", "nobody's", 0, 12, Hold.NONE);

        assertThat(replay.findings()).hasSize(3);
    }

    @Test
    void aRowThatIsNotAsTheJournalSaysIsFound() {
        take("ACCEPTED", "a", -1, 0, new Hold(UNTIL, false, null));
        take("CONFIRMED", "a", 0, 1, Hold.NONE);
        replay.stored("a", "CONFIRMED", 2);
        assertThat(replay.findings()).isEmpty();

        replay.stored("a", "HELD", 1);

        assertThat(replay.findings()).singleElement().asString().contains("should be CONFIRMED by no 2");
    }

    private void take(String kind, String order, long units, long second, Hold hold) {
        replay.take(new JournalEvent(++no, kind, order, units, 0, START.plusSeconds(second), hold, List.of()));
    }
}

package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.chaos.OrderAnswer.Told;
import dev.seckill.loadtest.witness.JournalEvent;
import dev.seckill.loadtest.witness.JournalEvent.Hold;
import dev.seckill.loadtest.witness.PaidEvidence.BookedFate;
import dev.seckill.loadtest.witness.Reasons;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An order that was paid, and one that ran out and was paid late. Each test spoils one thing. */
final class HoldWitnessTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final Hold HELD = new Hold(START.plusSeconds(5), false, null);

    private final List<JournalEvent> events = new ArrayList<>(List.of(
            event(1, "ACCEPTED", "a", -1, 1, HELD),
            event(2, "CONFIRMED", "a", 0, 2, Hold.NONE),
            event(3, "ACCEPTED", "b", -1, 2, HELD),
            event(4, "RELEASED", "b", 1, 6, new Hold(null, false, "EXPIRED")),
            event(5, "LATE", "b", 0, 7, Hold.NONE)));
    private final List<BookedFate> fates =
            new ArrayList<>(List.of(new BookedFate("a", "CONFIRMED", 2), new BookedFate("b", "RELEASED", 5)));
    private final List<OrderAnswer> answers = new ArrayList<>(List.of(
            new OrderAnswer("a", OrderAnswer.CONFIRM, Told.DONE),
            new OrderAnswer("a", OrderAnswer.EXTEND, Told.REFUSED),
            new OrderAnswer("b", OrderAnswer.CONFIRM, Told.LATE)));
    private final Map<String, Map<Long, String>> webhooks = new LinkedHashMap<>(Map.of(
            "a", told(1, "order.accepted", 2, "order.confirmed"),
            "b", told(3, "order.accepted", 4, "order.released", 5, "order.late")));

    @Test
    void findsNothingWhenAllAgree() {
        assertThat(reasons()).isEmpty();
        assertThat(witness().released()).isEqualTo(1);
    }

    @Test
    void findsAPaymentThatWasTakenThoughTheUnitsWentBack() {
        answers.set(2, new OrderAnswer("b", OrderAnswer.CONFIRM, Told.DONE));

        assertThat(reasons()).singleElement().asString().contains("b: confirm was told DONE");
    }

    @Test
    void findsACancellationThatWasToldAndDidNotHappen() {
        answers.add(new OrderAnswer("b", OrderAnswer.CANCEL, Told.DONE));
        answers.set(1, new OrderAnswer("a", OrderAnswer.CANCEL, Told.DONE));

        assertThat(reasons()).singleElement().asString().contains("a: cancel was told DONE");
    }

    @Test
    void findsAnOrderThatTheSaleHasForgotten() {
        answers.add(new OrderAnswer("a", OrderAnswer.CONFIRM, Told.UNKNOWN));
        answers.add(new OrderAnswer("c", OrderAnswer.CONFIRM, Told.DONE));

        assertThat(reasons()).singleElement().asString().contains(": 2 (");
    }

    @Test
    void findsAnOrderThatIsHeldForEver() {
        events.add(event(6, "ACCEPTED", "c", -1, 8, HELD));
        fates.add(new BookedFate("c", "HELD", 6));
        webhooks.put("c", told(6, "order.accepted"));

        assertThat(reasons()).singleElement().asString().startsWith("orders that are held still");
    }

    @Test
    void takesAConfirmedOrderThatWasCancelledAndOneThatWasExtended() {
        events.add(event(6, "ACCEPTED", "c", -1, 8, new Hold(START.plusSeconds(20), true, null)));
        events.add(event(7, "EXTENDED", "c", 0, 9, new Hold(START.plusSeconds(30), false, null)));
        events.add(event(8, "CONFIRMED", "c", 0, 10, Hold.NONE));
        events.add(event(9, "RELEASED", "c", 1, 11, new Hold(null, false, "CANCELLED")));
        fates.add(new BookedFate("c", "RELEASED", 9));
        webhooks.put("c", told(6, "order.accepted", 7, "order.extended", 8, "order.confirmed", 9, "order.released"));
        for (String change : List.of(OrderAnswer.EXTEND, OrderAnswer.CONFIRM, OrderAnswer.CANCEL)) {
            answers.add(new OrderAnswer("c", change, Told.DONE));
        }

        assertThat(reasons()).isEmpty();

        answers.add(new OrderAnswer("b", OrderAnswer.CANCEL, Told.REFUSED));
        answers.add(new OrderAnswer("a", OrderAnswer.CONFIRM, Told.REFUSED));

        assertThat(reasons()).singleElement().asString().contains(": 2 (");
    }

    @Test
    void findsAWebhookThatIsMissing() {
        webhooks.put("a", told(1, "order.accepted"));

        assertThat(reasons()).singleElement().asString().startsWith("orders of which the shop was told otherwise");
    }

    private HoldWitness witness() {
        return new HoldWitness(new HeldOrders(events, fates, answers, webhooks, List.of()));
    }

    private List<String> reasons() {
        Reasons reasons = new Reasons();
        witness().judge(reasons);
        return reasons.lines();
    }

    private static JournalEvent event(long no, String kind, String order, long units, int second, Hold hold) {
        return new JournalEvent(no, kind, order, units, 0, START.plusSeconds(second), hold, List.of());
    }

    private static Map<Long, String> told(Object... pairs) {
        Map<Long, String> told = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            told.put(((Integer) pairs[i]).longValue(), (String) pairs[i + 1]);
        }
        return told;
    }
}

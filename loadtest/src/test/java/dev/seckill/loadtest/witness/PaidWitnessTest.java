package dev.seckill.loadtest.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.witness.JournalEvent.Hold;
import dev.seckill.loadtest.witness.PaidEvidence.BookedFate;
import dev.seckill.loadtest.witness.PaidEvidence.Payment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One unit: the first buyer pays late, the second one in time. Each test spoils one thing. */
final class PaidWitnessTest {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

    private final List<ShopAnswer> answers = new ArrayList<>(List.of(accepted("ann", "a"), accepted("bob", "b")));
    private final List<BookedOrder> rows =
            new ArrayList<>(List.of(new BookedOrder("a", 1, "ann", 1), new BookedOrder("b", 2, "bob", 1)));
    private final List<BookedFate> fates =
            new ArrayList<>(List.of(new BookedFate("a", "RELEASED", 4), new BookedFate("b", "CONFIRMED", 6)));
    private final List<JournalEvent> events = new ArrayList<>(List.of(
            event(1, "RESTOCKED", null, 1, 1, 0, Hold.NONE),
            event(2, "ACCEPTED", "a", -1, 0, 1, new Hold(START.plusSeconds(5), false, null)),
            event(3, "RELEASED", "a", 1, 1, 5, new Hold(null, false, "EXPIRED")),
            event(4, "LATE", "a", 0, 1, 6, Hold.NONE),
            event(5, "ACCEPTED", "b", -1, 0, 7, new Hold(START.plusSeconds(12), false, null)),
            event(6, "CONFIRMED", "b", 0, 0, 8, Hold.NONE)));
    private final Map<String, Payment> payments = new HashMap<>(Map.of("a", Payment.LATE, "b", Payment.TAKEN));
    private final Map<String, Map<Long, String>> webhooks = new HashMap<>(Map.of(
            "a", told(2, "order.accepted", 3, "order.released", 4, "order.late"),
            "b", told(5, "order.accepted", 6, "order.confirmed")));

    @Test
    void passesWhenEverythingIsSoldAndTheLatePayerIsRefunded() {
        PaidVerdict verdict = judge();

        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.sold()).isEqualTo(1);
        assertThat(verdict.late()).isEqualTo(1);
        assertThat(verdict.refunds()).isEqualTo(1);
        assertThat(PaidPrinter.print(verdict))
                .contains("sold in the end 1 of 1")
                .contains("PASS");
    }

    @Test
    void failsWhenALatePayerWasToldThatThePaymentIsTaken() {
        payments.put("a", Payment.TAKEN);

        assertThat(judge().reasons()).singleElement().asString().startsWith("payers who were told something else");
    }

    @Test
    void failsWhenAPaymentHasNoClearReply() {
        payments.put("b", Payment.ODD);

        assertThat(judge().reasons()).singleElement().asString().startsWith("payments without a clear reply");
    }

    @Test
    void failsWhenTheShopDidNotHearOfTheLatePayment() {
        webhooks.put("a", told(2, "order.accepted", 3, "order.released"));

        assertThat(judge().reasons())
                .singleElement()
                .asString()
                .startsWith("orders of which the shop was told otherwise");
        assertThat(judge().refunds()).isZero();
    }

    @Test
    void failsWhenTheShopHeardInAnotherOrder() {
        webhooks.put("b", told(6, "order.confirmed", 5, "order.accepted"));

        assertThat(judge().reasons())
                .singleElement()
                .asString()
                .startsWith("orders of which the shop was told otherwise");
    }

    @Test
    void failsWhenARowIsBehindTheJournal() {
        fates.set(1, new BookedFate("b", "HELD", 5));

        assertThat(judge().reasons()).singleElement().asString().startsWith("orders: rows that are not as");
    }

    @Test
    void failsWhenAUnitIsLeftUnpaid() {
        events.remove(5);
        fates.set(1, new BookedFate("b", "HELD", 5));
        payments.put("b", Payment.NONE);
        webhooks.put("b", told(5, "order.accepted"));

        assertThat(judge().reasons()).anyMatch(reason -> reason.startsWith("sold in the end: 0 of 1"));
    }

    @Test
    void failsWhenAnOrderWasPromisedTwiceOrToNobody() {
        answers.set(1, accepted("bob", "a"));

        assertThat(judge().reasons())
                .anyMatch(reason -> reason.startsWith("orders promised to more than one buyer"))
                .anyMatch(reason -> reason.startsWith("rows that nobody was told of"));
    }

    private PaidVerdict judge() {
        return PaidWitness.judge(new PaidEvidence(
                1,
                answers,
                rows,
                fates,
                events,
                List.of(),
                new CounterState(0, 1, 2, 0),
                new JournalVerdict(true, events.size(), 0, 0, List.of()),
                payments,
                webhooks,
                List.of()));
    }

    private static JournalEvent event(
            long no, String kind, String order, long units, long left, int second, Hold hold) {
        return new JournalEvent(no, kind, order, units, left, START.plusSeconds(second), hold, List.of());
    }

    private static ShopAnswer accepted(String buyer, String order) {
        return new ShopAnswer(
                new Answer(buyer, BuyerOutcome.ACCEPTED, order, START, Duration.ofMillis(5), ""), buyer, false, null);
    }

    private static Map<Long, String> told(Object... pairs) {
        Map<Long, String> told = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            told.put(((Integer) pairs[i]).longValue(), (String) pairs[i + 1]);
        }
        return told;
    }
}

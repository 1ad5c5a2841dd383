package dev.seckill.loadtest.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A planned sale that is flawless at first: four buyers of one unit each; two units, a pause, a restock of one in it, the
 * close. Each test spoils one thing.
 */
class PlannedWitnessTest {

    private static final Instant OPENS = Instant.parse("2026-11-29T12:00:03Z");
    private static final SaleTerms TERMS = new SaleTerms(OPENS, null, 1, 10);
    private static final String ADMIN = "loadtest";

    private final List<ShopAnswer> answers = new ArrayList<>(List.of(
            told("a", BuyerOutcome.NOT_OPEN, null, -1_000),
            told("a", BuyerOutcome.ACCEPTED, "order-1", 10),
            replayed("a", "order-1", 200),
            told("b", BuyerOutcome.ACCEPTED, "order-2", 20),
            told("c", BuyerOutcome.SOLD_OUT, null, 50),
            told("c", BuyerOutcome.NOT_OPEN, null, 1_500),
            told("c", BuyerOutcome.ACCEPTED, "order-3", 2_100),
            told("d", BuyerOutcome.SOLD_OUT, null, 2_200),
            told("d", BuyerOutcome.NOT_OPEN, null, 4_000)));
    private final List<BookedOrder> rows = new ArrayList<>(List.of(
            new BookedOrder("order-1", 1, "a", 1),
            new BookedOrder("order-2", 2, "b", 1),
            new BookedOrder("order-3", 3, "c", 1)));
    private final List<SaleStep> steps = new ArrayList<>(List.of(
            changed(1, "DEFINED", -3_000),
            restocked(2, 2, -3_000),
            accepted(3, "a", 0),
            accepted(4, "b", 20),
            changed(5, "PAUSED", 1_000),
            restocked(6, 1, 1_200),
            changed(7, "RESUMED", 2_000),
            accepted(8, "c", 2_100),
            changed(9, "CLOSED", 3_000)));
    private final List<DueChange> changes = new ArrayList<>(List.of(
            new DueChange("DEFINED", 0, ADMIN),
            new DueChange("RESTOCKED", 2, ADMIN),
            new DueChange("PAUSED", 0, ADMIN),
            new DueChange("RESTOCKED", 1, ADMIN),
            new DueChange("RESUMED", 0, ADMIN),
            new DueChange("CLOSED", 0, ADMIN)));
    private CounterState counter = new CounterState(0, 3, 3, 0);
    private JournalVerdict journal = new JournalVerdict(true, 9, 0, 0, List.of());
    private final List<String> incidents = new ArrayList<>();

    @Test
    void passesWhenEverybodyGotAShareInTime() {
        PlannedVerdict verdict = judge();

        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.isPass()).isTrue();
        assertThat(verdict.accepted()).isEqualTo(3);
        assertThat(verdict.replayed()).isEqualTo(1);
        assertThat(verdict.notOpen()).isEqualTo(3);
        assertThat(verdict.firstOrderMillis()).isZero();
        assertThat(PlannedPrinter.print(verdict)).contains("PASS").contains("planned sale autumn");
    }

    @Test
    void findsAUnitFromBeforeTheOpening() {
        steps.set(2, accepted(3, "a", -1));

        PlannedVerdict verdict = judge();

        assertThat(verdict.reasons())
                .containsExactly("rules: sold before the opening: 1 (no 3, at 2026-11-29T12:00:02.999Z and not from"
                        + " 2026-11-29T12:00:03Z)");
        assertThat(verdict.early()).isEqualTo(1);
        assertThat(verdict.isPass()).isFalse();
    }

    @Test
    void findsABuyerWhoWasServedBeforeTheOpening() {
        answers.set(1, told("a", BuyerOutcome.ACCEPTED, "order-1", -500));

        assertThat(judge().reasons())
                .anyMatch(reason -> reason.startsWith(
                        "told something else than \"not open\" before the opening: 1 (a, ACCEPTED at"));
    }

    @Test
    void findsThatSomebodyWasToldSoldOutBeforeTheOpening() {
        answers.set(0, told("a", BuyerOutcome.SOLD_OUT, null, -1_000));

        assertThat(judge().reasons()).anyMatch(reason -> reason.contains("before the opening: 1 (a, SOLD_OUT"));
    }

    @Test
    void findsThatNobodyAskedBeforeTheOpening() {
        answers.remove(0);

        assertThat(judge().reasons()).containsExactly("nobody asked before the opening, so nothing is known of it");
    }

    @Test
    void findsAReplyOfNotOpenFromAfterTheOpening() {
        answers.set(4, told("c", BuyerOutcome.NOT_OPEN, null, 50));

        assertThat(judge().reasons())
                .containsExactly(
                        "buyers told \"not open\" though the sale was open: 1 (c at 2026-11-29T12:00:03.050Z)");
    }

    @Test
    void findsAUnitInThePause() {
        steps.set(6, accepted(7, "c", 1_900));
        steps.set(7, changed(8, "RESUMED", 2_000));

        PlannedVerdict verdict = judge();

        assertThat(verdict.reasons())
                .containsExactly("rules: sold while the sale was paused or closed: 1 (no 7, PAUSED)");
        assertThat(verdict.stopped()).isEqualTo(1);
    }

    @Test
    void findsABuyerWhoWasServedInThePause() {
        answers.set(6, told("c", BuyerOutcome.ACCEPTED, "order-3", 1_600));

        PlannedVerdict verdict = judge();

        assertThat(verdict.reasons()).anyMatch(reason -> reason.contains("in the pause: 1 (c, ACCEPTED"));
        assertThat(verdict.stopped()).isEqualTo(1);
    }

    @Test
    void findsAUnitAfterTheClose() {
        steps.set(7, changed(8, "CLOSED", 2_050));
        steps.set(8, accepted(9, "c", 2_100));

        assertThat(judge().reasons())
                .containsExactly("rules: sold while the sale was paused or closed: 1 (no 9, CLOSED)");
    }

    @Test
    void findsTwoUnitsOfOneBuyer() {
        steps.set(7, accepted(8, "b", 2_100));
        rows.set(2, new BookedOrder("order-3", 3, "b", 1));
        answers.set(6, told("b", "b-other", BuyerOutcome.ACCEPTED, "order-3", 2_100));

        PlannedVerdict verdict = judge();

        assertThat(verdict.reasons())
                .containsExactly(
                        "buyers with more than their share: 1 (b has 2)",
                        "rules: buyers past their limit: 1 (no 8, b has 2 of at most 1)");
        assertThat(verdict.pastLimits()).isEqualTo(1);
    }

    @Test
    void findsALostRow() {
        rows.remove(1);

        PlannedVerdict verdict = judge();

        assertThat(verdict.missing()).isEqualTo(1);
        assertThat(verdict.reasons())
                .containsExactly(
                        "orders that buyers were told of and that have no row: 1 (order-2)",
                        "units do not add up: left 0 + sold 2 is not the 3 offered");
    }

    @Test
    void findsARowThatNobodyWasToldOf() {
        answers.remove(3);

        assertThat(judge().reasons())
                .containsExactly(
                        "orders told: 2, but it should have been 3", "rows that nobody was told of: 1 (order-2)");
    }

    @Test
    void findsARowOfAnotherBuyer() {
        rows.set(1, new BookedOrder("order-2", 2, "B", 1));

        assertThat(judge().reasons())
                .containsExactly("rows of another buyer than was told: 1 (order-2 is of B, told to b)");
    }

    @Test
    void findsARestockThatHappenedTwice() {
        steps.set(8, restocked(9, 1, 2_500));
        steps.add(changed(10, "CLOSED", 3_000));
        counter = new CounterState(1, 4, 3, 0);

        assertThat(judge().reasons())
                .containsExactly(
                        "the allotment in Redis is 4, but 3 units were offered",
                        "units do not add up: left 1 + sold 3 is not the 3 offered",
                        "changes in the journal that nobody made: 1 (RESTOCKED 1 by loadtest)");
    }

    @Test
    void findsAChangeUnderAnotherName() {
        changes.set(5, new DueChange("CLOSED", 0, "somebody"));

        assertThat(judge().reasons())
                .containsExactly(
                        "changes of the sale that are not in its journal: 1 (CLOSED by somebody)",
                        "changes in the journal that nobody made: 1 (CLOSED by loadtest)");
    }

    @Test
    void findsAPurchaseWithTwoOrders() {
        answers.set(2, replayed("a", "order-9", 200));

        assertThat(judge().reasons())
                .contains(
                        "purchases that got two orders: 1 (key-of-a)",
                        "orders that buyers were told of and that have no row: 1 (order-9)");
    }

    @Test
    void findsAnError() {
        answers.add(told("d", BuyerOutcome.FAILED, null, 2_500));

        assertThat(judge().reasons()).containsExactly("requests that got an error: 1 (d: 500)");
    }

    @Test
    void repeatsWhatTheJournalSaysAndFailsWithoutOne() {
        incidents.add("a wait ran out");
        journal = new JournalVerdict(true, 8, 1, 0, List.of("journal: a number is missing"));
        assertThat(judge().reasons()).containsExactly("journal: a number is missing", "a wait ran out");

        incidents.clear();
        journal = JournalVerdict.NONE;
        assertThat(judge().reasons()).containsExactly("the order book has no journal");
    }

    private PlannedVerdict judge() {
        List<Silence> silences = List.of(
                new Silence("before the opening", Instant.MIN, OPENS),
                new Silence("in the pause", OPENS.plusMillis(1_000), OPENS.plusMillis(2_000)),
                new Silence("after the close", OPENS.plusMillis(3_000), Instant.MAX));
        return PlannedWitness.judge(
                new PlannedExpectation("autumn", 4, 1, OPENS, changes, silences, OPENS.plusMillis(1_000)),
                new PlannedEvidence(answers, rows, steps, counter, journal, incidents));
    }

    private static ShopAnswer told(String buyer, BuyerOutcome outcome, String orderId, int millis) {
        return told(buyer, "key-of-" + buyer, outcome, orderId, millis);
    }

    private static ShopAnswer told(String buyer, String key, BuyerOutcome outcome, String orderId, int millis) {
        Instant askedAt = OPENS.plusMillis(millis);
        String detail = outcome.isError() ? "500" : "";
        return new ShopAnswer(
                new Answer(buyer, outcome, orderId, askedAt, Duration.ofMillis(5), detail), key, false, askedAt);
    }

    private static ShopAnswer replayed(String buyer, String orderId, int millis) {
        ShopAnswer first = told(buyer, BuyerOutcome.ACCEPTED, orderId, millis);
        return new ShopAnswer(first.answer(), first.key(), true, null);
    }

    private static SaleStep accepted(long no, String buyer, int millis) {
        return new SaleStep(no, "ACCEPTED", OPENS.plusMillis(millis), -1, buyer, null, null, null);
    }

    private static SaleStep restocked(long no, long units, int millis) {
        return new SaleStep(no, "RESTOCKED", OPENS.plusMillis(millis), units, null, ADMIN, null, null);
    }

    private static SaleStep changed(long no, String change, int millis) {
        return new SaleStep(no, "SALE_CHANGED", OPENS.plusMillis(millis), 0, null, ADMIN, change, TERMS);
    }
}

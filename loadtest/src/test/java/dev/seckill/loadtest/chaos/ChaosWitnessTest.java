package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.chaos.ChaosEvidence.Odd;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BookedOrder;
import dev.seckill.loadtest.witness.BuyerOutcome;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.DueChange;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.loadtest.witness.SaleStep;
import dev.seckill.loadtest.witness.SaleTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that is flawless but for the replies that faults cost; each test spoils one thing. */
class ChaosWitnessTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    /** Five units, of which four were sold; the order of key-4 was decided, but no reply reached the buyer. */
    private long offered = 5;

    private final List<Answer> answers = new ArrayList<>(List.of(
            accepted("key-1", "order-1"),
            accepted("key-2", "order-2"),
            accepted("key-2", "order-2"),
            accepted("key-3", "order-3")));
    private final List<OpenQuestion> open = new ArrayList<>();
    private final List<BookedOrder> rows = new ArrayList<>(List.of(
            new BookedOrder("order-1", 1),
            new BookedOrder("order-2", 2),
            new BookedOrder("order-3", 3),
            new BookedOrder("order-4", 4)));
    private final List<OrderInLog> logged = new ArrayList<>(List.of(
            logged("order-1", "key-1"),
            logged("order-2", "key-2"),
            logged("order-2", "key-2"),
            logged("order-3", "key-3"),
            logged("order-4", "key-4")));
    private CounterState counter = new CounterState(1, 5, 4, 0);
    private JournalVerdict journal = new JournalVerdict(true, 5, 0, 1, List.of());
    private final List<SaleStep> steps = new ArrayList<>();
    private List<DueChange> restocks;
    private Odd odd = Odd.NONE;
    private final List<String> incidents = new ArrayList<>();

    @Test
    void passesWhenEveryOrderIsStoredOnceAndUnitsAddUp() {
        Reckoning reckoning = judge();

        assertThat(reckoning.reasons()).isEmpty();
        assertThat(reckoning.isPass()).isTrue();
        assertThat(reckoning).isEqualTo(new Reckoning(5, 1, 3, 4, 1, 0, 0, 0, 0, journal, List.of()));
    }

    @Test
    void passesWhenRecoverHasVoidedPlacesThatWereNeverLogged() {
        rows.set(3, new BookedOrder("order-4", 7));
        counter = new CounterState(1, 5, 7, 3);

        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void countsTheUnitsOfAnOrder() {
        rows.set(3, new BookedOrder("order-4", 4, "d", 2));
        counter = new CounterState(0, 5, 4, 0);

        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void failsWhenARestockThatWasSentAgainHappenedAgain() {
        restocks = List.of(new DueChange("RESTOCKED", 3, "ann"), new DueChange("RESTOCKED", 2, "ann"));
        steps.addAll(List.of(restocked(1, 3, "ann"), restocked(2, 2, "ann"), restocked(3, 2, "ann")));
        counter = new CounterState(3, 7, 4, 0);

        Reckoning reckoning = judge();

        assertThat(reckoning.leaked()).isEqualTo(-2);
        assertThat(reckoning.reasons())
                .containsExactly(
                        "leaked: offered 5 is not left 3 + sold 4",
                        "the allotment in Redis is 7, but 5 units were offered",
                        "restocks that nobody made, or that happened twice: 1 (RESTOCKED 2 by ann)");
    }

    @Test
    void failsWhenARestockIsNotInTheJournal() {
        restocks = List.of(new DueChange("RESTOCKED", 3, "ann"), new DueChange("RESTOCKED", 2, "ann"));
        steps.add(restocked(1, 3, "ann"));

        assertThat(judge().reasons()).containsExactly("restocks that are not in the journal: 1 (RESTOCKED 2 by ann)");
    }

    @Test
    void failsWhenARuleOfTheSaleWasBroken() {
        SaleTerms terms = new SaleTerms(null, null, 1, 10);
        steps.addAll(List.of(
                new SaleStep(1, "SALE_CHANGED", START, 0, null, "ann", "DEFINED", terms),
                new SaleStep(2, "ACCEPTED", START, -2, "Zoë", null, null, null),
                new SaleStep(3, "SALE_CHANGED", START, 0, null, "ann", "PAUSED", terms),
                new SaleStep(4, "ACCEPTED", START, -1, "x", null, null, null)));

        assertThat(judge().reasons())
                .containsExactly(
                        "rules: sold while the sale was paused or closed: 1 (no 4, PAUSED)",
                        "rules: buyers past their limit: 1 (no 2, Zoë has 2 of at most 1)");
    }

    private static SaleStep restocked(long no, long units, String by) {
        return new SaleStep(no, "RESTOCKED", START, units, null, by, null, null);
    }

    /** 5 were offered, 7 are sold, and left and decided still add up to the allotment in Redis. */
    @Test
    void failsWhenTheCounterNeverFellAndTheAllotmentGrewAlong() {
        for (int i = 5; i <= 7; i++) {
            rows.add(new BookedOrder("order-" + i, i));
            logged.add(logged("order-" + i, "key-" + i));
            answers.add(accepted("key-" + i, "order-" + i));
        }
        counter = new CounterState(5, 12, 7, 0);

        Reckoning reckoning = judge();

        assertThat(reckoning.oversold()).isEqualTo(2);
        assertThat(reckoning.reasons())
                .contains(
                        "oversold: 2 units past the 5 offered",
                        "leaked: offered 5 is not left 5 + sold 7",
                        "the allotment in Redis is 12, but 5 units were offered");
    }

    @Test
    void failsWhenAnOrderThatABuyerWasToldOfIsNotStored() {
        answers.add(accepted("key-5", "order-5"));
        counter = new CounterState(0, 5, 5, 0);

        Reckoning reckoning = judge();

        assertThat(reckoning.lost()).isEqualTo(1);
        assertThat(reckoning.reasons()).anyMatch(reason -> reason.startsWith("lost: ") && reason.contains("order-5"));
    }

    @Test
    void failsWhenAnOrderIsStoredTwice() {
        rows.add(new BookedOrder("order-4", 5));
        counter = new CounterState(0, 5, 5, 0);

        assertOnlyDuplicate("rows that repeat an order or a place");
    }

    @Test
    void failsWhenAPlaceIsStoredTwice() {
        rows.add(new BookedOrder("order-5", 4));
        counter = new CounterState(0, 5, 5, 0);

        assertOnlyDuplicate("rows that repeat an order or a place");
    }

    @Test
    void failsWhenTwoPurchasesAreToldTheSameOrder() {
        answers.add(accepted("key-9", "order-1"));

        assertOnlyDuplicate("orders told to more than one purchase");
    }

    @Test
    void failsWhenAPurchaseIsToldTwoOrders() {
        answers.add(accepted("key-1", "order-4"));
        logged.remove(4);

        assertOnlyDuplicate("purchases that got two orders");
    }

    @Test
    void failsWhenAPurchaseGotASecondOrderThatNobodyTold() {
        logged.set(4, logged("order-4", "key-1"));

        assertOnlyDuplicate("purchases that got two orders");
    }

    @Test
    void failsWhenAnOrderWithoutKeyWasMadeForNobody() {
        logged.set(4, logged("order-4", null));

        assertOnlyDuplicate("orders that no purchase was waiting for");
    }

    @Test
    void passesWhenAPurchaseWithoutKeyWasLeftWithoutAnAnswerWhenTheOrderWasDecided() {
        Instant decidedAt = logged.get(4).decidedAt();
        logged.set(4, logged("order-4", null));
        open.add(OpenQuestion.of(decidedAt, Duration.ofMillis(5), ReplyKind.REFUSED));

        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void failsWhenThePurchaseWithoutAnAnswerWasOverBeforeTheOrderWasDecided() {
        Instant decidedAt = logged.get(4).decidedAt();
        logged.set(4, logged("order-4", null));
        open.add(OpenQuestion.of(decidedAt.minusSeconds(1), Duration.ofMillis(5), ReplyKind.REFUSED));

        assertOnlyDuplicate("orders that no purchase was waiting for");
    }

    @Test
    void failsWhenMoreIsStoredThanWasOffered() {
        offered = 3;
        counter = new CounterState(0, 3, 4, 0);

        Reckoning reckoning = judge();

        assertThat(reckoning.oversold()).isEqualTo(1);
        assertThat(reckoning.leaked()).isEqualTo(-1);
        assertThat(reckoning.reasons()).anyMatch(reason -> reason.startsWith("oversold: 1 units past the 3"));
    }

    @Test
    void failsWhenAUnitIsNeitherLeftNorStored() {
        counter = new CounterState(0, 5, 4, 0);

        Reckoning reckoning = judge();

        assertThat(reckoning.leaked()).isEqualTo(1);
        assertThat(reckoning.reasons()).containsExactly("leaked: offered 5 is not left 0 + sold 4");
    }

    @Test
    void failsWhenADecidedOrderIsNotStoredThoughNobodyWasTold() {
        rows.remove(3);

        Reckoning reckoning = judge();

        assertThat(reckoning.leaked()).isEqualTo(1);
        assertThat(reckoning.reasons()).anyMatch(reason -> reason.contains("4, but there are 3 rows"));
    }

    @Test
    void failsWhenTheAllotmentInRedisIsNotWhatWasOffered() {
        counter = new CounterState(1, 6, 4, 0);

        assertThat(judge().reasons()).containsExactly("the allotment in Redis is 6, but 5 units were offered");
    }

    @Test
    void failsWhenARowHasAPlaceThatWasNeverGiven() {
        rows.set(3, new BookedOrder("order-4", 9));

        assertThat(judge().reasons())
                .containsExactly("rows with a place that the counter never gave: 1 (order-4 at seq 9)");
    }

    @Test
    void failsWhenTheCounterIsBelowZero() {
        offered = 3;
        counter = new CounterState(-1, 3, 4, 0);

        assertThat(judge().reasons()).contains("the counter is below zero: -1");
    }

    @Test
    void failsWhenARetryIsDeniedTheOrderOfItsFirstRequest() {
        answers.add(soldOut("key-4", START.plusSeconds(2)));

        assertThat(judge().reasons()).containsExactly("purchases told no after they had got an order: 1 (key-4)");
    }

    @Test
    void passesWhenARequestThatWasStillUnderWayGetsTheUnitAfterSoldOut() {
        answers.add(soldOut("key-4", START.minusSeconds(2)));

        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void passesWhenExactlyTheOddMessagesAreParked() {
        odd = new Odd(List.of("a", "b"), List.of("b", "a", "a"), List.of("c"), List.of("c"));

        assertThat(judge().reasons()).isEmpty();
    }

    @Test
    void failsWhenAnOddMessageIsNotParked() {
        odd = new Odd(List.of("a", "b"), List.of("a"), List.of(), List.of());

        assertThat(judge().reasons()).containsExactly("odd messages that were not parked: 1 (b)");
    }

    @Test
    void failsWhenAGoodMessageIsParked() {
        odd = new Odd(List.of(), List.of("order-4"), List.of(), List.of());

        assertThat(judge().reasons()).containsExactly("messages parked without reason: 1 (order-4)");
    }

    @Test
    void failsWhenTheOrderBesideARefusedOneIsNotStored() {
        odd = new Odd(List.of(), List.of(), List.of("c"), List.of("d"));

        assertThat(judge().reasons())
                .containsExactly(
                        "orders beside refused ones that were not stored: 1 (c)",
                        "refused orders that were stored: 1 (d)");
    }

    @Test
    void failsWhenTheJournalDoesNotAddUp() {
        journal = new JournalVerdict(true, 5, 1, 1, List.of("journal: numbers missing: 1 (3)"));

        assertThat(judge().reasons()).containsExactly("journal: numbers missing: 1 (3)");
        assertThat(judge().isPass()).isFalse();
    }

    @Test
    void failsAfterAnIncident() {
        incidents.add("waited 60 s in vain: quiet");

        assertThat(judge().isPass()).isFalse();
        assertThat(judge().reasons()).containsExactly("waited 60 s in vain: quiet");
    }

    private void assertOnlyDuplicate(String what) {
        Reckoning reckoning = judge();

        assertThat(reckoning.duplicate()).isEqualTo(1);
        assertThat(reckoning.reasons()).hasSize(1);
        assertThat(reckoning.reasons().get(0)).startsWith("duplicate: " + what + ": 1 (");
    }

    private Reckoning judge() {
        return ChaosWitness.judge(new ChaosEvidence(
                offered,
                answers,
                open,
                rows,
                logged,
                counter,
                journal,
                steps,
                restocks,
                HeldOrders.NONE,
                odd,
                incidents));
    }

    private static Answer accepted(String key, String orderId) {
        return new Answer(key, BuyerOutcome.ACCEPTED, orderId, START, Duration.ofMillis(5), "");
    }

    private static Answer soldOut(String key, Instant askedAt) {
        return new Answer(key, BuyerOutcome.SOLD_OUT, null, askedAt, Duration.ofMillis(5), "");
    }

    private static OrderInLog logged(String orderId, String key) {
        return new OrderInLog(orderId, key, START.plusSeconds(1));
    }
}

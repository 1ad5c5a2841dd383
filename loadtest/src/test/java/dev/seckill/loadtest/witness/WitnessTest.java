package dev.seckill.loadtest.witness;

import static dev.seckill.loadtest.witness.Scenario.SEQ_BEFORE;
import static dev.seckill.loadtest.witness.Scenario.STOCK;
import static dev.seckill.loadtest.witness.Scenario.accepted;
import static dev.seckill.loadtest.witness.Scenario.failed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WitnessTest {

    private final Scenario run = Scenario.aFlawlessRun();

    @Test
    void passesAFlawlessRunInWhateverOrderItIsTold() {
        Collections.reverse(run.answers);
        Collections.reverse(run.rows);

        Verdict verdict = run.judge();

        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.isPass()).isTrue();
        assertThat(verdict.accepted()).isEqualTo(4);
        assertThat(verdict.soldOut()).isEqualTo(6);
        assertThat(verdict.errors()).isZero();
        assertThat(verdict.rows()).isEqualTo(4);
        assertThat(verdict.missing()).isZero();
        assertThat(verdict.duplicate()).isZero();
        assertThat(verdict.oversold()).isZero();
        assertThat(verdict.unanswered()).isZero();
        assertThat(verdict.gaps()).isZero();
    }

    @Test
    void countsAcceptancesOverTheTimeUpToTheLastOne() {
        // The fourth buyer asked after 300 ms and waited 4 ms.
        assertThat(run.judge().acceptedPerSecond()).isEqualTo(4 * 1000.0 / 304);
    }

    @Test
    void ranksReplyTimesOfAllBuyers() {
        assertThat(run.judge().replyTimes()).isEqualTo(new ReplyTimes(5, 10, 10, 10));
    }

    @Test
    void failsWhenAnOrderThatABuyerWasToldOfHasNoRow() {
        run.rows.set(1, new BookedOrder("order-x", SEQ_BEFORE + 2));

        Verdict verdict = run.judge();

        assertThat(verdict.missing()).isEqualTo(1);
        assertThat(verdict.unanswered()).isEqualTo(1);
        assertThat(verdict.reasons())
                .containsExactly(
                        "orders that buyers were told of and that have no row: 1 (order-2)",
                        "rows that nobody was told of: 1 (order-x)");
    }

    @Test
    void failsWhenTwoBuyersWereToldTheSameOrder() {
        run.answers.set(1, accepted(2, "order-1"));

        Verdict verdict = run.judge();

        assertThat(verdict.duplicate()).isEqualTo(1);
        assertThat(verdict.reasons()).contains("orders promised to more than one buyer: 1 (order-1)");
    }

    @Test
    void failsWhenAnOrderHasTwoRows() {
        run.rows.add(new BookedOrder("order-4", SEQ_BEFORE + 4));

        Verdict verdict = run.judge();

        assertThat(verdict.duplicate()).isEqualTo(1);
        assertThat(verdict.oversold()).isZero();
        assertThat(verdict.reasons()).containsExactly("rows that repeat an order or a place: 1 (order-4 at seq 11)");
    }

    @Test
    void failsWhenAPlaceIsSoldTwice() {
        run.rows.set(3, new BookedOrder("order-4", SEQ_BEFORE + 3));

        Verdict verdict = run.judge();

        assertThat(verdict.duplicate()).isEqualTo(1);
        assertThat(verdict.gaps()).isEqualTo(1);
        assertThat(verdict.reasons())
                .containsExactly(
                        "rows that repeat an order or a place: 1 (order-4 at seq 10)",
                        "places of the sale without a row: 1 (11)");
    }

    @Test
    void failsWhenMoreIsAcceptedThanThereIs() {
        run.answers.set(4, accepted(5, "order-5"));

        Verdict verdict = run.judge();

        assertThat(verdict.oversold()).isEqualTo(1);
        assertThat(verdict.reasons())
                .contains("buyers accepted: 5, but it should have been 4", "units sold past the stock: 1");
    }

    /** Left and decided add up to the allotment, since it was made up of them. */
    @Test
    void failsWhenTheCounterNeverFellAndTheAllotmentGrewAlong() {
        for (int buyer = 5; buyer <= 6; buyer++) {
            run.answers.set(buyer - 1, accepted(buyer, "order-" + buyer));
            run.rows.add(new BookedOrder("order-" + buyer, SEQ_BEFORE + buyer));
        }
        run.counter = new CounterState(STOCK, STOCK + SEQ_BEFORE + 6, SEQ_BEFORE + 6, 0);

        Verdict verdict = run.judge();

        assertThat(verdict.oversold()).isEqualTo(2);
        assertThat(verdict.reasons())
                .contains(
                        "units sold past the stock: 2",
                        "the allotment changed during the run, from 11 to 17",
                        "the counter is wrong: left 4 is not the stock 4 - decided 6");
    }

    @Test
    void failsWhenMoreIsStoredThanThereIsThoughNobodyWasTold() {
        run.errorsAllowed = true;
        run.answers.set(4, failed(5));
        run.rows.add(new BookedOrder("order-5", SEQ_BEFORE + 5));
        run.counter = new CounterState(-1, STOCK + SEQ_BEFORE, SEQ_BEFORE + 5, 0);

        Verdict verdict = run.judge();

        assertThat(verdict.oversold()).isEqualTo(1);
        assertThat(verdict.reasons()).containsExactly("units sold past the stock: 1");
    }

    @Test
    void failsWhenABuyerGotAnError() {
        run.answers.set(9, failed(10));

        Verdict verdict = run.judge();

        assertThat(verdict.errors()).isEqualTo(1);
        assertThat(verdict.reasons()).containsExactly("buyers who got an error: 1 (1 x Read timed out)");
    }

    @Test
    void acceptsARowThatNobodyWasToldOfForEachErrorThatIsAllowed() {
        run.errorsAllowed = true;
        run.answers.set(1, failed(2));

        Verdict verdict = run.judge();

        assertThat(verdict.unanswered()).isEqualTo(1);
        assertThat(verdict.missing()).isZero();
        assertThat(verdict.isPass()).isTrue();
    }

    @Test
    void failsWhenFewerAreAcceptedThanThereIs() {
        run.answers.removeIf(answer -> "order-4".equals(answer.orderId()));
        run.rows.remove(3);
        run.counter = new CounterState(1, STOCK + SEQ_BEFORE, SEQ_BEFORE + 3, 0);

        assertThat(run.judge().reasons())
                .containsExactly(
                        "replies: 9, but 10 buyers were to ask", "buyers accepted: 3, but it should have been 4");
    }

    @Test
    void failsWhenTheCounterDoesNotAddUp() {
        run.counter = new CounterState(1, STOCK + SEQ_BEFORE, SEQ_BEFORE + STOCK, 0);

        assertThat(run.judge().reasons())
                .containsExactly(
                        "the counter does not add up: left 1 + decided 11 is not the allotment 11",
                        "the counter is wrong: left 1 is not the stock 4 - decided 4");
    }

    @Test
    void failsWhenSomebodyElseRestockedDuringTheRun() {
        run.counter = new CounterState(5, STOCK + SEQ_BEFORE + 5, SEQ_BEFORE + STOCK, 0);

        assertThat(run.judge().reasons())
                .containsExactly(
                        "the allotment changed during the run, from 11 to 16",
                        "the counter is wrong: left 5 is not the stock 4 - decided 4");
    }

    @Test
    void failsWhenThePlacesHaveAGap() {
        run.rows.set(3, new BookedOrder("order-4", SEQ_BEFORE + 5));
        run.counter = new CounterState(0, STOCK + SEQ_BEFORE, SEQ_BEFORE + 5, 0);

        Verdict verdict = run.judge();

        assertThat(verdict.gaps()).isEqualTo(1);
        assertThat(verdict.reasons()).contains("places of the sale without a row: 1 (11)");
    }

    @Test
    void acceptsAGapForEachPlaceThatWasTakenBack() {
        run.rows.set(3, new BookedOrder("order-4", SEQ_BEFORE + 5));
        run.counter = new CounterState(0, STOCK + SEQ_BEFORE, SEQ_BEFORE + 5, 1);

        Verdict verdict = run.judge();

        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.gaps()).isEqualTo(1);
    }

    @Test
    void failsWhenARowHasAPlaceThatTheCounterNeverGave() {
        run.rows.set(3, new BookedOrder("order-4", SEQ_BEFORE + 9));

        assertThat(run.judge().reasons())
                .contains("rows with a place that the counter never gave: 1 (order-4 at seq 16)");
    }

    @Test
    void failsWhenTheJournalDoesNotAddUp() {
        run.journal = new JournalVerdict(true, 12, 1, 0, List.of("journal: numbers missing: 1 (3)"));

        assertThat(run.judge().reasons()).containsExactly("journal: numbers missing: 1 (3)");
        assertThat(run.judge().isPass()).isFalse();
    }

    @Test
    void failsOnAnIncidentThoughAllFiguresAreRight() {
        run.incidents.add("the order book did not settle within 60 s");

        assertThat(run.judge().reasons()).containsExactly("the order book did not settle within 60 s");
        assertThat(run.judge().isPass()).isFalse();
    }

    @Test
    void namesNoMoreThanThreeExamples() {
        run.rows.clear();

        assertThat(run.judge().reasons())
                .contains("orders that buyers were told of and that have no row: 4 (order-1, order-2, order-3, …)");
    }
}

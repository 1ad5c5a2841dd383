package dev.seckill.loadtest.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.witness.RehearsalEvidence.Book;
import dev.seckill.loadtest.witness.RehearsalEvidence.SaleAtEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rehearsal that is flawless at first: three buyers, two units, one retry. Each test spoils one thing. */
class RehearsalWitnessTest {

    private static final Instant BEGIN = Instant.parse("2026-11-30T12:00:00Z");

    private final List<ShopAnswer> answers = new ArrayList<>(List.of(
            told("a", BuyerOutcome.ACCEPTED, "order-1", 0),
            told("a", BuyerOutcome.ACCEPTED, "order-1", 500),
            told("b", BuyerOutcome.ACCEPTED, "order-2", 100),
            told("c", BuyerOutcome.SOLD_OUT, null, 200),
            told("c", BuyerOutcome.NOT_OPEN, null, 2_000)));
    private SaleAtEnd end = new SaleAtEnd("CLOSED", 2, 0, 2);
    private Book book =
            new Book(List.of(new BookedOrder("order-1", 1, "a", 1), new BookedOrder("order-2", 2, "b", 1)), null);
    private final List<String> incidents = new ArrayList<>();

    @Test
    void passesWhenEachUnitHasOneBuyerAndEachRetryItsOrder() {
        RehearsalVerdict verdict = judge();

        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.isPass()).isTrue();
        assertThat(verdict.accepted()).isEqualTo(2);
        assertThat(verdict.repeated()).isEqualTo(1);
        assertThat(verdict.rows()).isEqualTo(2);
        assertThat(RehearsalPrinter.print(verdict)).contains("PASS", "rehearsal-1", "2   in the order book");
    }

    @Test
    void passesWithoutAnOrderBookAndSaysSo() {
        book = Book.unseen("the API passes none on");

        RehearsalVerdict verdict = judge();

        assertThat(verdict.isPass()).isTrue();
        assertThat(RehearsalPrinter.print(verdict)).contains("not judged: the API passes none on");
    }

    @Test
    void findsAUnitTooMany() {
        answers.set(3, told("c", BuyerOutcome.ACCEPTED, "order-3", 200));

        RehearsalVerdict verdict = judge();

        assertThat(verdict.oversold()).isEqualTo(1);
        assertThat(verdict.reasons())
                .contains("orders told: 3, but it should have been 2", "units past those offered: 1");
    }

    @Test
    void findsAUnitTooManyThatOnlyTheSaleTellsOf() {
        end = new SaleAtEnd("CLOSED", 2, -1, 3);

        assertThat(judge().oversold()).isEqualTo(1);
    }

    @Test
    void findsAnOrderThatTwoWerePromised() {
        answers.set(2, told("b", BuyerOutcome.ACCEPTED, "order-1", 100));

        assertThat(judge().reasons()).contains("orders promised to more than one buyer: 1 (order-1)");
    }

    @Test
    void findsARetryThatGotAnotherOrder() {
        answers.set(1, told("a", BuyerOutcome.ACCEPTED, "order-3", 500));

        assertThat(judge().reasons())
                .contains("purchases that got two orders: 1 (a-first)", "buyers with more than their share: 1 (a)");
    }

    @Test
    void findsARetryWhoseOrderWasForgotten() {
        answers.set(1, told("a", BuyerOutcome.SOLD_OUT, null, 500));

        assertThat(judge().reasons())
                .containsExactly("retries that did not get their order again: 1 (a was told SOLD_OUT)");
    }

    @Test
    void findsARefusalOfASaleThatWasOpen() {
        answers.set(3, told("c", BuyerOutcome.NOT_OPEN, null, 200));

        assertThat(judge().reasons()).containsExactly("buyers told \"not open\" though the sale was open: 1 (c)");
    }

    @Test
    void findsAnErrorThatABuyerGot() {
        answers.add(told("c", BuyerOutcome.REFUSED, null, 300));

        assertThat(judge().reasons()).containsExactly("requests that got an error: 1 (c: 503)");
    }

    @Test
    void findsAnOrderThatTheBookDoesNotHave() {
        book = new Book(List.of(new BookedOrder("order-1", 1, "a", 1)), null);

        RehearsalVerdict verdict = judge();

        assertThat(verdict.missing()).isEqualTo(1);
        assertThat(verdict.reasons())
                .containsExactly("orders that buyers were told of and that have no row: 1 (order-2)");
    }

    @Test
    void findsASaleThatStayedOpenOrDoesNotAddUp() {
        end = new SaleAtEnd("OPEN", 2, 1, 2);

        assertThat(judge().reasons())
                .containsExactly(
                        "the sale is OPEN after its close",
                        "units do not add up: left 1 + sold 2 is not the 2 offered");
    }

    @Test
    void failsForAnIncidentAndForASaleThatNobodySaw() {
        end = null;
        incidents.add("the order book did not settle");

        assertThat(judge().reasons())
                .containsExactly("the sale could not be looked at after its close", "the order book did not settle");
    }

    private RehearsalVerdict judge() {
        return RehearsalWitness.judge(
                new RehearsalTerms("rehearsal-1", 3, 2),
                new RehearsalEvidence(answers, BEGIN.plusMillis(1_500), end, book, incidents));
    }

    private static ShopAnswer told(String buyer, BuyerOutcome outcome, String order, long atMillis) {
        Answer answer = new Answer(
                buyer,
                outcome,
                order,
                BEGIN.plusMillis(atMillis),
                Duration.ofMillis(5),
                outcome.isError() ? "503" : "");
        return new ShopAnswer(answer, buyer + "-first", false, null);
    }
}

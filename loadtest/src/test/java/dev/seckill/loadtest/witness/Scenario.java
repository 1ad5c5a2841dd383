package dev.seckill.loadtest.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run to judge, flawless at first: 10 buyers, 4 units, and 7 orders of earlier runs. Tests spoil one thing. */
final class Scenario {

    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    static final long SEQ_BEFORE = 7;
    static final int BUYERS = 10;
    static final long STOCK = 4;

    final List<Answer> answers = new ArrayList<>();
    final List<BookedOrder> rows = new ArrayList<>();
    final List<String> incidents = new ArrayList<>();
    CounterState counter = new CounterState(0, STOCK + SEQ_BEFORE, SEQ_BEFORE + STOCK, 0);
    JournalVerdict journal = new JournalVerdict(true, 2 + SEQ_BEFORE + STOCK, 0, 0, List.of());
    boolean errorsAllowed;

    static Scenario aFlawlessRun() {
        Scenario scenario = new Scenario();
        for (int buyer = 1; buyer <= BUYERS; buyer++) {
            scenario.answers.add(
                    buyer <= STOCK
                            ? accepted(buyer, "order-" + buyer)
                            : answer(buyer, BuyerOutcome.SOLD_OUT, null, ""));
        }
        for (int unit = 1; unit <= STOCK; unit++) {
            scenario.rows.add(new BookedOrder("order-" + unit, SEQ_BEFORE + unit));
        }
        return scenario;
    }

    static Answer accepted(int buyer, String orderId) {
        return answer(buyer, BuyerOutcome.ACCEPTED, orderId, "");
    }

    static Answer failed(int buyer) {
        return answer(buyer, BuyerOutcome.FAILED, null, "Read timed out");
    }

    /** The first buyer asks at the start, each next one 100 ms later; buyer n waits n ms. */
    private static Answer answer(int buyer, BuyerOutcome outcome, String orderId, String detail) {
        Instant askedAt = START.plusMillis((buyer - 1) * 100L);
        return new Answer("buyer " + buyer, outcome, orderId, askedAt, Duration.ofMillis(buyer), detail);
    }

    Verdict judge() {
        CounterState before = new CounterState(STOCK, STOCK + SEQ_BEFORE, SEQ_BEFORE, 0);
        return Witness.judge(
                new Expectation("counter", BUYERS, STOCK, before, errorsAllowed),
                new Evidence(answers, rows, counter, journal, incidents));
    }
}

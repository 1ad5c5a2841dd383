package dev.seckill.api.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the contract of the counters does not reach; most rules are tested there. */
final class BatchPlannerTest {

    private static final long OUTBOX_MAX = 3;

    private final BatchPlanner planner = new BatchPlanner(SaleId.DEFAULT, Clock.systemUTC(), OUTBOX_MAX);

    @Test
    void refusesWhatTheOutboxHasNoRoomFor() {
        BatchPlan plan = planner.plan(
                List.of(Purchase.ANONYMOUS, Purchase.ANONYMOUS),
                SaleState.parse("100", Map.of(), OUTBOX_MAX - 1),
                Map.of());

        assertThat(plan.decisions())
                .extracting(Decision::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.OVERLOADED);
        assertThat(plan.accepted()).hasSize(1);
    }

    @Test
    void aDamagedKeyIsRefusedAloneAndTakesNoUnit() {
        IdempotencyKey damaged = new IdempotencyKey("k-1");

        BatchPlan plan = planner.plan(
                List.of(new Purchase(damaged, null), Purchase.ANONYMOUS),
                SaleState.parse("1", Map.of(), 0),
                Map.of(BatchPlanner.fieldOf(damaged), new byte[] {1, 2, 3}));

        assertThat(plan.decisions())
                .extracting(Decision::outcome)
                .containsExactly(Outcome.UNKNOWN_SALE, Outcome.ACCEPTED);
        assertThat(plan.accepted()).hasSize(1);
        assertThat(plan.written()).isEmpty();
    }

    @Test
    void aDamagedBuyerIsRefusedAloneAndTakesNoUnitEvenWithoutALimit() {
        BatchPlan plan = planner.plan(
                List.of(new Purchase(new IdempotencyKey("k-1"), new BuyerId("ann")), Purchase.ANONYMOUS),
                SaleState.parse("1", Map.of(), 0),
                Map.of("buyer:ann", new byte[] {'x'}));

        assertThat(plan.decisions())
                .extracting(Decision::outcome)
                .containsExactly(Outcome.UNKNOWN_SALE, Outcome.ACCEPTED);
        assertThat(plan.accepted()).hasSize(1);
        assertThat(plan.written()).isEmpty();
    }

    @Test
    void aSaleThatTakesNoPurchasesIsNotOpenWhateverIsLeft() {
        BatchPlan plan = planner.plan(List.of(), SaleState.parse("0", Map.of("state", "PAUSED"), 0), Map.of());

        assertThat(plan.open()).isFalse();
    }
}

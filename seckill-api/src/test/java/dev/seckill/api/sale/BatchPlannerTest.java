package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract of the counters does not reach; most rules are tested there. */
final class BatchPlannerTest {

    private static final long OUTBOX_MAX = 3;
    private static final long HELD_MAX = 2;
    private static final long ORDERS_MAX = 1000;
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static final Purchase ANN_TWICE = new Purchase(new IdempotencyKey("k-1"), new BuyerId("ann"), 2);

    private final BatchPlanner planner = new BatchPlanner(
            SaleId.DEFAULT, new OrderIdGenerator(Clock.systemUTC())::next, OUTBOX_MAX, HELD_MAX, ORDERS_MAX);

    @Test
    void refusesWhatTheOutboxHasNoRoomFor() {
        BatchPlan plan = planner.plan(
                List.of(Purchase.ANONYMOUS, Purchase.ANONYMOUS),
                NOW,
                SaleState.parse("100", Map.of(), OUTBOX_MAX - 1),
                Map.of(),
                List.of());

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
                NOW,
                SaleState.parse("1", Map.of(), 0),
                Map.of(StoredFields.ofPurchase(damaged), new byte[] {1, 2, 3}),
                List.of());

        assertThat(plan.decisions())
                .extracting(Decision::outcome)
                .containsExactly(Outcome.UNKNOWN_SALE, Outcome.ACCEPTED);
        assertThat(plan.accepted()).hasSize(1);
        assertThat(plan.writtenKeys()).isEmpty();
        assertThat(plan.writtenBuyers()).isEmpty();
        assertThat(plan.damages()).as("told to whoever logs it").hasSize(1);
    }

    /** Java reads the second as a number, and one more than the last is negative. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "+1", "-1", "9223372036854775807"})
    void aDamagedBuyerIsRefusedAloneAndTakesNoUnitEvenWithoutALimit(String units) {
        BatchPlan plan = planner.plan(
                List.of(new Purchase(new IdempotencyKey("k-1"), new BuyerId("ann")), Purchase.ANONYMOUS),
                NOW,
                SaleState.parse("1", Map.of(), 0),
                Map.of("buyer:ann", units.getBytes(StandardCharsets.UTF_8)),
                List.of());

        assertThat(plan.decisions())
                .extracting(Decision::outcome)
                .containsExactly(Outcome.UNKNOWN_SALE, Outcome.ACCEPTED);
        assertThat(plan.accepted()).hasSize(1);
        assertThat(plan.writtenKeys()).isEmpty();
        assertThat(plan.writtenBuyers()).isEmpty();
        assertThat(plan.damages()).as("told to whoever logs it").hasSize(1);
    }

    @Test
    void aSaleThatTakesNoPurchasesIsNotOpenWhateverIsLeft() {
        BatchPlan plan =
                planner.plan(List.of(), NOW, SaleState.parse("0", Map.of("state", "PAUSED"), 0), Map.of(), List.of());

        assertThat(plan.open()).isFalse();
    }

    @Test
    void aSaleOpensAndClosesToTheMillisecond() {
        String opensAt = "2026-11-29T12:00:00.500Z";
        String closesAt = "2026-11-29T12:00:00.750Z";

        for (int millis = 0; millis < 1000; millis++) {
            boolean open = millis >= 500 && millis < 750;
            Instant now = NOW.plusMillis(millis);
            BatchPlan plan = planner.plan(
                    List.of(Purchase.ANONYMOUS),
                    now,
                    SaleState.parse("5", Map.of("opensAt", opensAt, "closesAt", closesAt), 0),
                    Map.of(),
                    List.of());

            Decision decision = plan.decisions().get(0);
            assertThat(decision.outcome()).as("%s", now).isEqualTo(open ? Outcome.ACCEPTED : Outcome.NOT_OPEN);
            assertThat(plan.open()).isEqualTo(open);
            if (open) {
                assertThat(decision.entry().order().decidedAt()).isEqualTo(now);
                assertThat(plan.soldBefore()).isEqualTo(closesAt);
            } else {
                assertThat(decision.seen().at()).isEqualTo(now);
                assertThat(decision.seen().status())
                        .isEqualTo(millis < 500 ? SaleSeen.Status.SCHEDULED : SaleSeen.Status.CLOSED);
            }
        }
    }

    @Test
    void whatIsSoldUnderSeveralHoursIsSoldBeforeTheFirstOfTheirCloses() {
        SaleDefinition later = new SaleDefinition("a", "b", null, NOW.plusSeconds(9), 0, 1);

        BatchPlan plan = planner.plan(
                List.of(new SaleChange.Define("ann", 5, later), Purchase.ANONYMOUS),
                NOW,
                SaleState.parse("5", Map.of("closesAt", NOW.toString()), 0),
                Map.of(),
                List.of());
        assertThat(plan.soldBefore()).as("only the second hours sell").isEqualTo(NOW.plusSeconds(9));

        plan = planner.plan(
                List.of(Purchase.ANONYMOUS, new SaleChange.Define("ann", 5, later), Purchase.ANONYMOUS),
                NOW,
                SaleState.parse("5", Map.of("closesAt", NOW.plusSeconds(3).toString()), 0),
                Map.of(),
                List.of());
        assertThat(plan.accepted()).hasSize(2);
        assertThat(plan.soldBefore()).isEqualTo(NOW.plusSeconds(3));
    }

    @Test
    void aSaleWhoseCounterIsGoneIsNotMadeAnew() {
        SaleChange define = new SaleChange.Define("ann", 5, new SaleDefinition("a", "b", null, null, 0, 1));

        BatchPlan plan = planner.plan(
                List.of(define),
                NOW,
                SaleState.parse(null, Map.of("no", "2", "left", "6", "allotment", "6"), 0),
                Map.of(),
                List.of());

        assertThat(plan.decisions()).extracting(Decision::outcome).containsExactly(Outcome.UNKNOWN_SALE);
        assertThat(plan.events()).isEmpty();
    }

    @Test
    void aHaltedSaleIsNotUnknownWhateverRedisHasLostOfIt() {
        SaleState lost = SaleState.parse(null, Map.of("state", "HALTED"), 0);

        BatchPlan plan = planner.plan(List.of(Purchase.ANONYMOUS), NOW, lost, Map.of(), List.of());

        assertThat(plan.decisions()).extracting(Decision::outcome).containsExactly(Outcome.NOT_OPEN);
        assertThat(plan.decisions().get(0).seen().status()).isEqualTo(SaleSeen.Status.HALTED);
    }

    @Test
    void theFirstOutcomeThatAppliesIsTheOutcome() {
        Map<Outcome, String> reasons = new EnumMap<>(Outcome.class);
        Map<Outcome, Outcome> decided = new EnumMap<>(Outcome.class);
        for (Outcome first : EnumSet.range(Outcome.REPLAYED, Outcome.ACCEPTED)) {
            // Whatever comes after it applies as well.
            boolean replayed = first == Outcome.REPLAYED;
            boolean reused = first.compareTo(Outcome.KEY_REUSED) <= 0;
            boolean unknown = first.compareTo(Outcome.UNKNOWN_SALE) <= 0;
            boolean closed = first.compareTo(Outcome.NOT_OPEN) <= 0;
            boolean soldOut = first.compareTo(Outcome.SOLD_OUT) <= 0;
            boolean notEnough = first.compareTo(Outcome.NOT_ENOUGH) <= 0;
            boolean limited = first.compareTo(Outcome.LIMIT_REACHED) <= 0;
            boolean overloaded = first.compareTo(Outcome.OVERLOADED) <= 0;
            Map<String, byte[]> prior = new HashMap<>();
            if (reused) {
                prior.put(
                        "key:k-1",
                        entry(replayed ? ANN_TWICE : Purchase.ANONYMOUS).bytes());
            }
            if (limited) {
                prior.put("buyer:ann", new byte[] {'1'});
            }

            BatchPlan plan = planner.plan(
                    List.of(ANN_TWICE),
                    NOW,
                    SaleState.parse(
                            unknown ? null : soldOut ? "0" : notEnough ? "1" : "2",
                            Map.of("state", closed ? "CLOSED" : "OPEN", "perBuyer", "2"),
                            overloaded ? OUTBOX_MAX : 0),
                    prior,
                    List.of());

            decided.put(first, plan.decisions().get(0).outcome());
            reasons.put(first, plan.decisions().get(0).detail());
        }

        assertThat(decided)
                .as("%s", reasons)
                .hasSize(9)
                .allSatisfy((first, outcome) -> assertThat(outcome).isEqualTo(first));
    }

    private OutboxEntry entry(Purchase purchase) {
        return planner.plan(List.of(purchase), NOW, SaleState.parse("2", Map.of(), 0), Map.of(), List.of())
                .accepted()
                .get(0);
    }
}

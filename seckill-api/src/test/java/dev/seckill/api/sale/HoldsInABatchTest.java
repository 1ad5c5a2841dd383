package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.BuyerId;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the requests of one batch mean for each other where a sale holds its orders. */
final class HoldsInABatchTest {

    private static final long OUTBOX_MAX = 6;
    private static final long HELD_MAX = 3;
    private static final long ORDERS_MAX = 10;
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00.123Z");
    private static final BuyerId ANN = new BuyerId("ann");
    private static final BuyerId BOB = new BuyerId("bob");

    private final OrderIdGenerator generator = new OrderIdGenerator(Clock.systemUTC());
    private final List<OrderId> next = new ArrayList<>();
    private final BatchPlanner planner = new BatchPlanner(SaleId.DEFAULT, this::id, OUTBOX_MAX, HELD_MAX, ORDERS_MAX);

    private OrderId id() {
        return next.isEmpty() ? generator.next() : next.remove(0);
    }

    @Test
    void anOrderIsHeldForAsLongAsTheSaleSaysWhenItIsAccepted() {
        BatchPlan plan = plan(
                sale(5), buy(ANN, 2), define(5, holds(90, false)), buy(BOB, 1), define(5, HoldRules.NONE), buy(BOB, 1));

        assertThat(plan.accepted())
                .extracting(entry -> ((SaleEvent.Accepted) entry.event()).heldUntil())
                .containsExactly(NOW.plusSeconds(60), NOW.plusSeconds(90), null);
        assertThat(plan.held())
                .extracting(HeldOrder::heldUntil)
                .containsExactly(NOW.plusSeconds(60), NOW.plusSeconds(90));
        assertThat(plan.writtenOrders())
                .as("the last is sold, and nothing becomes of it")
                .hasSize(2);
        assertThat(plan.writtenFields()).containsEntry("held", "3").containsEntry("heldOrders", "2");
        assertThat(plan.decisions().get(4).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(plan.stock().left()).isEqualTo(1);
    }

    @Test
    void aSaleWithoutHoldsWritesNothingOfThem() {
        BatchPlan plan = plan(SaleState.parse("5", Map.of(), 0), buy(ANN, 2), new Look());

        assertThat(plan.writtenOrders()).isEmpty();
        assertThat(plan.held()).isEmpty();
        assertThat(plan.writtenFields()).doesNotContainKeys("held", "heldOrders");
        assertThat(((SaleEvent.Accepted) plan.accepted().get(0).event()).isOpen())
                .isFalse();
        assertThat(plan.decisions().get(1).seen().held()).isZero();
    }

    @Test
    void aCancellableOrderIsRememberedThoughItIsSoldAtOnce() {
        BatchPlan plan = plan(SaleState.parse("5", Map.of("cancellable", "true"), 0), buy(ANN, 2));

        assertThat(plan.writtenOrders()).hasSize(1);
        assertThat(plan.held()).isEmpty();
        SaleEvent.Accepted accepted =
                (SaleEvent.Accepted) plan.accepted().get(0).event();
        assertThat(accepted.heldUntil()).isNull();
        assertThat(accepted.cancellable()).isTrue();
    }

    @Test
    void whatOneRequestOfABatchMakesTheNextOneFinds() {
        OrderId first = newId();
        OrderId second = newId();

        BatchPlan plan = plan(
                sale(3),
                buy(ANN, 2),
                buy(BOB, 1),
                buy(BOB, 1),
                new OrderChange.Extend(second, "shop", null, null),
                new OrderChange.Cancel(first, "buyer", ANN),
                new OrderChange.Confirm(second, "shop"),
                new Look());

        assertThat(outcomes(plan))
                .containsExactly(
                        Outcome.ACCEPTED,
                        Outcome.ACCEPTED,
                        Outcome.SOLD_OUT,
                        Outcome.CHANGED,
                        Outcome.CHANGED,
                        Outcome.CHANGED,
                        Outcome.SEEN);
        assertThat(kinds(plan))
                .containsExactly(
                        Kind.RESTOCKED, Kind.ACCEPTED, Kind.ACCEPTED, Kind.EXTENDED, Kind.RELEASED, Kind.CONFIRMED);
        assertThat(plan.held()).as("both are held no more").isEmpty();
        assertThat(plan.heldNoMore()).as("both never were in the store").isEmpty();
        assertThat(plan.writtenFields()).doesNotContainKeys("held", "heldOrders");
        assertThat(record(plan, first).state()).isEqualTo(OrderState.RELEASED);
        assertThat(record(plan, second).state()).isEqualTo(OrderState.CONFIRMED);
        assertThat(text(plan.writtenBuyers())).isEqualTo(Map.of("buyer:ann", "0", "buyer:bob", "1"));
        assertThat(plan.returnedUnits()).isEmpty();
        SaleSeen seen = plan.decisions().get(6).seen();
        assertThat(seen.left()).isEqualTo(2);
        assertThat(seen.held()).isZero();
        assertThat(seen.allotment()).isEqualTo(3);
        assertThat(plan.others()).extracting(entry -> entry.event().kind()).containsExactly(Kind.RESTOCKED);
    }

    @Test
    void unitsThatRanOutAreThereForTheBatchThatFindsThem() {
        HeldOrder ofAnn = held(ANN, 2, NOW.minusMillis(5));
        HeldOrder ofBob = held(BOB, 1, NOW);
        HeldOrder notYet = held(BOB, 1, NOW.plusMillis(1));

        BatchPlan plan =
                plan(started("0", 3, 4), List.of(ofAnn, ofBob, notYet), Map.of("buyer:ann", bytes("2")), buy(ANN, 3));

        assertThat(outcomes(plan)).containsExactly(Outcome.ACCEPTED);
        assertThat(plan.events())
                .extracting(entry -> entry.event().left())
                .as("the earliest first, and the purchase last")
                .containsExactly(2L, 3L, 0L);
        assertThat(plan.others())
                .extracting(OutboxEntry::event)
                .allSatisfy(event -> assertThat(event).isInstanceOfSatisfying(SaleEvent.Released.class, released -> {
                    assertThat(released.reason()).isEqualTo(SaleEvent.Released.Reason.EXPIRED);
                    assertThat(released.by()).isEqualTo("expiry");
                }));
        assertThat(plan.heldNoMore()).containsExactly(ofAnn, ofBob);
        assertThat(record(plan, ofAnn.id()).expired()).isTrue();
        assertThat(text(plan.writtenBuyers()))
                .as("she had 2, gave them back and has 3")
                .isEqualTo(Map.of("buyer:ann", "3"));
        assertThat(plan.returnedUnits()).as("nothing was read of him").isEqualTo(Map.of("buyer:bob", 1L));
        assertThat(plan.writtenFields()).containsEntry("held", "4").containsEntry("heldOrders", "2");
        assertThat(plan.stock().counterAfter()).isZero();
        assertThat(plan.stock().change()).isZero();
        assertThat(plan.batch()).isEqualTo(plan.accepted().get(0).order().orderId());
    }

    @Test
    void aLookAloneReleasesWhatIsDue() {
        BatchPlan plan = plan(started("0", 1, 2), List.of(held(null, 2, NOW)), Map.of());

        assertThat(plan.others()).hasSize(1);
        assertThat(plan.accepted()).isEmpty();
        assertThat(plan.batch()).isNotNull();
        assertThat(plan.decided().left()).isEqualTo(2);
        assertThat(plan.decided().overdue()).isNull();
        assertThat(plan.decided().seen().held()).isZero();
        assertThat(plan.decided().seen().left()).isEqualTo(2);
        assertThat(plan.stock().change()).isEqualTo(2);
        assertThat(plan.returnedUnits()).isEmpty();
        assertThat(plan.soldBefore()).isNull();
    }

    @Test
    void whoeverGaveTheirUnitsBackMayBuyAgainUpToTheLimit() {
        HeldOrder due = held(ANN, 2, NOW);

        BatchPlan plan = plan(
                started("3", 1, 2, Map.of("perBuyer", "2")),
                List.of(due),
                Map.of("buyer:ann", bytes("2")),
                buy(ANN, 2),
                buy(ANN, 1));

        assertThat(outcomes(plan)).containsExactly(Outcome.ACCEPTED, Outcome.LIMIT_REACHED);
    }

    @Test
    void whatIsDamagedOfABuyerKeepsNoUnitsFromOthers() {
        BatchPlan plan = plan(
                started("0", 1, 2),
                List.of(held(ANN, 2, NOW)),
                Map.of("buyer:ann", bytes("x")),
                buy(ANN, 1),
                buy(null, 2));

        assertThat(outcomes(plan)).containsExactly(Outcome.UNKNOWN_SALE, Outcome.ACCEPTED);
        assertThat(plan.writtenBuyers()).isEmpty();
        assertThat(plan.returnedUnits()).isEmpty();
        assertThat(plan.damages()).hasSize(1);
    }

    @Test
    void whatIsDamagedOfAnOrderIsNotDecidedUpon() {
        OrderId id = generator.next();

        BatchPlan plan = plan(
                started("1", 1, 2),
                List.of(),
                Map.of(id.toString(), bytes("HELD")),
                new OrderChange.Confirm(id, "shop"),
                buy(ANN, 1));

        assertThat(outcomes(plan)).containsExactly(Outcome.UNKNOWN_SALE, Outcome.ACCEPTED);
        assertThat(plan.damages()).hasSize(1);
    }

    @Test
    void holdsNoMoreOrdersThanItMay() {
        BatchPlan plan = plan(
                started("9", 2, 4),
                List.of(),
                Map.of(),
                buy(ANN, 1),
                buy(ANN, 1),
                define(13, HoldRules.NONE),
                buy(ANN, 1));

        assertThat(outcomes(plan))
                .containsExactly(Outcome.ACCEPTED, Outcome.OVERLOADED, Outcome.CHANGED, Outcome.ACCEPTED);
        assertThat(plan.held()).hasSize(1);
    }

    @Test
    void remembersNoMoreOrdersThanItMay() {
        BatchPlan plan = plan(
                sale(9).remembering(ORDERS_MAX - 1), buy(ANN, 1), buy(BOB, 1), define(9, HoldRules.NONE), buy(BOB, 1));

        assertThat(outcomes(plan))
                .containsExactly(Outcome.ACCEPTED, Outcome.OVERLOADED, Outcome.CHANGED, Outcome.ACCEPTED);
        assertThat(plan.writtenOrders()).hasSize(1);
    }

    @Test
    void whatTheOutboxHasNoRoomForRunsOutLater() {
        HeldOrder first = held(ANN, 1, NOW.minusMillis(2));
        HeldOrder second = held(ANN, 1, NOW.minusMillis(1));
        SaleState full = full("0", 2, 2, OUTBOX_MAX - 1);
        Map<String, byte[]> states = Map.of(second.id().toString(), bytes(recordOf(second)));

        BatchPlan plan = plan(full, List.of(first, second), states, new OrderChange.Confirm(second.id(), "shop"));

        assertThat(plan.heldNoMore()).containsExactly(first);
        assertThat(plan.decided().overdue()).isEqualTo(second.heldUntil());
        assertThat(outcomes(plan)).as("neither paid nor late, ask again").containsExactly(Outcome.OVERLOADED);
        BatchPlan one = plan(full, List.of(), states, new OrderChange.Confirm(second.id(), "shop"));
        assertThat(outcomes(one))
                .as("the release has room, what tells of the payment has not")
                .containsExactly(Outcome.OVERLOADED);
        assertThat(kinds(one)).containsExactly(Kind.RELEASED);
    }

    @ParameterizedTest
    @EnumSource(OutboxFull.class)
    void nothingIsChangedThatTheOutboxHasNoRoomFor(OutboxFull asked) {
        HeldOrder order = held(ANN, 1, NOW.plusSeconds(5));
        OrderRecord record = recordOf(order);
        OrderRecord before = asked == OutboxFull.LATE
                ? record.after(
                        new SaleEvent.Released(
                                SaleId.DEFAULT,
                                4,
                                order.id(),
                                ANN,
                                1,
                                1,
                                NOW,
                                "ann",
                                SaleEvent.Released.Reason.CANCELLED),
                        0)
                : record;
        OrderChange change = switch (asked) {
            case CONFIRM, LATE -> new OrderChange.Confirm(order.id(), "shop");
            case EXTEND -> new OrderChange.Extend(order.id(), "shop", null, null);
            case CANCEL -> new OrderChange.Cancel(order.id(), "shop", null);
        };

        BatchPlan plan =
                plan(full("0", 1, 1, OUTBOX_MAX), List.of(), Map.of(order.id().toString(), bytes(before)), change);

        assertThat(outcomes(plan)).containsExactly(Outcome.OVERLOADED);
        assertThat(plan.events()).isEmpty();
        assertThat(plan.writtenOrders()).isEmpty();
    }

    private enum OutboxFull {
        CONFIRM,
        EXTEND,
        CANCEL,
        LATE
    }

    @ParameterizedTest
    @EnumSource(SaleState.Phase.class)
    void ordersGoOnWhateverTheSaleIsButHalted(SaleState.Phase phase) {
        HeldOrder order = held(ANN, 1, NOW.plusSeconds(5));
        HeldOrder due = held(BOB, 1, NOW);
        SaleState state = started("0", 2, 2, Map.of("state", phase.name(), "closesAt", NOW.toString()));

        BatchPlan plan = plan(
                state,
                List.of(due),
                Map.of(order.id().toString(), bytes(recordOf(order))),
                new OrderChange.Confirm(order.id(), "shop"));

        boolean halted = phase == SaleState.Phase.HALTED;
        assertThat(plan.overdue()).isEqualTo(halted ? NOW : null);
        assertThat(outcomes(plan)).containsExactly(halted ? Outcome.REFUSED : Outcome.CHANGED);
        assertThat(kinds(plan)).isEqualTo(halted ? List.of() : List.of(Kind.RELEASED, Kind.CONFIRMED));
        if (halted) {
            assertThat(plan.decisions().get(0).seen().status()).isEqualTo(SaleSeen.Status.HALTED);
        }
    }

    @Test
    void aSaleThatIsNotThereHasNoOrders() {
        OrderId id = generator.next();

        BatchPlan plan = plan(SaleState.parse(null, Map.of(), 0), new OrderChange.Confirm(id, "shop"));
        assertThat(outcomes(plan)).containsExactly(Outcome.UNKNOWN_SALE);

        plan = plan(sale(1), new OrderChange.Confirm(id, "shop"));
        assertThat(outcomes(plan)).containsExactly(Outcome.UNKNOWN_ORDER);
    }

    @Test
    void unitsThatWereChangedByHandAreToldFirst() {
        BatchPlan plan =
                plan(started("3", 1, 2, Map.of("left", "1")), List.of(held(null, 2, NOW)), Map.of(), new Look());

        assertThat(kinds(plan)).containsExactly(Kind.RESTOCKED, Kind.RELEASED);
        assertThat(plan.events()).extracting(entry -> entry.event().left()).containsExactly(3L, 5L);
    }

    private OrderId newId() {
        OrderId id = generator.next();
        next.add(id);
        return id;
    }

    private HeldOrder held(BuyerId buyer, int quantity, Instant until) {
        return new HeldOrder(generator.next(), until, quantity, NOW.minusSeconds(60), false, buyer);
    }

    private static OrderRecord recordOf(HeldOrder order) {
        return new OrderRecord(
                OrderState.HELD,
                3,
                0,
                order.decidedAt(),
                order.quantity(),
                order.decidedAt(),
                order.heldUntil(),
                true,
                order.cancellable(),
                false,
                false,
                order.buyer());
    }

    private static Purchase buy(BuyerId buyer, int quantity) {
        return new Purchase(null, buyer, quantity);
    }

    private static HoldRules holds(int seconds, boolean cancellable) {
        return new HoldRules(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds * 2L), cancellable);
    }

    /** The units stay as they are. */
    private static SaleChange define(int allotment, HoldRules holds) {
        return new SaleChange.Define("shop", allotment, new SaleDefinition("c", "car", null, null, 0, 9, holds));
    }

    private static final Map<String, String> RULES = Map.of("holdFor", "60", "holdMax", "600");

    private static SaleState sale(int units) {
        return SaleState.parse(Integer.toString(units), RULES, 0);
    }

    private static SaleState started(String left, int heldOrders, int held) {
        return started(left, heldOrders, held, Map.of());
    }

    private static SaleState started(String left, int heldOrders, int held, Map<String, String> more) {
        Map<String, String> fields = fields(left, heldOrders, held);
        fields.putAll(more);
        return SaleState.parse(left, fields, 0);
    }

    private static SaleState full(String left, int heldOrders, int held, long outbox) {
        return SaleState.parse(left, fields(left, heldOrders, held), outbox);
    }

    private static Map<String, String> fields(String left, int heldOrders, int held) {
        Map<String, String> fields = new HashMap<>(RULES);
        fields.putAll(Map.of(
                "no", "9",
                "left", left,
                "seq", Integer.toString(heldOrders),
                "allotment", Long.toString(Long.parseLong(left) + held),
                "held", Integer.toString(held),
                "heldOrders", Integer.toString(heldOrders)));
        return fields;
    }

    private BatchPlan plan(SaleState state, Request... requests) {
        return plan(state, List.of(), Map.of(), requests);
    }

    private BatchPlan plan(SaleState state, List<HeldOrder> due, Map<String, byte[]> prior, Request... requests) {
        return planner.plan(List.of(requests), NOW, state, prior, due);
    }

    private static List<Outcome> outcomes(BatchPlan plan) {
        return plan.decisions().stream().map(Decision::outcome).toList();
    }

    private static List<Kind> kinds(BatchPlan plan) {
        return plan.events().stream().map(entry -> entry.event().kind()).toList();
    }

    private static OrderRecord record(BatchPlan plan, OrderId id) {
        return OrderRecord.parse(text(plan.writtenOrders()).get(id.toString()));
    }

    private static byte[] bytes(Object text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> text(Map<String, byte[]> fields) {
        Map<String, String> text = new HashMap<>();
        fields.forEach((field, value) -> text.put(field, new String(value, StandardCharsets.UTF_8)));
        return text;
    }
}

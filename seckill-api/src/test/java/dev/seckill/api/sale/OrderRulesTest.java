package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state of an order, and everything that may be asked of it. */
final class OrderRulesTest {

    private static final OrderId ID = OrderId.parse("0193542f-7a00-7000-8000-0123456789ab");
    private static final Instant ACCEPTED_AT = Instant.parse("2026-11-29T12:00:00Z");
    private static final int HOLD_FOR = 60;
    private static final int HOLD_MAX = 100;
    private static final BuyerId ANN = new BuyerId("ann");
    private static final int UNITS = 2;
    private static final int OTHERS_UNITS = 3;
    private static final int LEFT = 5;
    private static final String ALLOTMENT = "20";

    /** What an order has gone through, with the seconds since it was accepted at which the last of it was. */
    private enum Past {
        HELD(HOLD_FOR, 0),
        EXTENDED(80, 10),
        CONFIRMED(0, 20),
        SOLD_AT_ONCE(0, 0),
        CANCELLED(0, 20),
        EXPIRED(0, HOLD_FOR),
        LATE(0, HOLD_FOR);

        private final int heldFor;
        private final int since;

        Past(int heldFor, int since) {
            this.heldFor = heldFor;
            this.since = since;
        }
    }

    private enum Ask {
        CONFIRM(new OrderChange.Confirm(ID, "shop")),
        EXTEND(new OrderChange.Extend(ID, "shop", null, null)),
        EXTEND_TO_90(new OrderChange.Extend(ID, "shop", ACCEPTED_AT.plusSeconds(90), null)),
        EXTEND_TO_40(new OrderChange.Extend(ID, "shop", ACCEPTED_AT.plusSeconds(40), null)),
        EXTEND_TO_999(new OrderChange.Extend(ID, "shop", ACCEPTED_AT.plusSeconds(999), null)),
        EXTEND_OWN(new OrderChange.Extend(ID, "buyer", null, ANN)),
        EXTEND_ANOTHERS(new OrderChange.Extend(ID, "buyer", null, new BuyerId("bob"))),
        CANCEL(new OrderChange.Cancel(ID, "shop", null)),
        CANCEL_OWN(new OrderChange.Cancel(ID, "buyer", ANN)),
        CANCEL_ANOTHERS(new OrderChange.Cancel(ID, "buyer", new BuyerId("bob")));

        private final OrderChange change;

        Ask(OrderChange change) {
            this.change = change;
        }

        private boolean isAnothers() {
            return this == EXTEND_ANOTHERS || this == CANCEL_ANOTHERS;
        }
    }

    private record Expected(Outcome outcome, OrderState state, List<Kind> events) {
        private static Expected of(Outcome outcome, OrderState state, Kind... events) {
            return new Expected(outcome, state, List.of(events));
        }
    }

    static Stream<Arguments> everything() {
        List<Arguments> all = new ArrayList<>();
        for (Past past : Past.values()) {
            for (Ask ask : Ask.values()) {
                for (boolean cancellable : new boolean[] {false, true}) {
                    for (int after : new int[] {30, HOLD_FOR - 1, HOLD_FOR, 79, 80, 200}) {
                        all.add(arguments(past, ask, cancellable, after));
                    }
                }
            }
        }
        return all.stream().filter(one -> (int) one.get()[3] >= ((Past) one.get()[0]).since);
    }

    /** The table: what comes of it, as the rules are written in words. */
    private static Expected expected(Past past, Ask ask, boolean cancellable, int after) {
        if (ask.isAnothers()) {
            return Expected.of(Outcome.UNKNOWN_ORDER, null);
        }
        boolean isConfirm = ask == Ask.CONFIRM;
        boolean isCancel = ask == Ask.CANCEL || ask == Ask.CANCEL_OWN;
        switch (past) {
            case CONFIRMED, SOLD_AT_ONCE -> {
                if (isConfirm) {
                    return Expected.of(Outcome.UNCHANGED, OrderState.CONFIRMED);
                }
                return isCancel && cancellable
                        ? Expected.of(Outcome.CHANGED, OrderState.RELEASED, Kind.RELEASED)
                        : Expected.of(Outcome.REFUSED, OrderState.CONFIRMED);
            }
            case CANCELLED, EXPIRED -> {
                if (isConfirm) {
                    return Expected.of(Outcome.LATE, OrderState.RELEASED, Kind.LATE);
                }
                return Expected.of(isCancel ? Outcome.UNCHANGED : Outcome.REFUSED, OrderState.RELEASED);
            }
            case LATE -> {
                return Expected.of(
                        isConfirm ? Outcome.LATE : isCancel ? Outcome.UNCHANGED : Outcome.REFUSED, OrderState.RELEASED);
            }
            default -> {
                return expectedOfHeld(past.heldFor, ask, after);
            }
        }
    }

    private static Expected expectedOfHeld(int heldFor, Ask ask, int after) {
        boolean isCancel = ask == Ask.CANCEL || ask == Ask.CANCEL_OWN;
        if (after >= heldFor) {
            if (ask == Ask.CONFIRM) {
                return Expected.of(Outcome.LATE, OrderState.RELEASED, Kind.RELEASED, Kind.LATE);
            }
            return Expected.of(isCancel ? Outcome.UNCHANGED : Outcome.REFUSED, OrderState.RELEASED, Kind.RELEASED);
        }
        if (ask == Ask.CONFIRM) {
            return Expected.of(Outcome.CHANGED, OrderState.CONFIRMED, Kind.CONFIRMED);
        }
        if (isCancel) {
            return Expected.of(Outcome.CHANGED, OrderState.RELEASED, Kind.RELEASED);
        }
        return ask == Ask.EXTEND_TO_40
                ? Expected.of(Outcome.UNCHANGED, OrderState.HELD)
                : Expected.of(Outcome.CHANGED, OrderState.HELD, Kind.EXTENDED);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whatBecomesOfAnOrder(Past past, Ask ask, boolean cancellable, int after) {
        OrderRecord before = order(past, cancellable);
        Expected expected = expected(past, ask, cancellable, after);

        BatchPlan plan = plan(before, after, List.of(), List.of(ask.change, ask.change));

        assertThat(plan.damages()).isEmpty();
        Decision decision = plan.decisions().get(0);
        assertThat(decision.outcome()).isEqualTo(expected.outcome);
        assertThat(plan.events()).extracting(entry -> entry.event().kind()).containsExactlyElementsOf(expected.events);
        assertThat(decision.order() == null ? null : decision.order().state()).isEqualTo(expected.state);
        Decision again = plan.decisions().get(1);
        assertThat(again.order()).as("the same reply").isEqualTo(decision.order());
        assertThat(again.event()).isEqualTo(decision.event());
        assertThat(again.entry()).isNull();
        assertThat(again.outcome())
                .isEqualTo(expected.outcome == Outcome.CHANGED ? Outcome.UNCHANGED : expected.outcome);
        assertThatItAddsUp(before, plan);
        assertThatEachNamesTheOneBeforeIt(before.no(), plan);
    }

    private static void assertThatEachNamesTheOneBeforeIt(long newest, BatchPlan plan) {
        List<Long> names = new ArrayList<>();
        List<Long> numbers = new ArrayList<>(List.of(newest));
        for (SaleEvent event : events(plan)) {
            names.add(((SaleEvent.OfOrder) event).after());
            numbers.add(event.no());
        }
        assertThat(names).isEqualTo(numbers.subList(0, names.size()));
    }

    @Test
    void anExpiryOfWhichOnlyTheHeldOrderWasReadNamesNothing() {
        HeldOrder held = HeldOrder.of(ID, order(Past.EXTENDED, false));

        BatchPlan plan = plan(order(Past.EXTENDED, false), Map.of(), 80, List.of(held), List.of());

        assertThatEachNamesTheOneBeforeIt(SaleEvent.OfOrder.UNKNOWN, plan);
        assertThat(plan.events()).hasSize(1);
    }

    /** It could only come of a memory that somebody has changed; that must not keep the units from the next buyer. */
    @ParameterizedTest
    @ValueSource(strings = {"HELD 10 0 0 2 0 60000 - =ann", "what is that"})
    void whatIsRememberedWronglyDoesNotKeepAnOrderFromExpiring(String record) {
        OrderRecord before = order(Past.HELD, false);
        Map<String, byte[]> prior = Map.of(ID.toString(), record.getBytes(StandardCharsets.UTF_8));

        BatchPlan plan = plan(before, prior, HOLD_FOR, List.of(HeldOrder.of(ID, before)), List.of());

        assertThatEachNamesTheOneBeforeIt(SaleEvent.OfOrder.UNKNOWN, plan);
        assertThat(plan.events()).hasSize(1);
    }

    /** Whether it was in the list of what is due, or only its own state says so. */
    @ParameterizedTest
    @MethodSource("everything")
    void whatIsDueIsReleasedBeforeAnythingElse(Past past, Ask ask, boolean cancellable, int after) {
        OrderRecord before = order(past, cancellable);
        List<HeldOrder> due = before.heldUntil() == null ? List.of() : List.of(HeldOrder.of(ID, before));

        BatchPlan told = plan(before, after, due, List.of(ask.change));
        BatchPlan untold = plan(before, after, List.of(), List.of(ask.change));

        if (ask.isAnothers() && before.heldUntil() != null && after >= past.heldFor) {
            assertThat(told.events()).hasSize(1);
            assertThat(untold.events()).as("it is not the asker's").isEmpty();
        } else {
            assertThat(events(told)).isEqualTo(events(untold));
            assertThat(text(told.writtenOrders())).isEqualTo(text(untold.writtenOrders()));
            assertThat(told.heldNoMore()).isEqualTo(untold.heldNoMore());
            assertThat(told.decisions().get(0).order())
                    .isEqualTo(untold.decisions().get(0).order());
        }
        assertThat(told.others())
                .hasSize(told.events().size() - (told.decisions().get(0).entry() == null ? 0 : 1));
        assertThatItAddsUp(before, told);
    }

    /** A buyer may ask for it as often as for any other extension, and each would be an event. */
    @ParameterizedTest
    @CsvSource({"60001, UNCHANGED", "60999, UNCHANGED", "61000, CHANGED", "99999, CHANGED"})
    void anExtensionIsOfASecondAtLeast(long untilMillis, Outcome expected) {
        BatchPlan plan = plan(order(Past.HELD, false), 30, List.of(), List.of(extend(untilMillis)));

        assertThat(plan.decisions()).extracting(Decision::outcome).containsExactly(expected);
        assertThat(plan.events()).hasSize(expected == Outcome.CHANGED ? 1 : 0);
    }

    @Test
    void anExtensionIsOfLessWhereMoreIsNotToBeHad() {
        BatchPlan plan = plan(
                order(Past.HELD, false),
                30,
                List.of(),
                List.of(extend(99_500), extend(99_999), extend(100_000), extend(200_000)));

        assertThat(plan.decisions())
                .extracting(Decision::outcome)
                .containsExactly(Outcome.CHANGED, Outcome.UNCHANGED, Outcome.CHANGED, Outcome.UNCHANGED);
    }

    private static OrderChange extend(long untilMillis) {
        return new OrderChange.Extend(ID, "buyer", ACCEPTED_AT.plusMillis(untilMillis), ANN);
    }

    private static void assertThatItAddsUp(OrderRecord before, BatchPlan plan) {
        long left = LEFT;
        for (OutboxEntry entry : plan.events()) {
            left += entry.event().units();
            assertThat(entry.event().left()).isEqualTo(left);
        }
        assertThat(plan.stock().left()).isEqualTo(left);
        assertThat(plan.stock().offered()).isEqualTo(Long.parseLong(ALLOTMENT));
        byte[] written = plan.writtenOrders().get(ID.toString());
        OrderRecord order = written == null ? before : OrderRecord.parse(new String(written, StandardCharsets.UTF_8));
        boolean held = order.state() == OrderState.HELD;
        boolean wasHeld = before.state() == OrderState.HELD;
        if (held != wasHeld) {
            assertThat(plan.writtenFields())
                    .containsEntry("held", Integer.toString(OTHERS_UNITS))
                    .containsEntry("heldOrders", "1");
        } else {
            assertThat(plan.writtenFields()).doesNotContainKeys("held", "heldOrders");
        }
        assertThat(plan.heldNoMore()).hasSize(wasHeld && !held ? 1 : 0);
        assertThat(plan.held()).hasSize(held && !order.heldUntil().equals(before.heldUntil()) ? 1 : 0);
        assertThat(plan.returnedUnits()).isEqualTo(left == LEFT ? Map.of() : Map.of("buyer:ann", (long) UNITS));
        plan.events().forEach(entry -> assertThat(entry.event().sale()).isEqualTo(SaleId.DEFAULT));
    }

    private static List<SaleEvent> events(BatchPlan plan) {
        return plan.events().stream().map(OutboxEntry::event).toList();
    }

    private static Map<String, String> text(Map<String, byte[]> fields) {
        Map<String, String> text = new HashMap<>();
        fields.forEach((field, value) -> text.put(field, new String(value, StandardCharsets.UTF_8)));
        return text;
    }

    private static BatchPlan plan(OrderRecord order, int after, List<HeldOrder> due, List<? extends Request> requests) {
        Map<String, byte[]> prior = Map.of(ID.toString(), order.toString().getBytes(StandardCharsets.UTF_8));
        return plan(order, prior, after, due, requests);
    }

    private static BatchPlan plan(
            OrderRecord order,
            Map<String, byte[]> prior,
            int after,
            List<HeldOrder> due,
            List<? extends Request> requests) {
        boolean held = order.state() == OrderState.HELD;
        SaleState state = SaleState.parse(
                Integer.toString(LEFT),
                Map.of(
                        "no",
                        "9",
                        "left",
                        Integer.toString(LEFT),
                        "seq",
                        "3",
                        "allotment",
                        ALLOTMENT,
                        "holdFor",
                        Integer.toString(HOLD_FOR),
                        "holdMax",
                        Integer.toString(HOLD_MAX),
                        "held",
                        Integer.toString(OTHERS_UNITS + (held ? UNITS : 0)),
                        "heldOrders",
                        held ? "2" : "1"),
                0);
        return new BatchPlanner(SaleId.DEFAULT, new OrderIdGenerator(Clock.systemUTC())::next, 100, 100, 100)
                .plan(requests, ACCEPTED_AT.plusSeconds(after), state, prior, due);
    }

    private static OrderRecord order(Past past, boolean cancellable) {
        Order order = new Order(ID, SaleId.DEFAULT, 1, ANN, "car", UNITS, 7, ACCEPTED_AT);
        Instant until = past == Past.SOLD_AT_ONCE ? null : ACCEPTED_AT.plusSeconds(HOLD_FOR);
        OrderRecord accepted = OrderRecord.of(new SaleEvent.Accepted(3, order, until, cancellable), 0);
        Instant at = ACCEPTED_AT.plusSeconds(past.since);
        SaleId sale = SaleId.DEFAULT;
        return switch (past) {
            case HELD, SOLD_AT_ONCE -> accepted;
            case EXTENDED ->
                accepted.after(
                        new SaleEvent.Extended(sale, 4, ID, ACCEPTED_AT.plusSeconds(past.heldFor), 7, at, "shop"), 0);
            case CONFIRMED -> accepted.after(new SaleEvent.Confirmed(sale, 4, ID, 7, at, "shop"), 0);
            case CANCELLED -> accepted.after(released(at, SaleEvent.Released.Reason.CANCELLED), 0);
            case EXPIRED -> accepted.after(released(at, SaleEvent.Released.Reason.EXPIRED), 0);
            case LATE ->
                accepted.after(released(at, SaleEvent.Released.Reason.EXPIRED), 0)
                        .after(new SaleEvent.Late(sale, 5, ID, 9, at, "shop"), 0);
        };
    }

    private static SaleEvent.Released released(Instant at, SaleEvent.Released.Reason reason) {
        return new SaleEvent.Released(SaleId.DEFAULT, 4, ID, ANN, UNITS, 9, at, "shop", reason);
    }
}

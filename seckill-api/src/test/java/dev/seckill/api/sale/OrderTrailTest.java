package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.OfOrder;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderTrailTest {

    private static final SaleId SALE = new SaleId("car");
    private static final OrderId ID = OrderId.parse("0193542f-7a00-7000-8000-0123456789ab");
    private static final Instant AT = Instant.parse("2026-11-29T10:00:00.123Z");
    private static final BuyerId BUYER = new BuyerId("Zoë; 李 = -");
    private static final long EPOCH = 17;

    @Test
    void comesToTheSameInWhateverOrderAndHoweverOftenItsEventsAreRead() {
        List<List<OfOrder>> trails = List.of(
                List.of(held()),
                List.of(held(), extended(2, 90)),
                List.of(held(), extended(2, 90), extended(3, 120), confirmed(4)),
                List.of(held(), released(5, Reason.EXPIRED), late(6)),
                List.of(held(), extended(2, 90), confirmed(3), released(4, Reason.CANCELLED), late(5)),
                List.of(sold(), released(9, Reason.CANCELLED)));
        Random random = new Random(20);
        for (List<OfOrder> trail : trails) {
            OrderRecord due = replayed(trail);
            for (int round = 0; round < 50; round++) {
                List<OfOrder> read = new ArrayList<>(trail);
                read.addAll(trail);
                Collections.shuffle(read, random);
                OrderTrail shuffled = read(read);

                assertThat(shuffled.outcome()).as("%s", read).contains(due);
                assertThat(shuffled.contradiction()).as("%s", read).isEmpty();
            }
        }
    }

    @Test
    void hasNoOutcomeWithoutItsAcceptance() {
        OrderTrail orphan = read(List.of(released(5, Reason.EXPIRED), late(6)));

        assertThat(orphan.outcome()).isEmpty();
        assertThat(orphan.isAccepted()).isFalse();
        assertThat(orphan.contradiction()).contains("nothing accepts it, or lets it change");
    }

    @Test
    void givesItsUnitsBackOnceHoweverManyReleasesThereAre() {
        List<OfOrder> trail = new ArrayList<>(List.of(
                held(), released(5, Reason.EXPIRED), released(7, Reason.CANCELLED), released(9, Reason.EXPIRED)));
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(trail, new Random(round));
            OrderTrail twice = read(trail);

            OrderRecord outcome = twice.outcome().orElseThrow();
            assertThat(outcome.state()).isEqualTo(OrderState.RELEASED);
            assertThat(outcome.no()).isEqualTo(9);
            assertThat(outcome.expired()).as("by the first of them").isTrue();
            assertThat(twice.contradiction()).contains("no 5 and no 9 release it");
        }
    }

    @Test
    void keepsTheUnitsOfAnOrderThatHasThemByALaterEvent() {
        OrderTrail paid = read(List.of(held(), released(5, Reason.CANCELLED), confirmed(6)));
        OrderTrail longer = read(List.of(held(), released(5, Reason.EXPIRED), extended(6, 90)));
        OrderTrail expired = read(List.of(held(), confirmed(5), released(6, Reason.EXPIRED)));
        OrderTrail soldForGood = read(List.of(heldForGood(), confirmed(5), released(6, Reason.CANCELLED)));

        assertThat(paid.outcome()).get().extracting(OrderRecord::state).isEqualTo(OrderState.CONFIRMED);
        assertThat(longer.outcome()).get().extracting(OrderRecord::heldUntil).isEqualTo(AT.plusSeconds(90));
        assertThat(expired.outcome()).get().extracting(OrderRecord::state).isEqualTo(OrderState.CONFIRMED);
        assertThat(soldForGood.outcome()).get().extracting(OrderRecord::state).isEqualTo(OrderState.CONFIRMED);
        for (OrderTrail trail : List.of(paid, longer, expired, soldForGood)) {
            assertThat(trail.contradiction()).get().asString().contains("though it has its units");
        }
    }

    @Test
    void givesBackWhatItHadWhateverItsReleaseSays() {
        SaleEvent.Released released = (SaleEvent.Released) released(5, Reason.EXPIRED);
        OrderTrail more = read(List.of(
                held(), new SaleEvent.Released(SALE, 5, ID, BUYER, 7, 9, AT, released.by(), released.reason())));

        assertThat(more.outcome()).get().extracting(OrderRecord::quantity).isEqualTo(2L);
        assertThat(more.contradiction()).contains("no 5 gives back 7 units of 2");
    }

    @Test
    void isDueAtOnceWhenAPaymentWasLateAndTheReleaseIsLost() {
        OrderRecord held = read(List.of(held(), late(6))).outcome().orElseThrow();

        assertThat(held.state()).isEqualTo(OrderState.HELD);
        assertThat(held.heldUntil()).isEqualTo(AT.plusSeconds(6));
        assertThat(held.late()).isTrue();
        assertThat(held.no()).isEqualTo(6);
    }

    @Test
    void goesOnFromWhatIsRememberedWhereTheLogHasLostTheBeginning() {
        OrderRecord remembered = replayed(List.of(held(), extended(4, 90)));
        OrderTrail trail = new OrderTrail();
        trail.add(extended(3, 80), EPOCH);
        trail.add(released(7, Reason.EXPIRED), EPOCH);
        trail.remembers(remembered);

        OrderTrail read = OrderTrail.parse(trail.toString());
        assertThat(read.isAccepted()).isFalse();
        assertThat(read.outcome()).contains(remembered.after(released(7, Reason.EXPIRED), EPOCH));

        read.add(held(), EPOCH);
        assertThat(read.isAccepted()).as("the log knows better").isTrue();
    }

    @Test
    void mayHaveEndedUnseenIfTheLogKnowsNothingNewer() {
        OrderTrail trail = new OrderTrail();
        trail.add(extended(3, 80), EPOCH);
        trail.remembers(replayed(List.of(held(), extended(4, 90))));
        assertThat(trail.mayHaveEndedUnseen()).isTrue();

        trail.add(extended(7, 95), EPOCH);
        assertThat(trail.mayHaveEndedUnseen()).as("it was held then").isFalse();

        OrderTrail over = new OrderTrail();
        over.remembers(replayed(List.of(held(), released(4, Reason.EXPIRED))));
        assertThat(over.mayHaveEndedUnseen()).isFalse();
        assertThat(read(List.of(held())).mayHaveEndedUnseen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HELD 1 0 5 2 5 9 a -", "?", "?GONE 1 2 3 4\n", "?LATE 1 2 3\n", "?\nHELD"})
    void whatIsNoTrailIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> OrderTrail.parse(text));
    }

    /** As the sale itself goes from event to event. */
    private static OrderRecord replayed(List<OfOrder> events) {
        OrderRecord order = OrderRecord.of((SaleEvent.Accepted) events.get(0), EPOCH);
        for (OfOrder event : events.subList(1, events.size())) {
            order = order.after(event, EPOCH);
        }
        return order;
    }

    /** Each event is read in a chunk of its own. */
    private static OrderTrail read(List<OfOrder> events) {
        OrderTrail trail = new OrderTrail();
        for (OfOrder event : events) {
            trail.add(event, EPOCH);
            assertThat(OrderTrail.isTrail(trail.toString())).isTrue();
            trail = OrderTrail.parse(trail.toString());
        }
        return trail;
    }

    private static OfOrder held() {
        return new SaleEvent.Accepted(1, order(), AT.plusSeconds(60), true);
    }

    private static OfOrder heldForGood() {
        return new SaleEvent.Accepted(1, order(), AT.plusSeconds(60), false);
    }

    private static OfOrder sold() {
        return new SaleEvent.Accepted(1, order(), null, true);
    }

    private static Order order() {
        return new Order(ID, SALE, 1, BUYER, "car", 2, 7, AT);
    }

    private static OfOrder extended(long no, int seconds) {
        return new SaleEvent.Extended(SALE, no, ID, AT.plusSeconds(seconds), 7, AT.plusSeconds(no), "buyer");
    }

    private static OfOrder confirmed(long no) {
        return new SaleEvent.Confirmed(SALE, no, ID, 7, AT.plusSeconds(no), "shop");
    }

    private static OfOrder released(long no, Reason reason) {
        return new SaleEvent.Released(SALE, no, ID, BUYER, 2, 9, AT.plusSeconds(no), "shop", reason);
    }

    private static OfOrder late(long no) {
        return new SaleEvent.Late(SALE, no, ID, 9, AT.plusSeconds(no), "shop");
    }
}
